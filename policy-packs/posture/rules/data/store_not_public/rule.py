"""Services that hold, answer or carry data of a zone are closed to their public address."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_beside import endpoints_to
from posture.rules.azure_keys import must_be_safe
from posture.rules.azure_services import DOORS, FRONTS, SECOND_DOORS
from posture.rules.azure_words import az, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves, users

CLINICAL: Final = az("healthcareapis:Workspace")
_ANSWER: Final = "properties.publicNetworkAccess"
_IN_A_NETWORK: Final = "network.delegatedSubnetResourceId"
_OF_NETWORK: Final = "virtualNetworkType"
"""API Management injected into a network answers there alone. API Management documentation, "Deploy your API Management instance to a virtual
network - internal mode"."""


@rule(*DOORS, *CLINICAL)
def check(look: Look) -> Iterator[Fault]:
    """A database that stands in a subnet of its own has no public address."""
    if not serves(look) or look.value(_IN_A_NETWORK) not in (None, ""):
        return
    if look.resource.type in CLINICAL:
        # Azure Health Data Services documentation, "Configure Private Link": its first private endpoint closes the public address.
        if not endpoints_to(look) and not any(endpoints_to(service) for service in users(look)) and not says(look, _ANSWER, "disabled"):
            yield Fault("answers at a public address: no private endpoint leads to it", "private endpoint")
        return
    if says(look, _OF_NETWORK, "internal"):
        return
    if look.resource.type in FRONTS and look.zone is ZoneName.ACCESS and look.value(DOORS[look.resource.type].prop) is not None:
        return
    yield from must_be_safe(look, DOORS[look.resource.type], "answers at a public address")
    for second in SECOND_DOORS.get(look.resource.type, ()):
        yield from must_be_safe(look, second, "answers at a public address")
