"""Databases with records are updated at an hour that somebody chose, and run an engine that its makers still mend."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import SQL, is_replica
from posture.rules.look import Look
from posture.rules.words import must_be_set

_ENDED: Final = ("MYSQL_5_", "POSTGRES_9_6", "POSTGRES_10", "POSTGRES_11", "POSTGRES_12")
"""Cloud SQL documentation, "Database versions and version policies": in extended support since February 2025, which mends grave faults alone."""


@rule(*SQL)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "About maintenance on Cloud SQL instances": any time unless a window is set; updates can't be switched off."""
    if not look.holds_records:
        return
    version = look.text("databaseVersion")
    if isinstance(version, str) and version.startswith(_ENDED):
        yield Fault(f"runs an engine that its makers no longer mend ({version})", "databaseVersion")
    if not is_replica(look) and look.value("settings") is not None:
        yield from must_be_set(look, "settings.maintenanceWindow.day", "is updated at any hour")
