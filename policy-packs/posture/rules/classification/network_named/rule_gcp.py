"""A project that holds what is labelled, whose network is peered with a zone, or whose key a zone uses, names a zone itself."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_networks import NETWORK
from posture.rules.gcp_projects import PROJECT, STORES, inside
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded

PEERING: Final = gcp("compute:NetworkPeering")
_ENDS: Final = ("network", "peerNetwork")


@rule(*PROJECT)
def check(look: Look) -> Iterator[Fault]:
    """A network bears no labels: flow logs, DNS and all flows are judged by its project's. One that several zones share has none."""
    if look.zone is not None or look.resource.external:
        return
    contents = inside(look)
    labelled = {zone: one for one in contents if (zone := look.scene.classifier.own(one.urn).zone) is not None}
    if len(labelled) == 1:
        zone, one = next(iter(labelled.items()))
        yield Fault(f"names no zone, though {one.name} in it belongs to {zone}", "labels")
    if labelled:
        return
    for one in contents:
        if one.resource.type in STORES and one.data_class is not None and guarded(one):
            yield Fault(f"names no zone, though {one.name} in it holds {one.data_class}", "labels")
            return
        for neighbour in _peers(one):
            yield Fault(f"names no zone, though its network {one.name} is peered with {neighbour.name} of {neighbour.zone}", "labels")
            return


def _peers(network: Look) -> Iterator[Look]:
    if network.resource.type not in NETWORK:
        return
    for here, there in (_ENDS, _ENDS[::-1]):
        for peering in network.companions(PEERING, here, NETWORK):
            yield from (one for one in peering.targets(there, NETWORK) if one.zone is not None)
