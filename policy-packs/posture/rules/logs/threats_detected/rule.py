"""Microsoft Defender's plans are on, and what they find is told to somebody."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_set, must_be_true

PLAN: Final = az("security:Pricing")
STORAGE: Final = az("security:DefenderForStorage")
CONTACT: Final = az("security:SecurityContact")


@rule(*PLAN, *STORAGE, *CONTACT)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified."""
    if not look.scene.classified:
        return
    if look.resource.type in PLAN:
        yield from must_say(look, "pricingTier", ("standard",), "looks for nothing (its plan is free)", default="Free")
    elif look.resource.type in STORAGE:
        root = "properties." if look.value("properties") is not None else ""
        yield from must_be_true(look, f"{root}isEnabled", "looks for nothing in the store")
    else:
        yield from must_be_true(look, "isEnabled", "tells nobody", default=True)
        if look.text("emails") is None and not says(look, "notificationsByRole.state", "on"):
            yield from must_be_set(look, "emails", "tells nobody")
