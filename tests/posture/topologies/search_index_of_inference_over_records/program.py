"""A search index of the inference zone is filled from the records."""

import json

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
search = aws.iam.Role(
    "search",
    name="search",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "kendra.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicy(
    "search",
    role=search.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:ListBucket"],
                    "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
                }
            ],
        }
    ),
)
notes = aws.kendra.Index("notes", name="notes", role_arn=search.arn, tags={"ai-zone": "inference"})
aws.kendra.DataSource(
    "notes",
    index_id=notes.id,
    name="notes",
    type="S3",
    role_arn=search.arn,
    configuration={"s3_configuration": {"bucket_name": records.bucket}},
)
