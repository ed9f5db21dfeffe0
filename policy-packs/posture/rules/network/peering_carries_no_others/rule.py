"""A peering joins two networks: it carries no traffic of third ones, and lends no gateway."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_networks import NETWORK, PEERING, network_peerings
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false

_FREE: Final = (ZoneName.EGRESS, ZoneName.ACCESS)
_FORWARDED: Final = "lets traffic of other networks come in by a peering"
_LENT: Final = "takes its roads from another network's gateway"
_LENDS: Final = "lends its gateway to another network"


@rule(*PEERING, *NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Forwarded traffic may come from a network of egress, whose inspector forwards; a gateway may be borrowed by a zone with a declared peer."""
    if look.zone is None or look.zone in _FREE:
        return
    peered = any(peer.zone is look.zone for peer in look.approved.peers)
    for spot in network_peerings(look):
        inspected = any(target.zone in _FREE for target in look.targets(spot.at("remoteVirtualNetwork"), NETWORK))
        if not inspected:
            yield from must_be_false(look, spot.at("allowForwardedTraffic"), _FORWARDED)
        yield from must_be_false(look, spot.at("allowGatewayTransit"), _LENDS)
        if not peered:
            yield from must_be_false(look, spot.at("useRemoteGateways"), _LENT)
