"""The records' stack attaches to the hub as the landing zone's guide says: everything goes there."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

hub = pulumi.Config("corpus").require("hub")
phi = Network("records", "phi", "10.91.0.0/16", {"a": "10.91.0.0/24"})
side = aws.ec2transitgateway.VpcAttachment("records", transit_gateway_id=hub, vpc_id=phi.vpc.id, subnet_ids=[phi.subnets["a"].id])
aws.ec2.Route(
    "records-default",
    route_table_id=phi.table.id,
    destination_cidr_block="0.0.0.0/0",
    transit_gateway_id=hub,
    opts=pulumi.ResourceOptions(depends_on=[side]),
)
