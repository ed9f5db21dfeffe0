"""Engines with records have no flag that opens them past logins, rights or the server itself."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import SQL, engine, flag_of
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_DOORS: Final[dict[str, dict[str, str]]] = {
    "sqlserver": {
        "cross db ownership chaining": "lets who owns one database read the others",
        "contained database authentication": "takes users past the logins of the instance",
        "external scripts enabled": "runs scripts beside queries",
        "remote access": "takes procedure calls of other servers",
    },
    "mysql": {"local_infile": "may ask its clients for files of their machines"},
}
_ON: Final = ("on", "1", "true")


@rule(*SQL)
def check(look: Look) -> Iterator[Fault]:
    """What a flag's default is, the engine's version says: only what the program switches on counts."""
    if not look.holds_records:
        return
    for name, fault in _DOORS.get(engine(look), {}).items():
        value = flag_of(look, name)
        if is_unknown(value):
            yield cannot_tell("settings.databaseFlags", f"whether it {fault} ({name})")
        elif value in _ON:
            yield Fault(f"{fault} ({name})", "settings.databaseFlags")
