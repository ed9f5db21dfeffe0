"""Keys of one's own on Azure: that a service names one, and that the vault which holds it is ours where an id says so."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_services import KEYS, Says
from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown

NO_KEY: Final = "has no key of its own: Microsoft keeps the key"


def must_have_own_key(look: Look) -> Iterator[Fault]:
    """By the table of services."""
    key = KEYS[look.resource.type]
    if key.source is not None:
        found = list(must_be_safe(look, key.source, NO_KEY))
        yield from found
        if found:
            return
    for name in key.names:
        if look.value(name) in (None, "", {}):
            yield Fault(NO_KEY, name)
            return


def must_be_safe(look: Look, says: Says, fault: str) -> Iterator[Fault]:
    """A property must hold one of its safe words; booleans count as `true` and `false`."""
    value = look.value(says.prop)
    if is_unknown(value):
        yield cannot_tell(says.prop, "whether it " + fault)
        return
    said = says.default if value in (None, "") else str(value).lower()
    if said is None or said not in says.safe:
        yield Fault(fault, says.prop)
