"""The endpoint names the records, and the function's role reads them."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, both, bucket, document, function, reads, role, statement
from tests.posture.topologies.shared import Network

models = Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
bucket("records", "phi", "phi")
bucket("prompts", "inference", "internal")

aws.ec2.VpcEndpoint(
    "s3",
    vpc_id=models.vpc.id,
    service_name="com.amazonaws.eu-west-1.s3",
    route_table_ids=[models.table.id],
    policy=document(
        statement(
            ["s3:GetObject", "s3:ListBucket"],
            [*both("records"), *both("prompts")],
            principal="*",
            condition={"StringEquals": {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}},
        )
    ),
)

function("model", role("model", "lambda", reads("records")), models)
