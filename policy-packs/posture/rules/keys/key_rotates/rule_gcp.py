"""Keys of zones change every year or more often."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import KEY
from posture.rules.gcp_times import DAY, seconds
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_LONGEST: Final = 366 * DAY


@rule(*KEY)
def check(look: Look) -> Iterator[Fault]:
    """Cloud KMS documentation, "Key rotation": by hand unless a period is given; only symmetric keys that Google makes rotate by themselves."""
    if not guarded(look) or look.text("purpose") not in (None, "ENCRYPT_DECRYPT") or look.flag("importOnly") is True:
        return
    if look.text("versionTemplate.protectionLevel") in ("EXTERNAL", "EXTERNAL_VPC"):
        return
    period = look.text("rotationPeriod")
    if is_unknown(period):
        yield cannot_tell("rotationPeriod", "how often it changes")
    elif period is None:
        yield Fault("never changes", "rotationPeriod")
    elif (seconds(look, "rotationPeriod") or 0) > _LONGEST:
        yield Fault("changes less than once a year", "rotationPeriod")
