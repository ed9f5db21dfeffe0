"""A federated site enters training over a static VPN; the table takes the gateway's routes, which are the site's alone."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("records", "phi", "10.32.0.0/16", {"a": "10.32.0.0/24"})
network = Network("federation", "training", "10.37.0.0/16", {"a": "10.37.0.0/24", "b": "10.37.1.0/24"})

gateway = aws.ec2.VpnGateway("federation", vpc_id=network.vpc.id)
device = aws.ec2.CustomerGateway("north", bgp_asn="65000", ip_address="203.0.113.12", type="ipsec.1")
tunnel = aws.ec2.VpnConnection(
    "north",
    vpn_gateway_id=gateway.id,
    customer_gateway_id=device.id,
    type="ipsec.1",
    static_routes_only=True,
    tunnel1_ike_versions=["ikev2"],
    tunnel2_ike_versions=["ikev2"],
)
aws.ec2.VpnConnectionRoute("north", vpn_connection_id=tunnel.id, destination_cidr_block="192.168.77.0/24")
aws.ec2.VpnGatewayRoutePropagation("federation", vpn_gateway_id=gateway.id, route_table_id=network.table.id)
aggregator = aws.ec2.SecurityGroup("aggregator", vpc_id=network.vpc.id)
aws.vpc.SecurityGroupIngressRule(
    "north", security_group_id=aggregator.id, cidr_ipv4="192.168.77.0/24", ip_protocol="tcp", from_port=443, to_port=443
)
for label, subnet in network.subnets.items():
    aws.ec2.Instance(
        f"aggregator-{label}",
        ami="ami-0abcdef1234567890",
        instance_type="m7g.large",
        subnet_id=subnet.id,
        vpc_security_group_ids=[aggregator.id],
    )
