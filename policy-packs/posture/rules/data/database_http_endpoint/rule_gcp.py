"""Databases with records answer no statements past their network: neither over the Data API nor from Google's own services."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import SQL
from posture.rules.look import Look
from posture.rules.words import must_be_false, must_be_one_of


@rule(*SQL)
def check(look: Look) -> Iterator[Fault]:
    """Provider reference, `gcp.sql.DatabaseInstance` (dataApiAccess): off unless it is given; on, instances with private addresses are reached from the internet.

    BigQuery documentation, "Connect to Cloud SQL": the private path is Google's own, beside the network; off unless it is given.
    """
    if look.holds_records:
        prop, fault = "settings.dataApiAccess", "answers statements from the internet (Data API)"
        yield from must_be_one_of(look, prop, ("DISALLOW_DATA_API",), fault, default="DISALLOW_DATA_API")
        prop = "settings.ipConfiguration.enablePrivatePathForGoogleCloudServices"
        yield from must_be_false(look, prop, "answers queries of Google's services (BigQuery) past its network")
