"""The network team's stack: a transit gateway whose tables nobody joins by default."""

import pulumi
import pulumi_aws as aws

hub = aws.ec2transitgateway.TransitGateway("hub", default_route_table_association="disable", default_route_table_propagation="disable")
pulumi.export("hub", hub.id)
for zone in ("records", "redaction"):
    pulumi.export(f"table-{zone}", aws.ec2transitgateway.RouteTable(zone, transit_gateway_id=hub.id).id)
