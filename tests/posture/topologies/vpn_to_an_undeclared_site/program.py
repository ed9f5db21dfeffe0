"""A virtual private gateway whose routes are propagated; the customer gateway is nobody's declared peer."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("radiology", cidr_block="10.33.0.0/16", tags={"ai-zone": "phi"})
subnet = aws.ec2.Subnet("radiology-a", vpc_id=vpc.id, cidr_block="10.33.0.0/24")
gateway = aws.ec2.VpnGateway("radiology-vgw", vpc_id=vpc.id, amazon_side_asn="64620")
site = aws.ec2.CustomerGateway("reading-center", bgp_asn="65010", ip_address="203.0.113.12", type="ipsec.1")
tunnel = aws.ec2.VpnConnection(
    "reading-center", vpn_gateway_id=gateway.id, customer_gateway_id=site.id, type="ipsec.1", static_routes_only=True
)
aws.ec2.VpnConnectionRoute("reading-center", vpn_connection_id=tunnel.id, destination_cidr_block="192.168.40.0/24")
table = aws.ec2.RouteTable("radiology", vpc_id=vpc.id)
aws.ec2.RouteTableAssociation("radiology", subnet_id=subnet.id, route_table_id=table.id)
aws.ec2.VpnGatewayRoutePropagation("radiology", vpn_gateway_id=gateway.id, route_table_id=table.id)
close_names("radiology", vpc.id)
