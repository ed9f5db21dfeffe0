"""Tables with records have point-in-time recovery of a week or more."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import must_be_at_least, must_be_true

_LEAST_DAYS: Final = 7
_FAULT: Final = "can't be put back to an earlier second"


@rule("aws:dynamodb/table:Table", "aws-native:dynamodb:Table")
def check(look: Look) -> Iterator[Fault]:
    """35 days unless it is given."""
    if not look.holds_records:
        return
    native = look.resource.type.startswith("aws-native:")
    root, flag = ("pointInTimeRecoverySpecification", "pointInTimeRecoveryEnabled") if native else ("pointInTimeRecovery", "enabled")
    yield from must_be_true(look, f"{root}.{flag}", _FAULT)
    yield from must_be_at_least(
        look, f"{root}.recoveryPeriodInDays", _LEAST_DAYS, f"can be put back for less than {_LEAST_DAYS} days", default=35
    )
    replicas = look.blocks("replicas")
    for replica in replicas if isinstance(replicas, list) and not native and given(look, "replicas") else []:
        yield from must_be_true(look, f"{replica}.pointInTimeRecovery", f"{_FAULT} in its replica")
