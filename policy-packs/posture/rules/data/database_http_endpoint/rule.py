"""Databases with PHI have no Data API."""

from collections.abc import Iterator

from posture.rules.aws_engines import CLUSTER
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false


@rule(*CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is given."""
    if look.holds_records:
        yield from must_be_false(look, "enableHttpEndpoint", "answers queries over the Data API, past its network")
