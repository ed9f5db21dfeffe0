"""Database servers with records keep automatic backups for a week or more."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_engines import MYSQL, POSTGRES, is_copy
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

DATABASE: Final = az("sql:Database")
SHORT_TERM: Final = az("sql:BackupShortTermRetentionPolicy")
_LEAST_DAYS: Final = 14


@rule(*POSTGRES, *MYSQL, *SHORT_TERM, *DATABASE)
def check(look: Look) -> Iterator[Fault]:
    """Absent: seven days; a restore to any minute within them."""
    if look.resource.type in SHORT_TERM:
        if look.holds_records or any(server.holds_records for server in look.targets("serverName")):
            yield from must_be_at_least(
                look, "retentionDays", _LEAST_DAYS, f"keeps its backups for less than {_LEAST_DAYS} days", default=7
            )
    elif look.resource.type in DATABASE:
        if look.holds_records and not look.companions(SHORT_TERM, "databaseName", DATABASE):
            maybe = bool(look.maybe_companions(SHORT_TERM, "databaseName", DATABASE))
            verdict = Verdict.UNPROVEN if maybe else Verdict.VIOLATED
            yield Fault(f"keeps its backups for less than {_LEAST_DAYS} days: it has no policy of its own", "backup policy", verdict)
    elif look.holds_records and not is_copy(look):
        yield from must_be_at_least(
            look, "backup.backupRetentionDays", _LEAST_DAYS, f"keeps its backups for less than {_LEAST_DAYS} days", default=7
        )
