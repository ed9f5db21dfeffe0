"""An App Runner service without a connector, whose role reads the records."""

import json

import pulumi_aws as aws


def role(name: str, service: str) -> aws.iam.Role:
    """A role that a service acts as."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


BUCKET = "clinic-records-111122223333"

records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
reads = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"]}

reader = role("reader", "tasks.apprunner.amazonaws.com")
aws.iam.RolePolicy("reader", role=reader.id, policy=json.dumps({"Version": "2012-10-17", "Statement": [reads]}))
aws.apprunner.Service(
    "site",
    service_name="site",
    source_configuration={
        "image_repository": {"image_identifier": "public.ecr.aws/clinic/site:1", "image_repository_type": "ECR_PUBLIC"},
    },
    instance_configuration={"instance_role_arn": reader.arn},
)
