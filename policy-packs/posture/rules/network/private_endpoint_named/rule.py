"""A private endpoint to a service of the cloud has a private DNS zone, and a name that is written with an address leads to it for good."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_names import RECORD, keeps_address, loose_names, may_belong_to_others
from posture.rules.azure_networks import ENDPOINT
from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users

GROUP: Final = az("network:PrivateDnsZoneGroup")
_OWN_SERVICE: Final = "privatelinkservices"


@rule(*ENDPOINT)
def check(look: Look) -> Iterator[Fault]:
    """A group of zones, or a record. One of a service of one's own has a record of its own wherever that is written."""
    if look.zone is None:
        return
    groups = look.companions(GROUP, "privateEndpointName", ENDPOINT)
    maybe = bool(look.maybe_companions(GROUP, "privateEndpointName", ENDPOINT))
    named = any(user.resource.type in RECORD for user in users(look))
    if not groups and not maybe and not named and not keeps_address(look) and (loose := loose_names(look)):
        yield Fault(
            f"keeps no address, though {loose[0]} leads to one in its subnet that nothing keeps: whoever gets it next gets the name",
            "ipConfigurations",
            Verdict.UNPROVEN if may_belong_to_others(look) else Verdict.VIOLATED,
        )
    if _to_own_service(look):
        return
    for group in groups:
        if group.value("privateDnsZoneConfigs") in (None, []):
            yield Fault("names no private DNS zone", "privateDnsZoneConfigs", urn=group.urn)
    if not groups and not named:
        yield Fault(
            "has no private DNS zone: names lead past it", "private DNS zone group", Verdict.UNPROVEN if maybe else Verdict.VIOLATED
        )


def _to_own_service(look: Look) -> bool:
    for connections in ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections"):
        for block in blocks_of(look, connections):
            literal = look.text(f"{block}.privateLinkServiceId")
            if isinstance(literal, str) and _OWN_SERVICE in literal.lower():
                return True
            if any("PrivateLinkService" in target.resource.type for target in look.targets(f"{block}.privateLinkServiceId")):
                return True
    return False
