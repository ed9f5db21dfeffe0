"""External addresses stand only in egress and access."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.readers.gcp.tokens import INSTANCES
from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_one_of
from posture.values import is_unknown

ADDRESS: Final = gcp("compute:Address")
_ALLOWED: Final = frozenset({ZoneName.EGRESS, ZoneName.ACCESS})


@rule(*INSTANCES, *ADDRESS)
def check(look: Look) -> Iterator[Fault]:
    """Compute Engine documentation, "Configure static external IP addresses": an access configuration, even an empty one, gives an address."""
    if look.zone is None or look.zone in _ALLOWED:
        return
    if look.resource.type in ADDRESS:
        yield from must_be_one_of(look, "addressType", ("INTERNAL",), f"is an external address, in zone {look.zone}", default="EXTERNAL")
        return
    for block in items(look, "networkInterfaces"):
        for prop in (f"{block}.accessConfigs", f"{block}.ipv6AccessConfigs"):
            value = look.value(prop)
            if is_unknown(value):
                yield cannot_tell(prop, f"whether it has an external address in zone {look.zone}")
            elif value not in (None, []):
                yield Fault(f"has an external address, in zone {look.zone}", prop)
