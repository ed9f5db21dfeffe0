"""Perimeters around zones are enforced, restrict every service that holds data, and have no door for everybody and everything; bridges join no zones."""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.names import project_called
from posture.readers.gcp.restricted_services import DATA_SERVICES, covered
from posture.readers.gcp.stores import STORES
from posture.rules.contract import Fault, rule
from posture.rules.gcp_projects import PROJECT
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

PERIMETER: Final = gcp("accesscontextmanager:ServicePerimeter")
API: Final = gcp("projects:Service")
FROM_THE_START: Final = frozenset({"bigquery.googleapis.com", "logging.googleapis.com", "storage.googleapis.com"})
"""Service Usage documentation, "Enabled services" (services enabled by default); Datastore needs a database first."""
_ANYBODY: Final = ("ANY_IDENTITY", "ANY_USER_ACCOUNT", "ANY_SERVICE_ACCOUNT")


@rule(*PERIMETER)
def check(look: Look) -> Iterator[Fault]:
    """VPC Service Controls documentation, "Dry run mode for service perimeters": what is broken is logged only; a bridge restricts nothing by nature."""
    if not look.scene.classified:
        return
    if look.text("perimeterType") == "PERIMETER_TYPE_BRIDGE":
        yield from _bridge(look)
        return
    status = look.mapping("status")
    if is_unknown(status):
        yield cannot_tell("status", "whether it is enforced")
    elif not status:
        yield Fault("is a dry run: it refuses nothing", "status")
    elif look.value("status.restrictedServices") in (None, []):
        yield Fault("restricts no service", "status.restrictedServices")
    else:
        yield from _left_out(look)
        accessible = look.flag("status.vpcAccessibleServices.enableRestriction")
        if accessible is None or accessible is False:
            said = "lets networks inside call services that it does not restrict"
            yield Fault(said, "status.vpcAccessibleServices")
        yield from _doors(look)


def _left_out(look: Look) -> Iterator[Fault]:
    """What is not restricted is asked from anywhere, by whoever has credentials ("Best practices for enabling VPC Service Controls")."""
    services = look.texts("status.restrictedServices")
    if is_unknown(services) or any(is_unknown(one) for one in services) or "*" in services:
        return
    if lacking := sorted(_in_use(look) & DATA_SERVICES - covered(frozenset(str(one) for one in services))):
        shown = ", ".join(lacking[:3]) + (f" and {len(lacking) - 3} more" if len(lacking) > 3 else "")
        yield Fault(f"does not restrict {shown}, which may hold data of the zone", "status.restrictedServices")


def _bridge(look: Look) -> Iterator[Fault]:
    """Perimeter bridges: projects of a bridge reach each other's services, whatever perimeters they are in."""
    held: set[str] = set()
    numbers = look.texts("status.resources")
    listed = numbers if isinstance(numbers, list) else [numbers]
    for number in listed:
        if isinstance(number, str):
            held |= set(project_called(look.scene.builder, number).targets)
    if late := [number for number in listed if not isinstance(number, str)]:
        # A number that no preview knows is that of a project which the program takes it from.
        comes = {urn for urn in look.resource.property_dependencies.get("status", ()) if urn in look.scene.stack.by_urn}
        comes = {urn for urn in comes if look.scene.stack.by_urn[urn].type in PROJECT}
        held |= comes
        if len(comes) < len(late) or not isinstance(numbers, list):
            yield cannot_tell("status.resources", "what it joins")
    zones = sorted({str(zone) for urn in held if (zone := look.scene.look(look.scene.stack.by_urn[urn]).zone) is not None})
    if len(zones) > 1:
        yield Fault(f"joins {', '.join(zones)} by every service of Google's", "status.resources")


def _in_use(look: Look) -> frozenset[str]:
    """Services that are on in the stack's projects: from the start, by the program, or because something of theirs stands there."""
    on = {str(name) for one in look.scene.of(API) if isinstance(name := look.scene.look(one).text("service"), str)}
    made = {f"{STORES[one.type]}.googleapis.com" for one in look.scene.stack if one.type in STORES}
    return FROM_THE_START | on | made


def _doors(look: Look) -> Iterator[Fault]:
    """Ingress and egress rules reference: `*` is every service, ANY_IDENTITY whoever has an account."""
    for side, who, what in (("ingressPolicies", "ingressFrom", "ingressTo"), ("egressPolicies", "egressFrom", "egressTo")):
        for block in items(look, f"status.{side}"):
            if look.text(f"{block}.{who}.identityType") not in _ANYBODY:
                continue
            if any(look.text(f"{one}.serviceName") == "*" for one in items(look, f"{block}.{what}.operations")):
                yield Fault("has a door for every identity and every service", f"{block}.{what}.operations")
