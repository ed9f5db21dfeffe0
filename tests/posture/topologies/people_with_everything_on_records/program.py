"""A bucket of records, and people who may do everything with it: a permission set given to a group, and a user of IAM with a key."""

import json

import pulumi_aws as aws

INSTANCE = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
BUCKET = "clinic-records-111122223333"
EVERYTHING = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"]},
    }
)
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
aws.s3.BucketPublicAccessBlock(
    "records",
    bucket=records.id,
    block_public_acls=True,
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
)
clinicians = aws.ssoadmin.PermissionSet("clinicians", name="clinicians", instance_arn=INSTANCE, session_duration="PT8H")
aws.ssoadmin.PermissionSetInlinePolicy("clinicians", instance_arn=INSTANCE, permission_set_arn=clinicians.arn, inline_policy=EVERYTHING)
aws.ssoadmin.AccountAssignment(
    "clinicians",
    instance_arn=INSTANCE,
    permission_set_arn=clinicians.arn,
    principal_id="a1b2c3d4-0000-4000-8000-123456789abc",
    principal_type="GROUP",
    target_id="111122223333",
    target_type="AWS_ACCOUNT",
)
importer = aws.iam.User("importer", name="importer")
aws.iam.UserPolicy("importer", user=importer.name, policy=EVERYTHING)
aws.iam.AccessKey("importer", user=importer.name)
