"""The logs of PostgreSQL databases with records hold no values of statements."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import INSTANCE, SQL, engine, flag_of
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_TELLING: Final = {
    "log_statement": ("all", "mod"),
    "pgaudit.log_parameter": ("on", "true", "1", "yes"),
}
_SLOW: Final = "log_min_duration_statement"
"""From how many milliseconds on a statement is written, with the values that are bound to it; -1: never (PostgreSQL documentation, "When to Log")."""


@rule(*SQL, *INSTANCE)
def check(look: Look) -> Iterator[Fault]:
    """Cloud SQL documentation, "Configure database flags": left out, none of them is on."""
    if not look.holds_records or engine(look) != "postgres":
        return
    prop = "databaseFlags" if look.resource.type in INSTANCE else "settings.databaseFlags"
    for name, telling in {**_TELLING, _SLOW: ()}.items():
        value = flag_of(look, name)
        if is_unknown(value):
            yield cannot_tell(prop, f"whether its log holds values of statements ({name})")
        elif value in telling or (name == _SLOW and value not in (None, "-1")):
            yield Fault(f"writes values of statements into its log ({name})", prop)
