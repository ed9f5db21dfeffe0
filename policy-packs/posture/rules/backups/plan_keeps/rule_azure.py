"""Backup policies of a zone keep their backups for 35 days or more."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.values import is_unknown

VAULT_POLICY: Final = az("dataprotection:BackupPolicy")
MACHINE_POLICY: Final = az("recoveryservices:ProtectionPolicy")
_LEAST_DAYS: Final = 35
_DURATION: Final = re.compile(r"^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$")
_UNITS: Final = {"days": 1, "weeks": 7, "months": 30, "years": 365}


@rule(*VAULT_POLICY, *MACHINE_POLICY)
def check(look: Look) -> Iterator[Fault]:
    """The longest that each rule keeps; a policy without a rule that keeps keeps nothing."""
    if not serves(look):
        return
    kept = _durations(look) if look.resource.type in VAULT_POLICY else _counts(look.value("properties.retentionPolicy"))
    if is_unknown(look.value("properties")):
        return
    if not kept:
        yield Fault("says not how long it keeps backups", "properties")
    elif max(kept) < _LEAST_DAYS:
        yield Fault(f"keeps backups for less than {_LEAST_DAYS} days", "properties")
    if look.resource.type in VAULT_POLICY:
        rules = blocks_of(look, "properties.policyRules")
        if not any(look.value(f"{block}.trigger") not in (None, {}) for block in rules):
            yield Fault("has no schedule", "properties.policyRules")
    elif look.value("properties.schedulePolicy") in (None, {}):
        yield Fault("has no schedule", "properties.schedulePolicy")


def _durations(look: Look) -> list[int]:
    found = []
    for block in blocks_of(look, "properties.policyRules"):
        for cycle in blocks_of(look, f"{block}.lifecycles"):
            match = _DURATION.match(str(look.text(f"{cycle}.deleteAfter.duration")))
            if match is not None:
                years, months, weeks, days = (int(part or 0) for part in match.groups())
                found.append(years * 365 + months * 30 + weeks * 7 + days)
    return found


def _counts(value: Any) -> list[int]:
    """Every `{count, durationType}` below a retention policy, in days."""
    if isinstance(value, Mapping):
        unit = _UNITS.get(str(value.get("durationType")).lower())
        own = [int(value["count"]) * unit] if unit and isinstance(value.get("count"), (int, float)) else []
        return own + [one for item in value.values() for one in _counts(item)]
    return []
