"""Mail for the clinic is kept in a bucket and handed to a function."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket, function, reads, role
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
runs = role("sort", "lambda", reads("records"))
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24"})
sort = function("sort", runs, network, tags={"ai-zone": "phi"})
rules = aws.ses.ReceiptRuleSet("mail", rule_set_name="mail")
aws.ses.ReceiptRule(
    "keep",
    name="keep",
    rule_set_name=rules.rule_set_name,
    recipients=["records@clinic.org"],
    enabled=True,
    scan_enabled=True,
    tls_policy="Require",
    s3_actions=[{"bucket_name": records.id, "position": 1}],
    lambda_actions=[{"function_arn": f"arn:aws:lambda:eu-west-1:{VENDOR}:function:sort", "invocation_type": "Event", "position": 2}],
)
