"""Faults of addresses: the block, slots, networks of zones and of peers, and what peers may be joined to."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import Final

from .addressing import (
    LARGEST_BLOCK_PREFIX,
    LARGEST_ZONE_PREFIX,
    NAMED_SLOTS,
    PRIVATE,
    SLOTS,
    SMALLEST_BLOCK_PREFIX,
    SMALLEST_ZONE_PREFIX,
    SPARE_SLOTS,
    slot,
    zone_network,
)
from .ceiling import CEILING
from .draft import Draft
from .errors import Fault, listed, shown
from .names import Cloud, Link, ZoneName
from .peer import Peer

_PRIVATE_TEXT: Final = f"inside {listed(str(net) for net in PRIVATE)}"
_LARGEST_PEER_PREFIX: Final = 16

_PRINCIPALS: Final = {
    Cloud.AWS: (
        re.compile(r"arn:aws(-[a-z]+)*:iam::[0-9]{12}:(root|(role|user)/[\w+=,.@/-]+)", re.ASCII),
        "an IAM ARN such as 'arn:aws:iam::444455556666:root'",
    ),
    Cloud.AZURE: (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "an Azure subscription id (a lower-case UUID)"),
    Cloud.GCP: (re.compile(r"projects/[a-z][a-z0-9-]{4,28}[a-z0-9]"), "a GCP project: 'projects/<project id>'"),
}


def address_faults(draft: Draft) -> Iterator[Fault]:
    """Faults of the block, the zones' networks and the peers."""
    block_faults = list(_block(draft.cidr)) if draft.cidr else []
    yield from block_faults
    block = None if block_faults else draft.cidr
    networks: dict[ZoneName, IPv4Network] = {}
    for name, zone in draft.zones.items():
        own = list(ZoneName).index(name)
        if zone.index is not None and zone.index != own and zone.index not in SPARE_SLOTS:
            yield Fault(
                f"zones.{name}.index",
                f"slot {shown(zone.index)} is not free for zone {name}"
                if 0 <= zone.index < NAMED_SLOTS
                else f"there is no slot {shown(zone.index)}",
                f"{own} (its own), or a spare one: {SPARE_SLOTS.start} to {SLOTS - 1}",
                "leave `index` out",
            )
        elif zone.cidr is not None:
            faults = list(_zone_network(name, zone.cidr, own if zone.index is None else zone.index, block))
            yield from faults
            if not faults:
                networks[name] = zone.cidr
        elif block is not None:
            networks[name] = zone_network(block, own if zone.index is None else zone.index)
    yield from _overlaps(draft, networks)
    for peer_name, peer in draft.peers.items():
        yield from _peer(f"peers.{peer_name}", peer, draft, block, networks)


def _block(block: IPv4Network) -> Iterator[Fault]:
    sizes = f"/{LARGEST_BLOCK_PREFIX} to /{SMALLEST_BLOCK_PREFIX}"
    if not any(block.subnet_of(private) for private in PRIVATE):
        yield Fault("cidr", f"{block} is not private", f"a block {_PRIVATE_TEXT}", "write '10.64.0.0/12', say")
    if not LARGEST_BLOCK_PREFIX <= block.prefixlen <= SMALLEST_BLOCK_PREFIX:
        fix = f"write '{block.network_address}/12'" if int(block.network_address) % 2**20 == 0 else "take a /12 or a /16"
        yield Fault("cidr", f"a /{block.prefixlen} cannot be cut into the slots of {SLOTS} zones", f"a block of {sizes}", fix)


def _zone_network(name: ZoneName, network: IPv4Network, index: int, block: IPv4Network | None) -> Iterator[Fault]:
    place = f"zones.{name}.cidr"
    if not any(network.subnet_of(private) for private in PRIVATE):
        yield Fault(place, f"{network} is not private", f"a network {_PRIVATE_TEXT}", "leave `cidr` out to take the zone's slot")
    if not LARGEST_ZONE_PREFIX <= network.prefixlen <= SMALLEST_ZONE_PREFIX:
        sizes = f"a /{LARGEST_ZONE_PREFIX} to /{SMALLEST_ZONE_PREFIX}, so that its subnets are /28 or larger"
        yield Fault(place, f"{network} is a /{network.prefixlen}", sizes, "leave `cidr` out to take the zone's slot")
    elif block is not None and network.overlaps(block):
        # In another zone's slot it would bar that zone from ever being declared.
        free = [slot(block, i) for i in (index, *(s for s in SPARE_SLOTS if s != index))]
        if not any(network.subnet_of(room) for room in free):
            yield Fault(
                place,
                f"{network} lies in the slot of another zone of {block}",
                f"a network outside {block}, or inside the zone's own slot {free[0]} or a spare one ({free[1]} … {free[-1]})",
                "leave `cidr` out to take the zone's slot",
            )


