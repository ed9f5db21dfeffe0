"""Keys that serve a zone rotate, every year or more often."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_kms import OWN_KEY, SYMMETRIC
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

_LONGEST_DAYS: Final = 365


@rule(*OWN_KEY)
def check(look: Look) -> Iterator[Fault]:
    """Symmetric keys only, for KMS rotates no others; a replica follows its primary."""
    spec = next((found for prop in ("customerMasterKeySpec", "keySpec") if (found := look.text(prop)) is not None), SYMMETRIC)
    if spec != SYMMETRIC or look.value("customKeyStoreId") or not serves(look):
        return
    yield from must_be_true(look, "enableKeyRotation", "never changes")
    if look.value("rotationPeriodInDays") is not None:
        days = look.number("rotationPeriodInDays")
        if is_unknown(days):
            yield cannot_tell("rotationPeriodInDays", "how often it changes")
        elif days is not None and days > _LONGEST_DAYS:
            yield Fault("changes less than once a year", "rotationPeriodInDays")
