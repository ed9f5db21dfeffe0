"""Firewall rules of zones name addresses: none lets everybody in or everything out."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.contract import Fault, rule
from posture.rules.gcp_networks import EVERYWHERE, FIREWALL, POLICY_RULE, allows, ranges_of, switched_off
from posture.rules.look import Look
from posture.values import is_unknown

_SOURCES: Final = (
    "sourceTags",
    "sourceServiceAccounts",
    "match.srcSecureTags",
    "match.srcAddressGroups",
    "match.srcNetworkScope",
    "match.srcRegionCodes",
)
_DESTINATIONS: Final = ("match.destFqdns", "match.destAddressGroups", "match.destNetworkScope", "match.destSecureTags")


@rule(*FIREWALL, *POLICY_RULE)
def check(look: Look) -> Iterator[Fault]:
    """Virtual Private Cloud documentation, "VPC firewall rules": without ranges, tags or accounts a rule is for every address."""
    if look.zone is None or switched_off(look) or not allows(look):
        return
    inbound = look.text("direction") != "EGRESS"
    if look.zone is (ZoneName.ACCESS if inbound else ZoneName.EGRESS):
        return
    prop, ranges = ranges_of(look)
    if any(one in EVERYWHERE for one in ranges) or (not ranges and not is_unknown(look.value(prop)) and not _named(look, inbound)):
        yield Fault("lets everybody in" if inbound else "lets everything out", prop)


def _named(look: Look, inbound: bool) -> bool:
    """Whether something else than addresses says for whom it is."""
    return any(look.value(prop) not in (None, [], "") for prop in (_SOURCES if inbound else _DESTINATIONS))
