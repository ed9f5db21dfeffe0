"""The feed comes in as declared, but the same group may open connections to the hospital."""

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
aws.ec2.VpnConnectionRoute("hospital", vpn_connection_id=tunnel.id, destination_cidr_block="192.168.40.0/24")
aws.ec2.Route("hospital", route_table_id=network.table.id, destination_cidr_block="192.168.40.0/24", gateway_id=gateway.id)

clients = aws.ec2.SecurityGroup(
    "feed-clients",
    vpc_id=network.vpc.id,
    ingress=[{"protocol": "tcp", "from_port": 2575, "to_port": 2575, "cidr_blocks": ["192.168.40.0/24"]}],
    egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
)
balancer = aws.lb.LoadBalancer(
    "feed", name="feed", load_balancer_type="network", internal=True, security_groups=[clients.id], subnets=[s.id for s in subnets]
)
targets = aws.lb.TargetGroup("feed", name="feed", port=2575, protocol="TCP", vpc_id=network.vpc.id, target_type="ip")
aws.lb.Listener(
    "feed",
    load_balancer_arn=balancer.arn,
    port=2575,
    protocol="TCP",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)

aws.ec2.Instance(
    "interface-engine",
    ami="ami-0abcdef1234567890",
    instance_type="m7g.large",
    subnet_id=subnets[0].id,
    vpc_security_group_ids=[clients.id],
)
