"""Peerings and hubs of zones hand on no routes of third networks, no subnetworks with public addresses, and no endpoints."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_false

PEERING: Final = gcp("compute:NetworkPeering", "compute:NetworkPeeringRoutesConfig")
HUB: Final = gcp("networkconnectivity:Hub")
_ROUTES: Final = ("exportCustomRoutes", "importCustomRoutes")
_PUBLIC: Final = "SubnetRoutesWithPublicIp"


@rule(*PEERING, *HUB)
def check(look: Look) -> Iterator[Fault]:
    """Virtual Private Cloud documentation, "VPC Network Peering" (custom routes: static and learned; subnet routes with public addresses).

    A peering of one's own exports subnetworks with public addresses unless told otherwise and imports none; they are used like any other.
    Network Connectivity Center documentation, "Private Service Connect connection propagation through Network Connectivity Center".
    """
    if look.resource.type in HUB:
        if look.zone is not None:
            yield from must_be_false(look, "exportPsc", "hands endpoints of one network on to all others")
        return
    if look.zone is None:
        return
    for prop in _ROUTES:
        yield from must_be_false(look, prop, "hands on routes of third networks")
    for side in ("export", "import"):
        # What a program leaves out is exported by default, and imported by nobody who does not ask for it.
        said = look.resource.declared is None or f"{side}{_PUBLIC}" in look.resource.declared
        if said and look.flag(f"{side}{_PUBLIC}") is True:
            yield Fault("hands on subnetworks with public addresses", f"{side}{_PUBLIC}")
