"""Two networks on one transit gateway whose default table takes everybody in."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})
models = Network("models", "inference", "10.20.0.0/16", {"a": "10.20.0.0/24"})

hub = aws.ec2transitgateway.TransitGateway("hub", default_route_table_association="enable", default_route_table_propagation="enable")
attached = {}
for name, network, other in (("phi", phi, "10.20.0.0/16"), ("models", models, "10.10.0.0/16")):
    attached[name] = aws.ec2transitgateway.VpcAttachment(
        name,
        transit_gateway_id=hub.id,
        vpc_id=network.vpc.id,
        subnet_ids=[network.subnets["a"].id],
        transit_gateway_default_route_table_association=True,
        transit_gateway_default_route_table_propagation=True,
    )
    aws.ec2.Route(
        name,
        route_table_id=network.table.id,
        destination_cidr_block=other,
        transit_gateway_id=hub.id,
        opts=pulumi.ResourceOptions(depends_on=[attached[name]]),
    )
