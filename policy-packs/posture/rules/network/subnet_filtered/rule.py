"""Every subnet of a zone has a security group."""

from collections.abc import Iterator

from posture.rules.azure_networks import NETWORK, NO_FILTER, SUBNET, subnet_name, subnets_in
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*SUBNET, *NETWORK)
def check(look: Look) -> Iterator[Fault]:
    """Those of Azure's own appliances take none."""
    if look.zone is not None:
        for spot in subnets_in(look):
            prop = spot.at("networkSecurityGroup")
            if subnet_name(spot) not in NO_FILTER and look.value(prop) in (None, {}, ""):
                yield Fault("lets everything pass: it has no security group", prop)
