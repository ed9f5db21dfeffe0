"""The feed comes over a Direct Connect LAG that refuses to work without MACsec, by a private virtual interface to the network's own gateway.

Sources: https://docs.aws.amazon.com/directconnect/latest/UserGuide/MACsec.html,
https://docs.aws.amazon.com/directconnect/latest/UserGuide/lags.html,
https://docs.aws.amazon.com/directconnect/latest/UserGuide/virtualgateways.html, https://docs.aws.amazon.com/directconnect/latest/UserGuide/add-peer-to-vif.html
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

FEED = "192.168.40.0/24"
log_key = house.key("feed-logs", "logs.eu-west-1.amazonaws.com")
key = house.key("feed", "secretsmanager.amazonaws.com")
net = closed_network("records", "phi", "10.32.0.0/16", log_key)
gateway = aws.ec2.VpnGateway("records", amazon_side_asn="64620")
attached = aws.ec2.VpnGatewayAttachment("records", vpc_id=net.vpc.id, vpn_gateway_id=gateway.id)

bundle = aws.directconnect.LinkAggregationGroup("campus", name="campus", connections_bandwidth="10Gbps", location="EqDB2")
lines = [
    aws.directconnect.Connection(
        f"campus-{number}",
        name=f"campus-{number}",
        bandwidth="10Gbps",
        location="EqDB2",
        request_macsec=True,
        encryption_mode="must_encrypt",
    )
    for number in (1, 2)
]
for number, line in enumerate(lines, start=1):
    aws.directconnect.ConnectionAssociation(f"campus-{number}", connection_id=line.id, lag_id=bundle.id)
secret = aws.secretsmanager.Secret("macsec", name="directconnect!prod/campus", kms_key_id=key.arn, recovery_window_in_days=30)
aws.directconnect.MacsecKeyAssociation("campus", connection_id=bundle.id, secret_arn=secret.arn)
circuit = aws.directconnect.Gateway("campus", name="campus", amazon_side_asn="64555")
interface = aws.directconnect.PrivateVirtualInterface(
    "campus",
    name="campus",
    connection_id=bundle.id,
    dx_gateway_id=circuit.id,
    vlan=101,
    address_family="ipv4",
    bgp_asn=65010,
    amazon_address="169.254.10.1/30",
    customer_address="169.254.10.2/30",
    mtu=9001,
)
aws.directconnect.BgpPeer("campus-v6", virtual_interface_id=interface.id, address_family="ipv6", bgp_asn=65010)
aws.directconnect.GatewayAssociation(
    "records",
    dx_gateway_id=circuit.id,
    associated_gateway_id=gateway.id,
    allowed_prefixes=["10.32.0.0/16"],
    opts=pulumi.ResourceOptions(depends_on=[attached]),
)
aws.ec2.Route("campus", route_table_id=net.table.id, destination_cidr_block=FEED, gateway_id=gateway.id)

clients = aws.ec2.SecurityGroup("feed", vpc_id=net.vpc.id, description="The feed", egress=[])
aws.vpc.SecurityGroupIngressRule(
    "feed", security_group_id=clients.id, ip_protocol="tcp", from_port=2575, to_port=2575, cidr_ipv4=FEED, description="HL7"
)
balancer = aws.lb.LoadBalancer(
    "feed",
    name="feed",
    load_balancer_type="network",
    internal=True,
    security_groups=[clients.id],
    subnets=net.subnet_ids,
    enable_deletion_protection=True,
    opts=pulumi.ResourceOptions(protect=True),
)
targets = aws.lb.TargetGroup("feed", name="feed", port=2575, protocol="TCP", vpc_id=net.vpc.id, target_type="ip")
aws.lb.Listener(
    "feed",
    load_balancer_arn=balancer.arn,
    port=2575,
    protocol="TCP",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
