"""No lifecycle rule ends PHI before six years have passed, other records not before a year; no transfer takes them away."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET, SIX_YEARS_DAYS, YEAR_DAYS
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded, holds_phi
from posture.rules.words import must_be_at_least, must_be_false
from posture.values import Unknown

_AGES: Final = ("age", "daysSinceNoncurrentTime")
TRANSFER: Final = gcp("storage:TransferJob")
_MOVES: Final = "transferSpec.transferOptions.deleteObjectsFromSourceAfterTransfer"


@rule(*BUCKET, *TRANSFER)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Object Lifecycle Management": all conditions of a rule must hold, so the longest of its ages counts."""
    if look.resource.type in TRANSFER:
        yield from _moves(look)
        return
    rules = look.blocks("lifecycleRules") if guarded(look) else []
    least = SIX_YEARS_DAYS if holds_phi(look) else YEAR_DAYS
    for block in [] if isinstance(rules, Unknown) else rules:
        if look.text(f"{block}.action.type") == "Delete":
            ages = {path: days for prop in _AGES if (days := look.number(path := f"{block}.condition.{prop}")) is not None}
            if not any(isinstance(days, int) and days >= least for days in ages.values()):
                path = next(iter(ages), f"{block}.condition.age")
                yield from must_be_at_least(look, path, least, f"ends objects or their versions before {least:,} days have passed")


def _moves(look: Look) -> Iterator[Fault]:
    """Storage Transfer Service documentation, "Delete objects from source": records stay where their bucket keeps them, and a copy is one more."""
    if any(source.holds_records for source in look.targets("transferSpec.gcsDataSource.bucketName", BUCKET)):
        yield from must_be_false(look, _MOVES, "deletes records from their bucket once they are copied")