def _overlaps(draft: Draft, networks: dict[ZoneName, IPv4Network]) -> Iterator[Fault]:
    names = [name for name in ZoneName if name in networks]
    for position, name in enumerate(names):
        for other in names[:position]:
            if networks[name].overlaps(networks[other]):
                key = "index" if draft.zones[name].cidr is None and draft.zones[name].index is not None else "cidr"
                yield Fault(
                    f"zones.{name}.{key}",
                    f"{networks[name]} overlaps {networks[other]} of zone {other}",
                    "networks that share no address",
                    f"leave `cidr` and `index` out of {name} or {other} to take their own slots",
                )


def _peer(place: str, peer: Peer, draft: Draft, block: IPv4Network | None, networks: dict[ZoneName, IPv4Network]) -> Iterator[Fault]:
    ceiling = next(allowed for allowed in CEILING.peers if allowed.kind == peer.kind)
    if peer.zone != ceiling.zone:
        others = listed(f"{allowed.kind} (of {allowed.zone})" for allowed in sorted(CEILING.peers, key=lambda p: p.kind))
        problem = f"a peer of kind {peer.kind} may not be joined to {peer.zone}"
        yield Fault(
            f"{place}.zone", problem, f"{peer.kind} is joined to {ceiling.zone}; peers are {others}", f"write `zone: {ceiling.zone}`"
        )
    elif peer.zone not in draft.declared:
        yield Fault(
            f"{place}.zone", f"zone {peer.zone} is not declared", "a declared zone", f"declare it: add `{peer.zone}: {{}}` to zones"
        )
    if peer.direction != ceiling.direction:
        who = "the peer" if ceiling.direction == "inbound" else "the zone"
        problem = f"{peer.direction} is not allowed for {peer.kind}"
        yield Fault(f"{place}.direction", problem, f"{ceiling.direction}: {who} opens the connection", "leave `direction` out")
    wanted, unwanted = ("principal", "cidr") if peer.link is Link.PRIVATE_LINK else ("cidr", "principal")
    if getattr(peer, wanted) is None:
        yield Fault(place, f"`{wanted}` is missing", f"a {peer.link} names its other side by `{wanted}`", f"add `{wanted}:`")
    if getattr(peer, unwanted) is not None:
        yield Fault(f"{place}.{unwanted}", f"a {peer.link} has no `{unwanted}`", f"`{wanted}`", f"remove `{unwanted}`")
    if peer.principal is not None and draft.cloud is not None and not _PRINCIPALS[draft.cloud][0].fullmatch(peer.principal):
        problem, allowed = f"{shown(peer.principal)} is not a principal of {draft.cloud}", _PRINCIPALS[draft.cloud][1]
        yield Fault(f"{place}.principal", problem, allowed, "name the other side's account, subscription or project")
    if peer.cidr is not None:
        yield from _peer_network(f"{place}.cidr", peer.cidr, block, networks)


def _peer_network(place: str, cidr: IPv4Network, block: IPv4Network | None, networks: dict[ZoneName, IPv4Network]) -> Iterator[Fault]:
    if cidr.prefixlen < _LARGEST_PEER_PREFIX:
        problem = f"{cidr} is a /{cidr.prefixlen}: too many systems for one named peer"
        yield Fault(place, problem, f"/{_LARGEST_PEER_PREFIX} to /32", "name the peer's own subnet or host")
    elif cidr.is_loopback or cidr.is_link_local or cidr.is_multicast or cidr.is_reserved or cidr.is_unspecified:
        yield Fault(place, f"{cidr} is no address of another system", "a unicast network", "name the peer's own subnet or host")
    # The whole block, not only today's zones: a zone that is added later must not swallow the peer.
    ours = ([("the plan's block", block)] if block else []) + [(f"zone {name}", net) for name, net in networks.items()]
    clash = next(((what, net) for what, net in ours if cidr.overlaps(net)), None)
    if clash:
        problem = f"{cidr} overlaps {clash[1]} of {clash[0]}"
        yield Fault(
            place, problem, "addresses that are not the plan's own", "correct the network, or ask the peer for translated addresses"
        )
