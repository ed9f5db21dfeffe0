"""Network interfaces of zones forward nothing for others; only an inspector in egress does."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false

INTERFACE: Final = az("network:NetworkInterface")


@rule(*INTERFACE)
def check(look: Look) -> Iterator[Fault]:
    """IP forwarding."""
    if look.zone is not None and look.zone is not ZoneName.EGRESS:
        yield from must_be_false(look, "enableIPForwarding", "forwards traffic that is not its own")
