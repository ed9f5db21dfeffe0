"""A virtual hub beside protected data joins nobody whom its routes don't name."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false

HUB: Final = az("network:VirtualHub")
WAN: Final = az("network:VirtualWan")
CONNECTION: Final = az("network:HubVirtualNetworkConnection")
_PROPAGATED: Final = "routingConfiguration.propagatedRouteTables"


@rule(*HUB, *WAN, *CONNECTION)
def check(look: Look) -> Iterator[Fault]:
    """Branches reach each other unless told otherwise; a connection announces its network to whatever table it propagates to."""
    if not look.scene.classified:
        return
    if look.resource.type in (*HUB, *WAN):
        yield from must_be_false(look, "allowBranchToBranchTraffic", "joins every branch to every other", default=look.resource.type in WAN)
        return
    if not any(network.zone is not None for network in look.targets("remoteVirtualNetwork")):
        return
    labels = look.texts(f"{_PROPAGATED}.labels")
    names = [look.text(f"{block}.id") for block in blocks_of(look, f"{_PROPAGATED}.ids")] + (
        list(labels) if isinstance(labels, list) else []
    )
    wide = [name for name in names if isinstance(name, str) and name.rsplit("/", 1)[-1].lower() in ("defaultroutetable", "default")]
    if wide or look.value("routingConfiguration") in (None, {}):
        yield Fault("announces a zone's network to everybody on the hub", _PROPAGATED)
