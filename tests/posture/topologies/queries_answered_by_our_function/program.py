"""A catalog whose tables a function answers for."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, bucket

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
aws.athena.DataCatalog(
    "lab",
    name="lab",
    description="Laboratory",
    type="LAMBDA",
    parameters={"function": f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:lab"},
    tags={"ai-zone": "phi"},
)
