"""Another account may put a balancer of ours behind its own accelerator."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
door = aws.lb.LoadBalancer(
    "door",
    name="door",
    internal=True,
    load_balancer_type="application",
    subnets=subnets,
    security_groups=[inside.id],
    drop_invalid_header_fields=True,
    tags={"ai-zone": "phi"},
)
aws.globalaccelerator.CrossAccountAttachment("door", name="door", principals=[VENDOR], resources=[{"endpoint_id": door.arn}])
