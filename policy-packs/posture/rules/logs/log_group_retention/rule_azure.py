"""Log Analytics workspaces of a zone, and their tables, keep logs for a year or more."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_at_least

WORKSPACE: Final = az("operationalinsights:Workspace")
TABLE: Final = az("operationalinsights:Table")
_LEAST_DAYS: Final = 365


@rule(*WORKSPACE, *TABLE)
def check(look: Look) -> Iterator[Fault]:
    """Thirty days unless more are given; a table may be kept longer or shorter than its workspace."""
    if not serves(look):
        return
    fault = f"keeps its logs for less than {_LEAST_DAYS} days"
    if look.resource.type in WORKSPACE:
        yield from must_be_at_least(look, "retentionInDays", _LEAST_DAYS, fault, default=30)
    else:
        for prop in ("totalRetentionInDays",) if look.value("totalRetentionInDays") is not None else ("retentionInDays",):
            if look.value(prop) not in (None, -1):
                yield from must_be_at_least(look, prop, _LEAST_DAYS, fault)
