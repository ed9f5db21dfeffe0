"""Services of zones take identities of Entra ID alone, and no keys of their own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_be_safe
from posture.rules.azure_services import IDENTITIES, MODES, SECOND_IDENTITIES
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_FAULT: Final = "opens to whoever has one of its keys"


@rule(*IDENTITIES, *MODES)
def check(look: Look) -> Iterator[Fault]:
    """Account keys, admin users, connection strings, anonymous readers."""
    if not serves(look):
        return
    if look.resource.type in MODES:
        prop, keys = MODES[look.resource.type]
        ways = look.texts(prop)
        if is_unknown(ways) or any(is_unknown(one) for one in ways):
            yield cannot_tell(prop, "whether it " + _FAULT)
        elif not ways or any(isinstance(one, str) and one.lower() in keys for one in ways):
            yield Fault(_FAULT, prop)
    else:
        yield from must_be_safe(look, IDENTITIES[look.resource.type], _FAULT)
        for second in SECOND_IDENTITIES.get(look.resource.type, ()):
            yield from must_be_safe(look, second, "opens to whoever has one of its keys, or none")
