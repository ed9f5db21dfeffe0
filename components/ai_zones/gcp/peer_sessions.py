"""A peer's router and its BGP sessions: what the zone announces, and what it believes.

Sources: Cloud Router documentation, "Custom advertised routes" (of a session; they stand in place of the router's), "BGP route policies overview",
"BGP route policy attribute reference" (`destination.inAnyRange`, `accept()`, `drop()`), "Use MD5 authentication"; provider reference,
`gcp.compute.RouterPeer`, `gcp.compute.RouterRoutePolicy`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_gcp import compute

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import compute_regional
from ai_zones.gcp.peer_road_input import PARTNER_ASN, PeerRoad

IMPORT = "ROUTE_POLICY_TYPE_IMPORT"
EVERYTHING = "0.0.0.0/0"
BELIEVED = "believed"
"""Name of a router's policy for what it learns."""


@dataclass(frozen=True)
class BuiltRouter:
    """A router of one peer."""

    name: str
    path: str
    resource: compute.Router
    believed: pulumi.Resource | None
    """The policy by which it believes what peers announce; none where a partner sets its sessions up."""


def under(cidr: object) -> str:
    """Matches routes to a range, and to whatever is in it."""
    return f"destination.inAnyRange(prefix('{cidr}').orLonger())"


def build_router(
    name: str, given: PeerRoad, *label: str, carries_tunnels: bool = False, sets_sessions: bool = True, parent: pulumi.Resource
) -> BuiltRouter:
    """The router of one peer. One whose circuit carries tunnels announces these alone, by itself."""
    told = resource_name(Kind.COMPUTE, name, *label)
    here = {"project": given.project, "region": given.region}
    router = compute.Router(
        child(name, *label, "router"),
        name=told,
        **here,
        network=given.network,
        encrypted_interconnect_router=True if carries_tunnels else None,
        bgp=compute.RouterBgpArgs(
            asn=PARTNER_ASN if given.partner and (carries_tunnels or not given.gateway_addresses) else given.own_asn,
            advertise_mode="DEFAULT" if carries_tunnels else "CUSTOM",
            advertised_ip_ranges=None
            if carries_tunnels
            else [compute.RouterBgpAdvertisedIpRangeArgs(range=str(cidr)) for cidr in sorted(given.advertised)],
        ),
        opts=after(parent),
    )
    path = compute_regional(given.project, given.region, "routers", told)
    if not sets_sessions:
        return BuiltRouter(told, path, router, None)
    believed = [str(given.cidr)] if not carries_tunnels else [f"{address}/32" for address in given.gateway_addresses]
    policy = compute.RouterRoutePolicy(
        child(name, *label, "believed"),
        name=BELIEVED,
        **here,
        router=told,
        type=IMPORT,
        terms=[
            *(_term(at, under(cidr), "accept()") for at, cidr in enumerate(believed)),
            _term(len(believed), under(EVERYTHING), "drop()"),
        ],
        opts=after(parent, router),
    )
    return BuiltRouter(told, path, router, policy)


def _term(priority: int, match: str, action: str) -> compute.RouterRoutePolicyTermArgs:
    return compute.RouterRoutePolicyTermArgs(
        priority=priority,
        match=compute.RouterRoutePolicyTermMatchArgs(expression=match),
        actions=[compute.RouterRoutePolicyTermActionArgs(expression=action)],
    )


def build_session(
    name: str,
    part: str,
    given: PeerRoad,
    router: BuiltRouter,
    over: Mapping[str, str],
    *,
    ip_range: pulumi.Input[str],
    peer_address: pulumi.Input[str],
    waits_for: Sequence[pulumi.Resource],
    carries_tunnels: bool = False,
    parent: pulumi.Resource,
) -> compute.RouterPeer:
    """Interface and BGP session over one tunnel or attachment."""
    here = {"project": given.project, "region": given.region, "router": router.name}
    label = resource_name(Kind.COMPUTE, part)
    interface = compute.RouterInterface(
        child(name, part, "interface"),
        name=label,
        **here,
        **over,
        ip_range=ip_range,
        opts=after(parent, router.resource, waits_for),
    )
    return compute.RouterPeer(
        child(name, part, "session"),
        name=label,
        **here,
        interface=label,
        peer_asn=given.peer_asn,
        peer_ip_address=peer_address,
        enable=True,
        enable_ipv6=False,
        advertise_mode="DEFAULT" if carries_tunnels else "CUSTOM",
        advertised_ip_ranges=None
        if carries_tunnels
        else [compute.RouterPeerAdvertisedIpRangeArgs(range=str(cidr)) for cidr in sorted(given.advertised)],
        import_policies=[BELIEVED],
        md5_authentication_key=None
        if given.bgp_key is None
        else compute.RouterPeerMd5AuthenticationKeyArgs(name=label, key=pulumi.Output.secret(given.bgp_key)),
        opts=after(parent, interface, [router.believed] if router.believed else []),
    )
