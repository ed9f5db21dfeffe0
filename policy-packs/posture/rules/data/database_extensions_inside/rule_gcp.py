"""Databases with records send none to models or elsewhere by extensions."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import SQL
from posture.rules.look import Look
from posture.rules.words import must_be_false


@rule(*SQL)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Integrate Cloud SQL with Vertex AI": off unless it is given."""
    if look.holds_records:
        yield from must_be_false(look, "settings.enableGoogleMlIntegration", "lets statements send records to Vertex AI")
