"""Routes of zones to the internet gateway lead to the addresses by which Google's APIs are reached privately, and no farther."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.addresses import AddressSet
from posture.readers.gcp.tokens import ROUTE
from posture.readers.gcp.vips import VIPS
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_FREE: Final = (ZoneName.EGRESS, ZoneName.ACCESS)


@rule(ROUTE)
def check(look: Look) -> Iterator[Fault]:
    """Virtual Private Cloud documentation, "Configure Private Google Access" (routing options: 199.36.153.4/30, 199.36.153.8/30 and their IPv6)."""
    gateway = look.value("nextHopGateway")
    if look.zone is None or look.zone in _FREE or not isinstance(gateway, str) or not gateway.endswith("default-internet-gateway"):
        return
    text = look.text("destRange")
    if is_unknown(text):
        yield cannot_tell("destRange", "where it leads")
    elif isinstance(text, str) and not _googles(text):
        yield Fault(f"routes {text} of zone {look.zone} to the internet, more than Google's private addresses", "destRange")


def _googles(text: str) -> bool:
    try:
        return VIPS.contains(AddressSet.parse(text))
    except ValueError:
        return False
