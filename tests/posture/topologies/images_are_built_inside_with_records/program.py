"""Images are built by machines whose role reads the records, in the PHI network."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network


def role(name: str, service: str) -> aws.iam.Role:
    """A role that a service acts as."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


BUCKET = "clinic-records-111122223333"

records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
reads = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"]}

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

builder = role("builder", "ec2.amazonaws.com")
aws.iam.RolePolicy("builder", role=builder.id, policy=json.dumps({"Version": "2012-10-17", "Statement": [reads]}))
profile = aws.iam.InstanceProfile("builder", name="builder", role=builder.name)
group = aws.ec2.SecurityGroup("builder", vpc_id=phi.vpc.id)
aws.imagebuilder.InfrastructureConfiguration(
    "builder", name="builder", instance_profile_name=profile.name, subnet_id=phi.subnets["a"].id, security_group_ids=[group.id]
)
