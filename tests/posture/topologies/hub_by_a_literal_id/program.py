"""The hub belongs to the network team; its id stands in the configuration, its tables nowhere here."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.53.0.0/16", {"a": "10.53.0.0/24"})
hub = pulumi.Config("corpus").require("hub")
attached = aws.ec2transitgateway.VpcAttachment("phi", transit_gateway_id=hub, vpc_id=phi.vpc.id, subnet_ids=[phi.subnets["a"].id])
aws.ec2.Route(
    "phi-hub",
    route_table_id=phi.table.id,
    destination_cidr_block="10.0.0.0/8",
    transit_gateway_id=hub,
    opts=pulumi.ResourceOptions(depends_on=[attached]),
)
