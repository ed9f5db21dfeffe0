"""A rotation of secrets of a zone comes every 90 days or more often."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_LONGEST_DAYS: Final = 90


@rule("aws:secretsmanager/secretRotation:SecretRotation")
def check(look: Look) -> Iterator[Fault]:
    """Days or a schedule; a schedule is not read."""
    if not any(guarded(secret) for secret in look.targets("secretId")):
        return
    days = look.number("rotationRules.automaticallyAfterDays")
    if is_unknown(days):
        yield cannot_tell("rotationRules.automaticallyAfterDays", "how often it rotates")
    elif days is None and look.text("rotationRules.scheduleExpression") is None:
        yield Fault("does not rotate by itself", "rotationRules")
    elif days is not None and days > _LONGEST_DAYS:
        yield Fault(f"rotates less often than every {_LONGEST_DAYS} days", "rotationRules.automaticallyAfterDays")
