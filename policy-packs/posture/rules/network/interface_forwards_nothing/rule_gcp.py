"""Machines of zones forward nothing for others."""

from collections.abc import Iterator

from ai_zones.plan import ZoneName
from posture.readers.gcp.tokens import INSTANCES
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false


@rule(*INSTANCES)
def check(look: Look) -> Iterator[Fault]:
    """Compute Engine documentation, "Enable IP forwarding for instances": off unless it is given."""
    if look.zone is not None and look.zone is not ZoneName.EGRESS:
        yield from must_be_false(look, "canIpForward", "forwards what is not its own")
