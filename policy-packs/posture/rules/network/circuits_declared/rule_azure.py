"""A circuit, tunnel or hub connection ends only in zones for which the plan names a peer."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_networks import known, parsed
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use

GATEWAY: Final = az("network:VirtualNetworkGateway")
CONNECTION: Final = az("network:VirtualNetworkGatewayConnection")
SITE: Final = az("network:LocalNetworkGateway")
HUB: Final = az("network:HubVirtualNetworkConnection")


@rule(*GATEWAY, *CONNECTION, *HUB, *SITE)
def check(look: Look) -> Iterator[Fault]:
    """A connection belongs to its gateway, a hub's to the network that it joins."""
    if not look.approved.peers_stated:
        return
    if look.resource.type in SITE:
        yield from _wide(look)
        return
    ends = [look]
    if look.resource.type in CONNECTION:
        ends = [*look.targets("virtualNetworkGateway1", GATEWAY), look]
    elif look.resource.type in HUB:
        ends = look.targets("remoteVirtualNetwork")
    named = {peer.zone for peer in look.approved.peers}
    zone = next((found for end in ends if (found := end.zone or zone_in_use(end)) is not None), None)
    if zone is not None and zone not in named:
        yield Fault(f"ends a private circuit in zone {zone}, for which the plan names no peer", "subnet")


def _wide(look: Look) -> Iterator[Fault]:
    """What is said to be at the far end: no more than the peers of the plan, and what the reviewer vouches for."""
    prop = "localNetworkAddressSpace.addressPrefixes"
    texts = look.texts(prop)
    for text in texts if isinstance(texts, list) else []:
        if isinstance(text, str) and not known(look.scene).contains(parsed(text)):
            yield Fault(f"sends {text} into a tunnel, more than the peers that the plan names", prop)
