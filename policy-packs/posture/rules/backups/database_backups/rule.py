"""Databases with records keep automatic backups for a week or more."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import DATABASES, engine, is_member, is_replica
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

_LEAST_DAYS: Final = 7


@rule(*DATABASES)
def check(look: Look) -> Iterator[Fault]:
    """Absent: one day. A replica is backed up at its source."""
    if look.holds_records and not is_member(look) and not is_replica(look):
        prop = "automatedSnapshotRetentionPeriod" if engine(look) == "redshift" else "backupRetentionPeriod"
        yield from must_be_at_least(look, prop, _LEAST_DAYS, f"keeps its backups for less than {_LEAST_DAYS} days", default=1)
