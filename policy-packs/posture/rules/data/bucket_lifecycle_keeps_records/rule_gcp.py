"""No lifecycle rule ends PHI before six years have passed; other records not before a year."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET, SIX_YEARS_DAYS, YEAR_DAYS
from posture.rules.look import Look
from posture.rules.scope import guarded, holds_phi
from posture.rules.words import must_be_at_least
from posture.values import Unknown

_AGES: Final = ("age", "daysSinceNoncurrentTime")


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Object Lifecycle Management": all conditions of a rule must hold, so the longest of its ages counts."""
    rules = look.blocks("lifecycleRules") if guarded(look) else []
    least = SIX_YEARS_DAYS if holds_phi(look) else YEAR_DAYS
    for block in [] if isinstance(rules, Unknown) else rules:
        if look.text(f"{block}.action.type") == "Delete":
            ages = {path: days for prop in _AGES if (days := look.number(path := f"{block}.condition.{prop}")) is not None}
            if not any(isinstance(days, int) and days >= least for days in ages.values()):
                path = next(iter(ages), f"{block}.condition.age")
                yield from must_be_at_least(look, path, least, f"ends objects or their versions before {least:,} days have passed")
