"""The Condition block: operators and keys are ANDed, values ORed, and a missing key has a meaning of its own.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" (missing keys, `...IfExists`, `Null`) and
"Creating a condition with multiple keys or values" (`ForAllValues`, `ForAnyValue`).
"""

from __future__ import annotations

from functools import lru_cache

from posture.iam.document import Condition
from posture.iam.operators import OPERATORS, Operator
from posture.iam.request import ContextValue
from posture.iam.values import UNKNOWN, Absent, Truth, Unknown, all_of, any_of
from posture.iam.variables import Lookup, may_lack
from posture.record import record

_IF_EXISTS = "IfExists"
_FOR_ALL, _FOR_ANY = "ForAllValues:", "ForAnyValue:"


@record
class OperatorName:
    """A written operator taken apart: `ForAnyValue:StringLikeIfExists`."""

    base: str
    for_all: bool
    for_any: bool
    if_exists: bool

    @staticmethod
    @lru_cache(maxsize=1024)
    def parse(written: str) -> OperatorName:
        for_all, for_any = written.startswith(_FOR_ALL), written.startswith(_FOR_ANY)
        base = written.split(":", 1)[1] if for_all or for_any else written
        if_exists = base.endswith(_IF_EXISTS)
        return OperatorName(base.removesuffix(_IF_EXISTS), for_all, for_any, if_exists)

    @property
    def negated(self) -> bool:
        operator = OPERATORS.get(self.base)
        return operator is not None and operator.negated


def holds(condition: Condition, lookup: Lookup, variables: Lookup | None) -> Truth:
    """Whether one condition holds in the request context. Unknown operators are never guessed."""
    name = OperatorName.parse(condition.operator)
    if not condition.values:
        return Truth.UNKNOWN
    given = lookup(condition.key)
    if name.base == "Null":
        return Truth.UNKNOWN if name.if_exists or name.for_all or name.for_any else _null(condition, given)
    operator = OPERATORS.get(name.base)
    if operator is None or isinstance(given, Unknown):
        return Truth.UNKNOWN
    values = () if isinstance(given, Absent) else (given,) if isinstance(given, str) else given
    if not values:
        if name.if_exists or name.for_all:
            return Truth.TRUE
        return Truth.FALSE if name.for_any else Truth.of(operator.negated)
    if name.for_all and values == ("",):
        # "... or if the key values resolve to a null dataset, such as an empty string".
        return Truth.TRUE
    answers = [_one(operator, value, condition, variables) for value in values]
    if name.for_all:
        return all_of(answers)
    if name.for_any:
        return any_of(answers)
    # A multi-valued key needs a set operator; without one the documentation promises nothing unless all values agree.
    return answers[0] if len(set(answers)) == 1 else Truth.UNKNOWN


def _one(operator: Operator, given: str, condition: Condition, variables: Lookup | None) -> Truth:
    if len(condition.values) == 1:
        matched = operator.compare(given, condition.values[0], variables)
    else:
        matched = any_of(operator.compare(given, value, variables) for value in condition.values)
    if not operator.negated:
        return matched
    lacking = any(isinstance(value, str) and may_lack(value, variables) for value in condition.values)
    return Truth.UNKNOWN if matched is Truth.FALSE and lacking else ~matched


def _null(condition: Condition, given: ContextValue) -> Truth:
    """`"true"`: the key is absent; `"false"`: it is there and has a value."""
    if given is UNKNOWN or given == "":
        return Truth.UNKNOWN
    absent = isinstance(given, Absent) or given == ()
    answers = []
    for value in condition.values:
        text = value.lower() if isinstance(value, str) else None
        answers.append(Truth.of((text == "true") == absent) if text in ("true", "false") else Truth.UNKNOWN)
    return any_of(answers)
