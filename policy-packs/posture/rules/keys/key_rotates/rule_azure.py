"""Keys of vaults in zones rotate by themselves and end."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.values import is_unknown

KEY: Final = az("keyvault:Key")
_POLICY: Final = "properties.rotationPolicy"


@rule(*KEY)
def check(look: Look) -> Iterator[Fault]:
    """A key that a confidential machine releases is bound to what it was released for, and can't rotate."""
    if not serves(look) or look.value("properties.releasePolicy") not in (None, {}):
        return
    if is_unknown(look.value(_POLICY)):
        return
    actions = [block for block in blocks_of(look, f"{_POLICY}.lifetimeActions") if says(look, f"{block}.action.type", "rotate")]
    timed = [
        block
        for block in actions
        if any(look.text(f"{block}.trigger.{one}") is not None for one in ("timeAfterCreate", "timeBeforeExpiry"))
    ]
    if not timed:
        yield Fault("never rotates", f"{_POLICY}.lifetimeActions")
    if look.text(f"{_POLICY}.attributes.expiryTime") is None and look.value("properties.attributes.expires") is None:
        yield Fault("never ends", f"{_POLICY}.attributes.expiryTime")
