"""Services that hold, answer or carry data of a zone are closed to their public address."""

from collections.abc import Iterator

from posture.rules.azure_keys import must_be_safe
from posture.rules.azure_services import DOORS, SECOND_DOORS
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

_IN_A_NETWORK = "network.delegatedSubnetResourceId"


@rule(*DOORS)
def check(look: Look) -> Iterator[Fault]:
    """A database that stands in a subnet of its own has no public address."""
    if not serves(look) or look.value(_IN_A_NETWORK) not in (None, ""):
        return
    yield from must_be_safe(look, DOORS[look.resource.type], "answers at a public address")
    for second in SECOND_DOORS.get(look.resource.type, ()):
        yield from must_be_safe(look, second, "answers at a public address")
