"""The hospital's EHR sends HL7 messages over a VPN: a certificate for its device, ciphers named, tunnels logged, the route propagated.

Sources: https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html, https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html,
https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-logs.html, https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html
"""

from typing import Any

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

FEED = "192.168.40.0/24"
log_key = house.key("feed-logs", "logs.eu-west-1.amazonaws.com", "delivery.logs.amazonaws.com")
net = closed_network("records", "phi", "10.32.0.0/16", log_key)
gateway = aws.ec2.VpnGateway("records", vpc_id=net.vpc.id, amazon_side_asn="64620")
device = aws.ec2.CustomerGateway(
    "hospital",
    bgp_asn="65000",
    ip_address="203.0.113.12",
    type="ipsec.1",
    device_name="hospital-edge",
    certificate_arn=f"arn:aws:acm:{house.REGION}:{house.ACCOUNT}:certificate/1b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b",
)
logs = house.log_group("/vpn/hospital", log_key)


def tunnel(number: int) -> dict[str, Any]:
    """Options of one tunnel: IKEv2 alone, AES-256-GCM, SHA-2, groups of 3,072 bits and more; lost peers clear the tunnel."""
    options: dict[str, Any] = {
        "ike_versions": ["ikev2"],
        "phase1_dh_group_numbers": [19, 20, 21],
        "phase1_encryption_algorithms": ["AES256-GCM-16"],
        "phase1_integrity_algorithms": ["SHA2-384", "SHA2-512"],
        "phase1_lifetime_seconds": 28800,
        "phase2_dh_group_numbers": [19, 20, 21],
        "phase2_encryption_algorithms": ["AES256-GCM-16"],
        "phase2_integrity_algorithms": ["SHA2-384", "SHA2-512"],
        "phase2_lifetime_seconds": 3600,
        "startup_action": "add",
        "dpd_timeout_action": "clear",
        "enable_tunnel_lifecycle_control": True,
        "log_options": {
            "cloudwatch_log_options": {"log_enabled": True, "log_group_arn": logs.arn, "log_output_format": "json"},
        },
    }
    return {f"tunnel{number}_{name}": value for name, value in options.items()}


line = aws.ec2.VpnConnection(
    "hospital",
    vpn_gateway_id=gateway.id,
    customer_gateway_id=device.id,
    type="ipsec.1",
    static_routes_only=True,
    **tunnel(1),
    **tunnel(2),
)
aws.ec2.VpnConnectionRoute("hospital", vpn_connection_id=line.id, destination_cidr_block=FEED)
aws.ec2.VpnGatewayRoutePropagation("records", vpn_gateway_id=gateway.id, route_table_id=net.table.id)

clients = aws.ec2.SecurityGroup(
    "feed",
    vpc_id=net.vpc.id,
    description="The feed",
    ingress=[{"protocol": "tcp", "from_port": 2575, "to_port": 2575, "cidr_blocks": [FEED], "description": "HL7"}],
    egress=[],
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
