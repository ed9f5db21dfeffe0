"""Backups of records outlive their database."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import SQL, is_replica
from posture.rules.look import Look
from posture.rules.words import must_be_true


@rule(*SQL)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Retained backups": they go with the instance unless they are retained."""
    if look.holds_records and not is_replica(look) and look.value("settings") is not None:
        yield from must_be_true(look, "settings.retainBackupsOnDelete", "takes its backups with it when it is deleted")
