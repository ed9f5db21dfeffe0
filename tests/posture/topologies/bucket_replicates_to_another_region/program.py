"""Disaster recovery to another continent; the residency is Ireland."""

import json

import pulumi
import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
america = pulumi.ResourceOptions(provider=aws.Provider("america", region="us-east-1"))
copy = aws.s3.Bucket("records-copy", bucket="clinic-records-copy-111122223333", tags={"ai-zone": "phi", "data-class": "phi"}, opts=america)
for name, bucket, opts in (("records", records, None), ("records-copy", copy, america)):
    aws.s3.BucketVersioning(name, bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=opts)
role = aws.iam.Role(
    "replication",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.s3.BucketReplicationConfig(
    "records",
    bucket=records.id,
    role=role.arn,
    rules=[{"id": "all", "status": "Enabled", "destination": {"bucket": copy.arn, "storage_class": "STANDARD_IA"}}],
)
