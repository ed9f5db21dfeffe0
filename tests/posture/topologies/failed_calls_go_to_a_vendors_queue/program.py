"""What a function could not handle is put into a queue."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, function, role
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
notes = aws.sqs.Queue("failed", name="failed", sqs_managed_sse_enabled=True, tags=PHI)
read = function(
    "read",
    role("read", "lambda"),
    network,
    tags={"ai-zone": "phi"},
    dead_letter_config={"target_arn": f"arn:aws:sqs:eu-west-1:{VENDOR}:failed"},
)
