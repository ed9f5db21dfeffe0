"""Microsoft Defender's plans are on, and what they find is told to somebody."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_set, must_be_true
from posture.values import Unknown, is_unknown

PLAN: Final = az("security:Pricing")
STORAGE: Final = az("security:DefenderForStorage")
CONTACT: Final = az("security:SecurityContact")
ALERTS: Final = az("sql:ServerSecurityAlertPolicy", "sql:DatabaseSecurityAlertPolicy", "sql:ManagedServerSecurityAlertPolicy")
_WITH_SOURCES: Final = "2023-12-01"
_SOURCES: Final = "notificationsSources"


@rule(*PLAN, *STORAGE, *CONTACT, *ALERTS)
def check(look: Look) -> Iterator[Fault]:
    """Wherever something of the stack is classified."""
    if not look.scene.classified:
        return
    if look.resource.type in PLAN:
        yield from must_say(look, "pricingTier", ("standard",), "looks for nothing (its plan is free)", default="Free")
    elif look.resource.type in ALERTS:
        yield from must_say(look, "state", ("enabled",), "looks for nothing in the database")
        yield from _silenced(look)
    elif look.resource.type in STORAGE:
        root = "properties." if look.value("properties") is not None else ""
        yield from must_be_true(look, f"{root}isEnabled", "looks for nothing in the store")
    else:
        yield from _tells(look)


def _tells(look: Look) -> Iterator[Fault]:
    """Somebody hears of alerts. Since 2023-12-01-preview a contact is switched on and names its sources.

    Source: REST API reference, "Security Contacts - Create" (isEnabled, notificationsSources); Microsoft Defender for Cloud documentation,
    "Configure email notifications for alerts and attack paths".
    """
    told = look.text("azureApiVersion")
    named = look.resource.api_version or (_WITH_SOURCES if is_unknown(told) else told or "")
    if named >= _WITH_SOURCES and look.value("isEnabled") is None:
        yield cannot_tell("isEnabled", "whether it tells anybody")
    yield from must_be_true(look, "isEnabled", "tells nobody", default=True)
    if look.text("emails") is None and not says(look, "notificationsByRole.state", "on"):
        yield from must_be_set(look, "emails", "tells nobody")
    alerts = [block for block in blocks_of(look, _SOURCES) if says(look, f"{block}.sourceType", "alert")]
    if named >= _WITH_SOURCES and not alerts and not is_unknown(look.value(_SOURCES)):
        yield Fault("tells nobody of alerts: they are not among its sources", _SOURCES)


def _silenced(look: Look) -> Iterator[Fault]:
    """Kinds of attacks that the policy names are not told. Source: REST API reference, "Server Security Alert Policies" (disabledAlerts)."""
    names = look.texts("disabledAlerts")
    known = [] if isinstance(names, Unknown) else [name for name in names if isinstance(name, str) and name]
    if known:
        yield Fault("tells nobody of some kinds of attacks", "disabledAlerts")
    elif isinstance(names, Unknown) or any(isinstance(name, Unknown) for name in names):
        yield cannot_tell("disabledAlerts", "which attacks it does not tell of")
