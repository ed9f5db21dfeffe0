"""The access point is bound to the ward's network and lets one role of the account read."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, both, document, named, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
records = aws.s3.Bucket("records", bucket=named("records"), tags={"ai-zone": "phi", "data-class": "phi"})
aws.s3.BucketPolicy(
    "records",
    bucket=records.bucket,
    policy=document(
        statement("s3:*", both("records"), principal={"AWS": "*"}, condition={"StringEquals": {"s3:DataAccessPointAccount": ACCOUNT}})
    ),
)
point = aws.s3.AccessPoint("research", name="research", bucket=records.bucket, vpc_configuration={"vpc_id": ward.vpc.id})
aws.s3control.AccessPointPolicy(
    "research",
    access_point_arn=point.arn,
    policy=document(
        statement(
            "s3:GetObject",
            f"arn:aws:s3:eu-west-1:{ACCOUNT}:accesspoint/research/object/*",
            principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/researcher"},
        )
    ),
)
