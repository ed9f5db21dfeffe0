"""The feed comes over a Direct Connect circuit; the gateway is attached by a resource of its own, and nothing is propagated."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

network = Network("records", "phi", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
subnets = list(network.subnets.values())

private = aws.ec2.VpnGateway("records-vgw", amazon_side_asn="64620")
attached = aws.ec2.VpnGatewayAttachment("records-vgw", vpc_id=network.vpc.id, vpn_gateway_id=private.id)
circuit = aws.directconnect.Gateway("campus", name="campus", amazon_side_asn="64555")
line = aws.directconnect.Connection("campus", name="campus", bandwidth="10Gbps", location="EqDB2", request_macsec=True)
aws.directconnect.PrivateVirtualInterface(
    "campus", name="campus", connection_id=line.id, dx_gateway_id=circuit.id, vlan=101, address_family="ipv4", bgp_asn=65010
)
aws.directconnect.GatewayAssociation(
    "campus",
    dx_gateway_id=circuit.id,
    associated_gateway_id=private.id,
    allowed_prefixes=["10.32.0.0/16"],
    opts=pulumi.ResourceOptions(depends_on=[attached]),
)
aws.ec2.Route("campus", route_table_id=network.table.id, destination_cidr_block="192.168.40.0/24", gateway_id=private.id)

clients = aws.ec2.SecurityGroup(
    "feed-clients",
    vpc_id=network.vpc.id,
    ingress=[{"protocol": "tcp", "from_port": 2575, "to_port": 2575, "cidr_blocks": ["192.168.40.0/24"]}],
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
