"""SQL servers with records open connections to named hosts alone."""

from collections.abc import Iterator

from posture.rules.azure_engines import SQL
from posture.rules.azure_words import must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*SQL)
def check(look: Look) -> Iterator[Fault]:
    """Azure's default lets a server export to any account; which names its rules then allow is the theorems' matter."""
    if look.holds_records:
        yield from must_say(
            look, "restrictOutboundNetworkAccess", ("enabled",), "exports its rows to whatever host a statement names", default="Disabled"
        )
