"""Backup plans of a zone back something up; their rules keep backups for 35 days or more, and run by a schedule."""

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
    for at in rules:
        copies = look.blocks(f"{at}.copyActions")
        for place in (at, *(copies if isinstance(copies, list) else [])):
            path = f"{place}.lifecycle.deleteAfter"
            if look.value(path) is not None:
                yield from must_be_at_least(look, path, _LEAST_DAYS, f"keeps backups for less than {_LEAST_DAYS} days")
        if look.value(f"{at}.schedule") is None and look.flag(f"{at}.enableContinuousBackup") is not True:
            yield Fault("has a rule without a schedule of its own", f"{at}.schedule", Verdict.VIOLATED)
