"""Images are built by machines whose role reads the records, in the default network."""

import json

import pulumi_aws as aws


def role(name: str, service: str) -> aws.iam.Role:
    """A role that a service acts as."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


BUCKET = "clinic-records-111122223333"

records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
reads = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"]}

builder = role("builder", "ec2.amazonaws.com")
aws.iam.RolePolicy("builder", role=builder.id, policy=json.dumps({"Version": "2012-10-17", "Statement": [reads]}))
profile = aws.iam.InstanceProfile("builder", name="builder", role=builder.name)
aws.imagebuilder.InfrastructureConfiguration("builder", name="builder", instance_profile_name=profile.name)
