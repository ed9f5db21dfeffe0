"""Gateway endpoint and bucket name each other; the documents are written from names, so a preview knows them."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

BUCKET = "clinic-scans-111122223333"
ACCOUNT = "111122223333"

vpc = aws.ec2.Vpc("scans", cidr_block="10.32.0.0/16", tags={"ai-zone": "phi"})
table = aws.ec2.RouteTable("scans", vpc_id=vpc.id)
subnet = aws.ec2.Subnet("scans-a", vpc_id=vpc.id, cidr_block="10.32.0.0/24")
aws.ec2.RouteTableAssociation("scans-a", subnet_id=subnet.id, route_table_id=table.id)
s3 = aws.ec2.VpcEndpoint(
    "scans-s3",
    vpc_id=vpc.id,
    service_name="com.amazonaws.eu-west-1.s3",
    vpc_endpoint_type="Gateway",
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
                    "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
                    "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}},
                }
            ],
        }
    ),
)
dynamodb = aws.ec2.VpcEndpoint(
    "scans-dynamodb",
    vpc_id=vpc.id,
    service_name="com.amazonaws.eu-west-1.dynamodb",
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                    "Action": "dynamodb:*",
                    "Resource": f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/scans",
                }
            ],
        }
    ),
)
for name, endpoint in (("s3", s3), ("dynamodb", dynamodb)):
    aws.ec2.VpcEndpointRouteTableAssociation(f"scans-{name}", route_table_id=table.id, vpc_endpoint_id=endpoint.id)
bucket = aws.s3.Bucket("scans", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
aws.s3.BucketPublicAccessBlock(
    "scans", bucket=bucket.id, block_public_acls=True, block_public_policy=True, ignore_public_acls=True, restrict_public_buckets=True
)
aws.s3.BucketPolicy(
    "scans",
    bucket=bucket.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "TlsOnly",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }
            ],
        }
    ),
)
close_names("scans", vpc.id, ("s3.eu-west-1.amazonaws.com.", "*.s3.eu-west-1.amazonaws.com."))
