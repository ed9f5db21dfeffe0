"""A database with records leaves a backup behind."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import SQL, is_replica
from posture.rules.look import Look
from posture.rules.words import must_be_true


@rule(*SQL)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Final backups": none is made unless it is asked for."""
    if look.holds_records and not is_replica(look) and look.value("settings") is not None:
        yield from must_be_true(look, "settings.finalBackupConfig.enabled", "leaves no backup behind when it is deleted")
