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
_EXPIRES: Final = "properties.attributes.expires"


@rule(*KEY)
def check(look: Look) -> Iterator[Fault]:
    """The policy's expiry time dates what rotation makes, never the first version, whose own date is needed too.

    A key that a confidential machine releases is bound to what it was released for, and can't rotate.
    """
    if not serves(look) or look.value("properties.releasePolicy") not in (None, {}):
        return
    dated = look.value(_EXPIRES) is not None
    if not dated:
        yield Fault("has a first version that never ends", _EXPIRES)
    if is_unknown(look.value(_POLICY)):
        return
    actions = [block for block in blocks_of(look, f"{_POLICY}.lifetimeActions") if says(look, f"{block}.action.type", "rotate")]
    by_age, by_end = (
        any(look.text(f"{block}.trigger.{one}") not in (None, "") for block in actions) for one in ("timeAfterCreate", "timeBeforeExpiry")
    )
    if not by_age and not by_end:
        yield Fault("never rotates", f"{_POLICY}.lifetimeActions")
    elif not by_age and not dated:
        yield Fault("never rotates: it would do so before an end that it does not have", _EXPIRES)
    if look.text(f"{_POLICY}.attributes.expiryTime") in (None, ""):
        yield Fault("makes versions that never end", f"{_POLICY}.attributes.expiryTime")
