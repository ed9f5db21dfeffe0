"""Subnets of zones say that they have no default outbound access."""

from collections.abc import Iterator

from posture.rules.azure_networks import NETWORK, OWN_ROUTES, SUBNET, subnet_name, subnets_in
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false


@rule(*SUBNET, *NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Absent it depends on the version of the API, and it can't be changed later."""
    if look.zone is not None:
        for spot in subnets_in(look):
            if subnet_name(spot) not in OWN_ROUTES:
                fault = "gives every machine in it a way to the internet (default outbound access)"
                yield from must_be_false(look, spot.at("defaultOutboundAccess"), fault, default=True)
