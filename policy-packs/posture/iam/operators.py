"""Condition operators on one value of the request and one value of the document.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation

from posture.iam.document import Text
from posture.iam.patterns import HOLE, Pattern, covers, folded, glob, has_hole, literal, overlaps, relation, split
from posture.iam.values import Truth, all_of, is_unknown
from posture.iam.variables import Lookup, expand
from posture.record import record

Compare = Callable[[str, Text, Lookup | None], Truth]
"""(value of the request, value of the document, variables) to whether they match."""

_ARN_PARTS = 6


def _pattern(value: Text, variables: Lookup | None, read: Callable[[str], Pattern]) -> Pattern | None:
    return expand(value, variables, read) if isinstance(value, str) else HOLE


def _string_equals(given: str, value: Text, variables: Lookup | None) -> Truth:
    if isinstance(value, str) and "${" not in value:
        return Truth.of(given == value)
    pattern = _pattern(value, variables, literal)
    return Truth.FALSE if pattern is None else relation(pattern, literal(given))


def _string_equals_ignoring_case(given: str, value: Text, variables: Lookup | None) -> Truth:
    pattern = _pattern(value, variables, literal)
    return Truth.FALSE if pattern is None else relation(folded(pattern), folded(literal(given)))


def _string_like(given: str, value: Text, variables: Lookup | None) -> Truth:
    pattern = _pattern(value, variables, glob)
    return Truth.FALSE if pattern is None else relation(pattern, literal(given))


def _arn_like(given: str, value: Text, variables: Lookup | None) -> Truth:
    """Each of the six components is matched on its own; a wildcard never crosses the first five colons."""
    pattern = _pattern(value, variables, glob)
    if pattern is None or not overlaps(pattern, literal(given)):
        return Truth.FALSE
    if has_hole(pattern):
        return Truth.UNKNOWN
    wanted, actual = split(pattern, _ARN_PARTS), split(literal(given), _ARN_PARTS)
    if len(wanted) != _ARN_PARTS or len(actual) != _ARN_PARTS:
        # Not ARNs, yet they match as text, e.g. `ArnLike: "*"`: the documentation does not say.
        return Truth.UNKNOWN
    return all_of(Truth.of(covers(part, text)) for part, text in zip(wanted, actual, strict=True))


def _bool(given: str, value: Text, variables: Lookup | None) -> Truth:
    pattern = _pattern(value, variables, literal)
    if pattern is None:
        return Truth.FALSE
    if has_hole(pattern):
        return Truth.UNKNOWN
    wanted, actual = "".join(str(token) for token in pattern).lower(), given.lower()
    if wanted not in ("true", "false") or actual not in ("true", "false"):
        return Truth.UNKNOWN
    return Truth.of(wanted == actual)


def _ip_address(given: str, value: Text, _: Lookup | None) -> Truth:
    try:
        return Truth.of(ipaddress.ip_address(given) in ipaddress.ip_network(str(value), strict=False))
    except (ValueError, TypeError):
        return Truth.UNKNOWN


def _binary_equals(given: str, value: Text, _: Lookup | None) -> Truth:
    try:
        return Truth.of(base64.b64decode(given, validate=True) == base64.b64decode(str(value), validate=True))
    except (ValueError, binascii.Error):
        return Truth.UNKNOWN


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _moment(text: str) -> Decimal | None:
    """ISO 8601 or seconds since 1970."""
    if (seconds := _number(text)) is not None and not (len(text) == 4 and text.isdigit()):
        return seconds
    try:
        moment = datetime.fromisoformat(text)
        return Decimal(str((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()))
    except (ValueError, OverflowError):
        return None


def _ordered(read: Callable[[str], Decimal | None], holds: Callable[[Decimal, Decimal], bool]) -> Compare:
    def compare(given: str, value: Text, _: Lookup | None) -> Truth:
        actual, wanted = read(given), read(str(value))
        if is_unknown(value) or actual is None or wanted is None:
            return Truth.UNKNOWN
        return Truth.of(holds(actual, wanted))

    return compare


def _known(compare: Compare) -> Compare:
    """For comparisons that read the document's value as it stands: an unknown value is an unknown answer."""
    return lambda given, value, variables: Truth.UNKNOWN if is_unknown(value) else compare(given, value, variables)


@record
class Operator:
    compare: Compare
    negated: bool = False
    """Several values of the document are then joined by NOR, and an absent key is a match."""


def _family(name: str, read: Callable[[str], Decimal | None]) -> dict[str, Operator]:
    equal = _ordered(read, lambda actual, wanted: actual == wanted)
    return {
        f"{name}Equals": Operator(equal),
        f"{name}NotEquals": Operator(equal, negated=True),
        f"{name}LessThan": Operator(_ordered(read, lambda actual, wanted: actual < wanted)),
        f"{name}LessThanEquals": Operator(_ordered(read, lambda actual, wanted: actual <= wanted)),
        f"{name}GreaterThan": Operator(_ordered(read, lambda actual, wanted: actual > wanted)),
        f"{name}GreaterThanEquals": Operator(_ordered(read, lambda actual, wanted: actual >= wanted)),
    }


OPERATORS: dict[str, Operator] = {
    "StringEquals": Operator(_string_equals),
    "StringNotEquals": Operator(_string_equals, negated=True),
    "StringEqualsIgnoreCase": Operator(_string_equals_ignoring_case),
    "StringNotEqualsIgnoreCase": Operator(_string_equals_ignoring_case, negated=True),
    "StringLike": Operator(_string_like),
    "StringNotLike": Operator(_string_like, negated=True),
    "ArnEquals": Operator(_arn_like),
    "ArnLike": Operator(_arn_like),
    "ArnNotEquals": Operator(_arn_like, negated=True),
    "ArnNotLike": Operator(_arn_like, negated=True),
    "Bool": Operator(_bool),
    "IpAddress": Operator(_known(_ip_address)),
    "NotIpAddress": Operator(_known(_ip_address), negated=True),
    "BinaryEquals": Operator(_known(_binary_equals)),
    **_family("Numeric", _number),
    **_family("Date", _moment),
}
"""Every operator but `Null`, by its documented name. A name outside this table is judged UNKNOWN."""
