"""Databases with records are updated at an hour that somebody chose."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import SQL, is_replica
from posture.rules.look import Look
from posture.rules.words import must_be_set


@rule(*SQL)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "About maintenance on Cloud SQL instances": any time unless a window is set; updates can't be switched off."""
    if look.holds_records and not is_replica(look) and look.value("settings") is not None:
        yield from must_be_set(look, "settings.maintenanceWindow.day", "is updated at any hour")
