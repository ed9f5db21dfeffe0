"""Ways in from outside: people into access, by Verified Access; declared peers into phi, deidentification and training, by private lines.

A zone has one gateway for all its peers, and a link for each. Sources: `verified_access`, `peer_gateway`, `peer_link`.
"""

from typing import Any, cast

from ai_zones.aws.naming import global_name
from ai_zones.aws.peer_gateway import AwsPeerGateway, AwsPeerGatewayArgs
from ai_zones.aws.peer_link import AwsPeerKind, AwsPeerLink, AwsPeerLinkArgs
from ai_zones.aws.verified_access import AwsVerifiedAccess
from ai_zones.aws.verified_access_input import AwsVerifiedAccessArgs
from ai_zones.aws.zone_network import AwsZoneNetwork
from ai_zones.aws.zones_alarms import alarm_topic
from ai_zones.aws.zones_built import Built
from ai_zones.aws.zones_doors_input import peers_of
from ai_zones.plan import Direction, Peer, Tier, ZoneName

ACCESS = ZoneName.ACCESS


def build_front(built: Built) -> AwsVerifiedAccess | None:
    """Front for people, where it is asked for and the zone access is built here."""
    zones = built.zones
    network = built.networks.get(ACCESS)
    if zones.front is None or network is None:
        return None
    place: dict[str, Any] = {
        "zone": ACCESS.value,
        "region": zones.region,
        "account_id": zones.account(ACCESS),
        "vpc_id": network.vpc_id,
        "subnet_ids": built.endpoint_subnets(ACCESS),
        "security_group_id": network.entry_security_group_id,
        "kms_key_arn": built.keys[ACCESS].key_arn,
        "access_log_bucket": global_name(
            zones.plan.organization,
            zones.plan.environment,
            ACCESS,
            "front-logs",
            organization=zones.plan.organization,
            environment=zones.plan.environment,
            account_id=zones.account(ACCESS),
        ),
        "retention_days": zones.log_retention_days,
        "removable": zones.removable,
        "tags": zones.tags,
    }
    return AwsVerifiedAccess(zones.front_name, cast(AwsVerifiedAccessArgs, {**zones.front, **place}), built.options(ACCESS))


def build_peers(built: Built, zone: ZoneName) -> None:
    """Gateway and links of a zone's peers."""
    zones = built.zones
    peers = peers_of(zones.plan, zone)
    network = built.networks[zone]
    if not peers or not isinstance(network, AwsZoneNetwork):
        return
    args: dict[str, Any] = {
        "zone": zone.value,
        "vpc_id": network.vpc_id,
        "vpc_cidr": str(zones.plan.network(zone)),
        "removable": zones.removable,
        "tags": zones.tags,
    }
    if zone in zones.circuits:
        args["circuit"] = zones.circuits[zone]
        # The line of an adopted gateway is watched by whoever built it.
        if zones.circuits[zone].get("dx_gateway_id") is None:
            args["alarm_topic_arn"] = alarm_topic(built, zone)
    gateway = AwsPeerGateway(zones.name(zone, "peers"), cast(AwsPeerGatewayArgs, args), built.options(zone))
    for name, peer in peers.items():
        _link(built, network, gateway, name, peer)


def _link(built: Built, network: AwsZoneNetwork, gateway: AwsPeerGateway, name: str, peer: Peer) -> None:
    zones, zone = built.zones, peer.zone
    inbound = peer.direction is Direction.INBOUND
    args: dict[str, Any] = {
        "zone": zone.value,
        "kind": AwsPeerKind(peer.kind.value),
        "cidr": str(peer.cidr),
        "vpc_id": network.vpc_id,
        "vpc_cidr": str(zones.plan.network(zone)),
        "vpn_gateway_id": gateway.vpn_gateway_id,
        "route_table_id": network.route_tables[Tier.ENDPOINT if inbound else Tier.WORKLOAD],
        "security_group_id": network.entry_security_group_id if inbound else network.workload_security_group_id,
        "port": peer.port,
        "removable": zones.removable,
        "tags": zones.tags,
    }
    if inbound:
        args["subnet_ids"] = built.endpoint_subnets(zone)
    if name in zones.tunnels:
        args["vpn"] = {**zones.tunnels[name], "kms_key_arn": built.keys[zone].key_arn, "retention_days": zones.log_retention_days}
        args["alarm_topic_arn"] = alarm_topic(built, zone)
    AwsPeerLink(zones.name(zone, "peer", name), cast(AwsPeerLinkArgs, args), built.options(zone))
