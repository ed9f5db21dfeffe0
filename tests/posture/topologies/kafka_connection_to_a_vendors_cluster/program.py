"""Programs beside records connect to a cluster of events of another account."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
aws.msk.VpcConnection(
    "events",
    authentication="SASL_IAM",
    target_cluster_arn=f"arn:aws:kafka:eu-west-1:{VENDOR}:cluster/events/11111111-2222-4333-8444-555555555555-1",
    vpc_id=network.vpc.id,
    client_subnets=subnets,
    security_groups=[inside.id],
    tags={"ai-zone": "phi"},
)
