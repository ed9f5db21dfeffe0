"""Backup plans of a zone back something up, keep it for 35 days or more, and run by a schedule.

Rules beside one that runs every day and keeps what it takes for so long may keep less: backups of each hour for a week are custom.
Source: AWS Config Developer Guide, "backup-plan-min-frequency-and-min-retention-check" (every day, 35 days).
"""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves, used
from posture.rules.scope import guarded
from posture.rules.words import cannot_tell, must_be_at_least, must_have_companion
from posture.values import is_unknown

_LEAST_DAYS: Final = 35

_SELECTION: Final = ("aws:backup/selection:Selection",)


@rule("aws:backup/plan:Plan")
def check(look: Look) -> Iterator[Fault]:
    """Left out, a backup is kept for ever. Without a selection a plan backs up nothing (AWS Backup Developer Guide, "Assigning resources")."""
    if not (serves(look) or any(guarded(one) for one in used(look))):
        return
    yield from must_have_companion(look, _SELECTION, "planId", "backs up nothing: no selection assigns resources to it")
    rules = look.blocks("rules")
    if is_unknown(rules):
        yield cannot_tell("rules", "how long it keeps backups")
        return
    enough = any(_daily_and_long(look, at) for at in rules)
    for at in rules:
        copies = look.blocks(f"{at}.copyActions")
        for place in (at, *(copies if isinstance(copies, list) else [])):
            path = f"{place}.lifecycle.deleteAfter"
            if look.value(path) is not None and not enough:
                yield from must_be_at_least(look, path, _LEAST_DAYS, f"keeps backups for less than {_LEAST_DAYS} days")
        if look.value(f"{at}.schedule") is None and look.flag(f"{at}.enableContinuousBackup") is not True:
            yield Fault("has a rule without a schedule of its own", f"{at}.schedule", Verdict.VIOLATED)


def _daily_and_long(look: Look, at: str) -> bool:
    """Whether one rule alone takes a backup every day or oftener, and keeps it: left out, for ever."""
    days, schedule = look.number(f"{at}.lifecycle.deleteAfter"), look.text(f"{at}.schedule")
    if is_unknown(days) or not isinstance(schedule, str) or (days is not None and days < _LEAST_DAYS):
        return False
    kind, _, inner = schedule.strip().removesuffix(")").partition("(")
    fields = inner.split()
    if kind == "rate":
        return len(fields) > 1 and (fields[1].startswith(("minute", "hour")) or fields[:1] == ["1"])
    return kind == "cron" and len(fields) > _YEAR and all(field in ("*", "?") for field in fields[2:])


_YEAR: Final = 5
"""Of minutes, hours, day of the month, month, day of the week and year."""
