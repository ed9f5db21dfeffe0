"""S3 Access Grants let a role of our own account read the records."""

import json

import pulumi
import pulumi_aws as aws

records = aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
instance = aws.s3control.AccessGrantsInstance("grants")
role = aws.iam.Role(
    "grants",
    name="grants",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "access-grants.s3.amazonaws.com"},
                    "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
                    "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
                }
            ],
        }
    ),
)
place = aws.s3control.AccessGrantsLocation(
    "records",
    iam_role_arn=role.arn,
    location_scope=records.bucket.apply(lambda name: f"s3://{name}/*"),
    opts=pulumi.ResourceOptions(depends_on=[instance]),
)
aws.s3control.AccessGrant(
    "reader",
    access_grants_location_id=place.access_grants_location_id,
    permission="READ",
    grantee={"grantee_type": "IAM", "grantee_identifier": "arn:aws:iam::111122223333:role/clinician"},
)
