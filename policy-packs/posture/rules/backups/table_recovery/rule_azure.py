"""Cosmos DB accounts with records can be put back to any minute of the last days, and can't be made writable in several regions."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

COSMOS: Final = az("cosmosdb:DatabaseAccount")


@rule(*COSMOS)
def check(look: Look) -> Iterator[Fault]:
    """Periodic backups hold for hours and are restored by Microsoft's support alone."""
    if look.holds_records:
        yield from must_say(look, "backupPolicy.type", ("continuous",), "can't be put back to a point in time", default="Periodic")
