"""Route tables of zones take no routes that gateways announce."""

from collections.abc import Iterator

from posture.rules.azure_networks import TABLE, filter_zone
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users
from posture.rules.words import must_be_true
from posture.values import is_unknown


@rule(*TABLE)
def check(look: Look) -> Iterator[Fault]:
    """Unless the zone has a peer that the plan names: then routes to it must be learned."""
    zone = filter_zone(look)
    if zone is None or any(peer.zone is zone for peer in look.approved.peers) or _of_a_gateway(look):
        return
    yield from must_be_true(look, "disableBgpRoutePropagation", "takes the routes that whoever is at a gateway's other end announces")


def _of_a_gateway(look: Look) -> bool:
    """Azure VPN Gateway documentation: propagation may not be switched off on the gateway's own subnet."""
    names = [user.text("subnetName") for user in users(look)]
    return any(not is_unknown(name) and str(name).lower() == "gatewaysubnet" for name in names)
