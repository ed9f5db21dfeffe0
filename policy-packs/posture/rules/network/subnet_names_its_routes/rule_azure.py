"""Subnets of zones name a route table."""

from collections.abc import Iterator

from posture.rules.azure_networks import NETWORK, OWN_ROUTES, SUBNET, of_a_front, subnet_name, subnets_in
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*SUBNET, *NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """One without a table follows Azure's system routes: a default route to the internet, and what gateways announce."""
    if look.zone is not None:
        for spot in subnets_in(look):
            prop = spot.at("routeTable")
            if subnet_name(spot) not in OWN_ROUTES and look.value(prop) in (None, {}, "") and not of_a_front(look):
                yield Fault("names no route table: it takes Azure's own routes", prop)
