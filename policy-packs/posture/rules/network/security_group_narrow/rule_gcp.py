"""Firewall rules of zones name addresses: none lets everybody in or everything out."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from ai_zones.plan.fqdn import covers
from posture.rules.contract import Fault, rule
from posture.rules.gcp_addresses import too_wide
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
_GOOGLES: Final = ("googleapis.com", "gcr.io", "pkg.dev")
_DESTINATIONS: Final = ("match.destFqdns", "match.destAddressGroups", "match.destNetworkScope", "match.destSecureTags")


@rule(*FIREWALL, *POLICY_RULE)
def check(look: Look) -> Iterator[Fault]:
    """Virtual Private Cloud documentation, "VPC firewall rules": without ranges, tags or accounts a rule is for every address."""
    if look.zone is None or switched_off(look) or not allows(look):
        return
    inbound = look.text("direction") != "EGRESS"
    prop, ranges = ranges_of(look)
    free = look.zone is (ZoneName.ACCESS if inbound else ZoneName.EGRESS)
    if not free and (
        any(one in EVERYWHERE for one in ranges) or (not ranges and not is_unknown(look.value(prop)) and not _named(look, inbound))
    ):
        yield Fault("lets everybody in" if inbound else "lets everything out", prop)
    for one in ranges if not free else []:
        if one not in EVERYWHERE and too_wide(look.scene, one):
            yield Fault(f"lets {one} {'in' if inbound else 'pass'}, more than any known network", prop)
    names = [] if inbound else look.texts("match.destFqdns")
    for name in names if isinstance(names, list) else []:
        if isinstance(name, str) and not _approved(look, name):
            yield Fault(f"lets {name} pass: no approved provider", "match.destFqdns")


def _approved(look: Look, name: str) -> bool:
    """A name of Google's APIs (which theorems judge), or of a provider that the reviewer approves; where nobody says who is, none is blamed."""
    if not look.approved.providers_stated or any(covers(f"*.{domain}", name) for domain in _GOOGLES):
        return True
    return any(covers(pattern, name) for provider in look.approved.providers.values() for pattern in provider.fqdns)


def _named(look: Look, inbound: bool) -> bool:
    """Whether something else than addresses says for whom it is."""
    return any(look.value(prop) not in (None, [], "") for prop in (_SOURCES if inbound else _DESTINATIONS))
