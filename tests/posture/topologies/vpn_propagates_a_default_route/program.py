"""A static VPN whose route is everything, and a route table that takes what the gateway announces."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

network = Network("records", "phi", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
subnets = list(network.subnets.values())

gateway = aws.ec2.VpnGateway("records", vpc_id=network.vpc.id)
device = aws.ec2.CustomerGateway("hospital", bgp_asn="65000", ip_address="203.0.113.12", type="ipsec.1")
tunnel = aws.ec2.VpnConnection(
    "hospital",
    vpn_gateway_id=gateway.id,
    customer_gateway_id=device.id,
    type="ipsec.1",
    static_routes_only=True,
    tunnel1_ike_versions=["ikev2"],
    tunnel2_ike_versions=["ikev2"],
)
aws.ec2.VpnConnectionRoute("everything", vpn_connection_id=tunnel.id, destination_cidr_block="0.0.0.0/0")
aws.ec2.VpnGatewayRoutePropagation("records", vpn_gateway_id=gateway.id, route_table_id=network.table.id)
