"""A public SFTP server whose user reads the bucket of records."""

import json

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
role = aws.iam.Role(
    "transfer",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "transfer.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
    inline_policies=[
        aws.iam.RoleInlinePolicyArgs(
            name="reads",
            policy=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": f"arn:aws:s3:::{BUCKET}*"}],
                }
            ),
        )
    ],
)
server = aws.transfer.Server("sftp", endpoint_type="PUBLIC", protocols=["SFTP"])
aws.transfer.User("partner", server_id=server.id, user_name="partner", role=role.arn, home_directory=f"/{BUCKET}/out")
