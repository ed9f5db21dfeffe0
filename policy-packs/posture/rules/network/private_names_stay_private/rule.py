"""Private DNS zones of closed networks take no names from machines, and never fall back to public answers."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.dns_closed import CLOSED_ZONES
from posture.rules.azure_networks import NETWORK
from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false

LINK: Final = az("privatedns:VirtualNetworkLink")


@rule(*LINK)
def check(look: Look) -> Iterator[Fault]:
    """By the zone of the linked network."""
    if any(network.zone in CLOSED_ZONES for network in look.targets("virtualNetwork", NETWORK)):
        yield from must_be_false(look, "registrationEnabled", "takes names from whatever machine starts in the network")
        yield from must_say(look, "resolutionPolicy", ("default",), "asks the internet for names that it does not have", default="Default")
