"""Site-to-Site VPN to one peer: two tunnels, IKEv2 with strong algorithms only, static routes to the peer's addresses and no others.

Sources: AWS Site-to-Site VPN User Guide, "Tunnel options" (Amazon's defaults still admit IKEv1, SHA-1 and 1,024-bit groups), "Site-to-Site
VPN routing options" (static), "Site-to-Site VPN logs", "Monitor tunnels using CloudWatch" (TunnelState: 1 up, 0 down); "Enhanced security using
AWS Secrets Manager" (pre-shared keys out of the API); NIST SP 800-77 revision 1 section 3.2 (IKEv2, groups 19 to 21), CNSA 2.0.
"""

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, ec2

from ai_zones.aws.log_groups import Log, build_log_group
from ai_zones.aws.naming import child
from ai_zones.aws.tags import tags_for
from ai_zones.aws.validation import Cidr

GROUPS = (20, 21)
"""Elliptic curves of 384 and 521 bits."""
ENCRYPTION = ("AES256-GCM-16",)
INTEGRITY = ("SHA2-384", "SHA2-512")

PHASE_1_SECONDS = 28_800
PHASE_2_SECONDS = 3_600

STATIC_ASN = 65000
"""A customer gateway has a BGP number even where routes are static."""


def tunnel_options(log_group_arn: pulumi.Input[str]) -> dict[str, Any]:
    """Options of both tunnels: what is offered here is all that is accepted."""
    one: dict[str, Any] = {
        "ike_versions": ["ikev2"],
        "phase1_dh_group_numbers": list(GROUPS),
        "phase1_encryption_algorithms": list(ENCRYPTION),
        "phase1_integrity_algorithms": list(INTEGRITY),
        "phase1_lifetime_seconds": PHASE_1_SECONDS,
        "phase2_dh_group_numbers": list(GROUPS),
        "phase2_encryption_algorithms": list(ENCRYPTION),
        "phase2_integrity_algorithms": list(INTEGRITY),
        "phase2_lifetime_seconds": PHASE_2_SECONDS,
        "dpd_timeout_action": "restart",
        "startup_action": "start",
        "enable_tunnel_lifecycle_control": True,
        "log_options": {
            "cloudwatch_log_options": {"log_enabled": True, "log_group_arn": log_group_arn, "log_output_format": "json"},
        },
    }
    return {f"tunnel{number}_{option}": value for number in (1, 2) for option, value in one.items()}


def build_tunnels(
    name: str,
    *,
    peer_cidr: Cidr,
    vpc_cidr: Cidr,
    customer_address: str,
    certificate_arn: pulumi.Input[str] | None,
    vpn_gateway_id: pulumi.Input[str],
    kms_key_arn: pulumi.Input[str],
    retention_days: int,
    alarm_topic_arn: pulumi.Input[str] | None,
    deletion_protection: bool,
    zone: str,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> ec2.VpnConnection:
    """Customer gateway, connection with its log, the one static route, and alarms."""
    opts = pulumi.ResourceOptions(parent=parent)
    log = build_log_group(
        name,
        Log.TUNNELS,
        zone=zone,
        kms_key_arn=kms_key_arn,
        retention_days=retention_days,
        deletion_protection=deletion_protection,
        extra_tags=extra_tags,
        parent=parent,
    )
    customer = ec2.CustomerGateway(
        child(name, "customer"),
        type="ipsec.1",
        bgp_asn=str(STATIC_ASN),
        ip_address=customer_address,
        certificate_arn=certificate_arn,
        device_name=name,
        tags=tags_for(zone, child(name, "customer"), extra=extra_tags),
        opts=opts,
    )
    connection = ec2.VpnConnection(
        child(name, "connection"),
        type="ipsec.1",
        customer_gateway_id=customer.id,
        vpn_gateway_id=vpn_gateway_id,
        static_routes_only=True,
        # The tunnel itself carries no other addresses, whatever is routed into it. "Local" is the customer's side.
        local_ipv4_network_cidr=str(peer_cidr),
        remote_ipv4_network_cidr=str(vpc_cidr),
        outside_ip_address_type="PublicIpv4",
        # With a certificate there is no key to store.
        preshared_key_storage="SecretsManager" if certificate_arn is None else None,
        tags=tags_for(zone, child(name, "connection"), extra=extra_tags),
        opts=opts,
        **tunnel_options(log.arn),
    )
    ec2.VpnConnectionRoute(
        child(name, "tunnel-route"),
        vpn_connection_id=connection.id,
        destination_cidr_block=str(peer_cidr),
        opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
    )
    for part, statistic, meaning in (
        ("tunnels-down", "Maximum", "Both tunnels are down: the peer is cut off"),
        ("tunnel-lost", "Minimum", "One tunnel is down: the peer hangs by the other"),
    ):
        cloudwatch.MetricAlarm(
            child(name, part),
            name=child(name, part),
            alarm_description=meaning,
            namespace="AWS/VPN",
            metric_name="TunnelState",
            dimensions={"VpnId": connection.id},
            statistic=statistic,
            comparison_operator="LessThanThreshold",
            threshold=1,
            period=300,
            evaluation_periods=1,
            treat_missing_data="breaching",
            alarm_actions=[alarm_topic_arn] if alarm_topic_arn is not None else [],
            ok_actions=[alarm_topic_arn] if alarm_topic_arn is not None else [],
            tags=tags_for(zone, child(name, part), extra=extra_tags),
            opts=pulumi.ResourceOptions(parent=parent, delete_before_replace=True),
        )
    return connection
