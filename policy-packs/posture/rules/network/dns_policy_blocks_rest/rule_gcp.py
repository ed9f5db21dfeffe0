"""What a response policy of a closed zone lets by are Google's names, those of the network's own zones, and approved providers'."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan.fqdn import covers
from posture.proofs.dns_closed import CLOSED_ZONES
from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import UNKNOWN, Unknown, is_unknown

RULE: Final = gcp("dns:ResponsePolicyRule")
ZONE: Final = gcp("dns:ManagedZone")
DATABASE: Final = gcp("alloydb:Instance", "sql:DatabaseInstance")
_GOOGLES: Final = (
    *("googleapis.com", "gcr.io", "pkg.dev", "run.app", "cloudfunctions.net", "goog", "google.com", "googleusercontent.com"),
    *("gstatic.com", "cloudproxy.app"),
)
_NOBODYS: Final = ("internal", "local", "lan", "corp", "home", "intranet", "private", "localhost", "arpa")


@rule(*RULE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud DNS documentation, "Manage response policies and rules" (`bypassResponsePolicy`); whether all other names end, T5 proves."""
    if look.zone not in CLOSED_ZONES or not look.approved.providers_stated:
        return
    name = look.text("dnsName")
    if not isinstance(name, str) or is_unknown(look.value("behavior")) or not look.value("behavior"):
        return
    bare = name.lower().rstrip(".")
    ours = None if bare in ("", "*") else _ours(look, bare)
    if ours is None or ours is True:
        return
    if is_unknown(ours):
        yield cannot_tell("dnsName", "whether a private zone of ours answers it")
        return
    yield Fault(f"lets {bare} by, which is neither Google's, nor ours, nor an approved provider's", "dnsName")


def _ours(look: Look, name: str) -> bool | Unknown:
    plain = name.removeprefix("*.")
    if any(plain == domain or plain.endswith(f".{domain}") for domain in (*_GOOGLES, *_NOBODYS)):
        return True
    if any(covers(pattern, name) for provider in look.approved.providers.values() for pattern in provider.fqdns):
        return True
    untold = False
    for resource in look.scene.of(ZONE):
        zone = look.scene.look(resource)
        domain = zone.text("dnsName")
        untold = untold or (is_unknown(domain) and not _of_a_database(zone))
        if isinstance(domain, str) and zone.text("visibility") == "private":
            own = domain.lower().rstrip(".")
            if own and (plain == own or plain.endswith(f".{own}")):
                return True
    return UNKNOWN if untold else False


def _of_a_database(zone: Look) -> bool:
    """Whether a zone that no preview knows is called as a database of Google's is: below `goog` (Cloud SQL and AlloyDB, "Private Service Connect")."""
    comes = [urn for urn in zone.resource.property_dependencies.get("dnsName", ()) if urn in zone.scene.stack.by_urn]
    return bool(comes) and all(zone.scene.stack.by_urn[urn].type in DATABASE for urn in comes)
