"""People are eligible for roles for a time, not for ever."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

ELIGIBLE: Final = az("authorization:PimRoleEligibilitySchedule", "authorization:RoleEligibilityScheduleRequest")
_EXPIRY: Final = "scheduleInfo.expiration"


@rule(*ELIGIBLE)
def check(look: Look) -> Iterator[Fault]:
    """By a date or a duration."""
    if look.scene.classified:
        yield from must_say(look, f"{_EXPIRY}.type", ("afterdatetime", "afterduration"), "never ends", default="NoExpiration")
        if look.text(f"{_EXPIRY}.endDateTime") is None and look.text(f"{_EXPIRY}.duration") is None:
            yield Fault("says not when it ends", _EXPIRY)
