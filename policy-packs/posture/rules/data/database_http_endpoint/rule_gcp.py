"""Databases with records answer no statements over the Data API."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import SQL
from posture.rules.look import Look
from posture.rules.words import must_be_one_of


@rule(*SQL)
def check(look: Look) -> Iterator[Fault]:
    """Provider reference, `gcp.sql.DatabaseInstance` (dataApiAccess): off unless it is given; on, instances with private addresses are reached from the internet."""
    if look.holds_records:
        prop, fault = "settings.dataApiAccess", "answers statements from the internet (Data API)"
        yield from must_be_one_of(look, prop, ("DISALLOW_DATA_API",), fault, default="DISALLOW_DATA_API")
