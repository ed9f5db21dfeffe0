"""Perimeters around zones are enforced and restrict services."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

PERIMETER: Final = gcp("accesscontextmanager:ServicePerimeter")


@rule(*PERIMETER)
def check(look: Look) -> Iterator[Fault]:
    """VPC Service Controls documentation, "Dry run mode for service perimeters": what is broken is logged only; a bridge restricts nothing by nature."""
    if not look.scene.classified or look.text("perimeterType") == "PERIMETER_TYPE_BRIDGE":
        return
    status = look.value("status")
    if is_unknown(status):
        yield cannot_tell("status", "whether it is enforced")
    elif not status:
        yield Fault("is a dry run: it refuses nothing", "status")
    elif look.value("status.restrictedServices") in (None, []):
        yield Fault("restricts no service", "status.restrictedServices")
