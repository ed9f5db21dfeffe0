"""SQL databases with records are encrypted at rest; Azure's other engines can't be without."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

ENCRYPTION: Final = az("sql:TransparentDataEncryption")


@rule(*ENCRYPTION)
def check(look: Look) -> Iterator[Fault]:
    """Every new database is encrypted: this setting alone ends it."""
    if any(one.holds_records for one in _with_its_owners(look)):
        yield from must_say(look, "state", ("enabled",), "switches the encryption of its database off", default="Enabled")


def _with_its_owners(look: Look) -> Iterator[Look]:
    """It, its database and the database's server, as far as the stack has them."""
    yield look
    for prop in ("databaseName", "serverName"):
        yield from look.targets(prop)
