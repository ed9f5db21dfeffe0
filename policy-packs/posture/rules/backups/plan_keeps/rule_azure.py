"""Backup policies of a zone keep their backups for 35 days or more."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.rules.azure_words import az, blocks_of, told
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.values import is_unknown
from posture.view import Path

VAULT_POLICY: Final = az("dataprotection:BackupPolicy")
MACHINE_POLICY: Final = az("recoveryservices:ProtectionPolicy")
UNKNOWN_TAG: Final = "?"
"""Stands for a tag that is not known yet: it may be any."""
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
        yield from _rules_that_keep_nothing(look, rules)
    elif look.value("properties.schedulePolicy") in (None, {}):
        yield Fault("has no schedule", "properties.schedulePolicy")


def _rules_that_keep_nothing(look: Look, rules: list[Path]) -> Iterator[Fault]:
    """Beside the default one, a retention rule keeps the copies that a schedule tags with its name, and no others.

    Source: Azure Backup REST API reference, "Backup Policies" (TaggingCriteria, AzureRetentionRule).
    """
    keeping = [block for block in rules if blocks_of(look, f"{block}.lifecycles")]
    if not any(look.flag(f"{block}.isDefault") is True for block in keeping):
        return
    tags: list[str] = []
    for block in rules:
        criteria = f"{block}.trigger.taggingCriteria"
        tags += [told(look, f"{one}.tagInfo.tagName", UNKNOWN_TAG).lower() for one in blocks_of(look, criteria)]
        if is_unknown(look.value(criteria)):
            tags.append(UNKNOWN_TAG)
    for block in keeping:
        name = told(look, f"{block}.name")
        if name and look.flag(f"{block}.isDefault") is not True and name.lower() not in tags and UNKNOWN_TAG not in tags:
            yield Fault(f"has a rule that keeps nothing ({name}): no schedule tags a copy with it", f"{block}.name")


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
