"""Database servers with records keep automatic backups for a week or more."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_engines import MYSQL, POSTGRES, is_copy
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

SHORT_TERM: Final = az("sql:BackupShortTermRetentionPolicy")
_LEAST_DAYS: Final = 14


@rule(*POSTGRES, *MYSQL, *SHORT_TERM)
def check(look: Look) -> Iterator[Fault]:
    """Absent: seven days; a restore to any minute within them."""
    if look.resource.type in SHORT_TERM:
        if look.holds_records or any(server.holds_records for server in look.targets("serverName")):
            yield from must_be_at_least(
                look, "retentionDays", _LEAST_DAYS, f"keeps its backups for less than {_LEAST_DAYS} days", default=7
            )
    elif look.holds_records and not is_copy(look):
        yield from must_be_at_least(
            look, "backup.backupRetentionDays", _LEAST_DAYS, f"keeps its backups for less than {_LEAST_DAYS} days", default=7
        )
