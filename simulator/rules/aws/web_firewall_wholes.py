"""What a statement and an action of a web ACL can't be without, wherever they stand.

The provider's schema calls most of these parts optional; the service answers with WAFInvalidParameterException, "You have used none or multiple
values for a field that requires exactly one value".
Sources: AWS WAF API Reference, Statement, ByteMatchStatement, SizeConstraintStatement, SqliMatchStatement, XssMatchStatement,
RegexMatchStatement, RegexPatternSetReferenceStatement (FieldToMatch and TextTransformations are required, one or more of the latter),
FieldToMatch ("include the single FieldToMatch type"), RateBasedStatementCustomKey ("a single custom aggregate key"; an address needs "at least
one other key"), RateLimitHeader, RateLimitUriPath, RuleAction, OverrideAction, DefaultAction, RuleActionOverride; LoggingConfiguration
(RedactedFields: UriPath, QueryString, SingleHeader and Method are "the only valid settings").
"""

from collections.abc import Iterator

from simulator.rules import Fault, Properties
from simulator.rules.aws.parts import items

INSPECTING = (
    "byteMatchStatement",
    "regexMatchStatement",
    "regexPatternSetReferenceStatement",
    "sizeConstraintStatement",
    "sqliMatchStatement",
    "xssMatchStatement",
)
"""Statements that look at one part of a request."""
_TRANSFORMED = ("cookie", "header", "queryArgument", "queryString", "uriPath")
"""Keys of a rate that are transformed before they are compared."""
_ADDRESSES = ("ip", "forwardedIp")
REDACTED = ("method", "queryString", "singleHeader", "uriPath")


def unwhole_rules(inputs: Properties) -> Iterator[Fault]:
    """Actions, and statements down to the last one."""
    yield from exactly_one(inputs.get("defaultAction"), "defaultAction")
    for at, rule in items(inputs, "rules"):
        for name in ("action", "overrideAction"):
            if rule.get(name) is not None:
                yield from exactly_one(rule[name], f"rules[{at}].{name}")
        yield from _statement(rule.get("statement"), f"rules[{at}].statement")


def exactly_one(value: object, path: str, kinds: tuple[str, ...] = ()) -> Iterator[Fault]:
    """One member, of any value: `{}` is how most of them are written."""
    if not isinstance(value, dict):
        return
    found = sorted(name for name, inner in value.items() if inner is not None and inner != [])
    if len(found) != 1:
        yield path, f"must hold exactly one value, not {len(found)}" + (f" ({', '.join(found)})" if found else "")
    elif kinds and found[0] not in kinds:
        yield path, f"can't be {found[0]}; allowed: {', '.join(kinds)}"


def _statement(statement: object, path: str) -> Iterator[Fault]:
    if not isinstance(statement, dict):
        return
    yield from exactly_one(statement, path)
    for kind, inner in statement.items():
        if not isinstance(inner, dict):
            continue
        here = f"{path}.{kind}"
        if kind in INSPECTING:
            yield from _inspection(inner, here)
        elif kind == "rateBasedStatement":
            yield from _keys(inner, here)
        for at, override in items(inner, "ruleActionOverrides"):
            if override.get("actionToUse") is None:
                yield f"{here}.ruleActionOverrides[{at}].actionToUse", "is required"
            yield from exactly_one(override.get("actionToUse"), f"{here}.ruleActionOverrides[{at}].actionToUse")
        yield from _statement(inner.get("scopeDownStatement"), f"{here}.scopeDownStatement")
        yield from _statement(inner.get("statement"), f"{here}.statement")
        for at, nested in items(inner, "statements"):
            yield from _statement(nested, f"{here}.statements[{at}]")


def _inspection(inner: Properties, path: str) -> Iterator[Fault]:
    if inner.get("fieldToMatch") is None:
        yield f"{path}.fieldToMatch", "is required"
    yield from exactly_one(inner.get("fieldToMatch"), f"{path}.fieldToMatch")
    yield from _transformations(inner, path)


def _transformations(inner: Properties, path: str) -> Iterator[Fault]:
    if inner.get("textTransformations") in (None, []):
        yield f"{path}.textTransformations", "needs one or more; NONE is one"


def _keys(rate: Properties, path: str) -> Iterator[Fault]:
    keys = rate.get("customKeys")
    for at, key in items(rate, "customKeys"):
        here = f"{path}.customKeys[{at}]"
        yield from exactly_one(key, here)
        for name, inner in key.items():
            if name in _TRANSFORMED and isinstance(inner, dict):
                yield from _transformations(inner, f"{here}.{name}")
    if isinstance(keys, list) and len(keys) == 1 and isinstance(keys[0], dict) and set(keys[0]) & set(_ADDRESSES):
        yield f"{path}.customKeys", "an address alone is the key IP or FORWARDED_IP; as a custom key it needs one more"


def unwhole_redactions(inputs: Properties) -> Iterator[Fault]:
    """Each redacted field names one part of a request."""
    for at, field in items(inputs, "redactedFields"):
        yield from exactly_one(field, f"redactedFields[{at}]", REDACTED)
