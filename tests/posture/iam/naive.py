"""A second evaluator, two-valued and written from the documentation alone: regular expressions, no patterns, no unknowns.

It judges concrete requests only, and exists to disagree with the real one.
"""

import ipaddress
import re
from base64 import b64decode
from datetime import datetime
from typing import Any

from posture.iam import ABSENT, CallerKind, Request

_VARIABLE = re.compile(r"\$\{([^}]*)\}")


class UndocumentedError(Exception):
    """The documentation does not say what happens here."""


def wildcard(pattern: str, text: str, *, across: str = ".") -> bool:
    expression = "".join(f"{across}*" if c == "*" else across if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch(expression, text, re.DOTALL) is not None


def allowed(document: dict[str, Any], request: Request) -> bool:
    matching = [statement["Effect"] for statement in document["Statement"] if _applies(statement, request)]
    return "Allow" in matching and "Deny" not in matching


def together(
    identity: dict[str, Any], resource: dict[str, Any], others: list[dict[str, Any]], request: Request, *, same_account: bool
) -> bool:
    """All documents: a deny in any wins; every one of `others` (endpoint, each level of the organization) has to allow.

    Documents of the caller and of `others` are written with Principal `*`, which says as much as none.
    """
    documents = [identity, resource, *others]
    if any(statement["Effect"] == "Deny" and _applies(statement, request) for one in documents for statement in one["Statement"]):
        return False
    if not all(allowed(one, request) for one in others):
        return False
    granted, by_resource = allowed(identity, request), allowed(resource, request)
    if not same_account:
        return granted and by_resource
    itself = [one for one in resource["Statement"] if one.get("Principal") != {"AWS": request.caller.account}]
    return granted or allowed({"Statement": itself}, request)


def _applies(statement: dict[str, Any], request: Request) -> bool:
    action = any(wildcard(pattern.lower(), request.action.lower()) for pattern in _either(statement, "Action"))
    if action != ("Action" in statement):
        return False
    resource = False
    for pattern in _either(statement, "Resource"):
        filled = _filled(pattern, request)
        if filled is None:
            if "NotResource" in statement:
                raise UndocumentedError
            continue
        resource = resource or wildcard(filled, request.resource)
    if resource != ("Resource" in statement):
        return False
    if not _principal(statement, request):
        return False
    return all(
        _condition(operator, key, values if isinstance(values, list) else [values], request)
        for operator, keys in statement.get("Condition", {}).items()
        for key, values in keys.items()
    )


def _either(statement: dict[str, Any], element: str) -> list[str]:
    value: Any = statement.get(element, statement.get(f"Not{element}"))
    return value if isinstance(value, list) else [value]


def _principal(statement: dict[str, Any], request: Request) -> bool:
    element: Any = statement.get("Principal", statement.get("NotPrincipal"))
    caller = request.caller
    if element in ("*", {"AWS": "*"}):
        named = True
    elif "Service" in element:
        named = caller.kind is CallerKind.SERVICE and caller.service == element["Service"]
    else:
        value = element["AWS"]
        by_account = caller.kind is CallerKind.AWS and caller.account == value
        itself = caller.kind is CallerKind.AWS and caller.arn == value
        named = by_account or itself
        if "NotPrincipal" in statement and (by_account or itself):
            # The documentation wants both the role and its account named, and says "might" for anything less.
            raise UndocumentedError
    return named == ("Principal" in statement)


def _filled(text: str, request: Request) -> str | None:
    missing = False

    def value(found: re.Match[str]) -> str:
        nonlocal missing
        resolved = request.context.get(found.group(1), ABSENT)
        missing = missing or not isinstance(resolved, str)
        return str(resolved)

    filled = _VARIABLE.sub(value, text)
    return None if missing else filled


def _condition(operator: str, key: str, values: list[str], request: Request) -> bool:
    given = request.context.get(key, ABSENT)
    if operator == "Null":
        return any((given is ABSENT) == (value == "true") for value in values)
    quantifier, _, base = operator.rpartition(":")
    negated = base.startswith(("StringNot", "ArnNot", "NotIp", "NumericNot", "DateNot"))
    if given is ABSENT:
        if base.endswith("IfExists"):
            return True
        return {"ForAllValues": True, "ForAnyValue": False}.get(quantifier, negated)
    base = base.removesuffix("IfExists")
    filled = [_filled(value, request) for value in values]
    several = given if isinstance(given, tuple) else (str(given),)
    if isinstance(given, tuple) and not quantifier:
        # "Do not use set operators with single-valued keys", and of the reverse it says only that a set operator is needed.
        raise UndocumentedError
    answers = []
    for one in several:
        matched = any(_matches(base.replace("Not", ""), one, value) for value in filled if value is not None)
        if negated and not matched and None in filled:
            raise UndocumentedError
        answers.append(matched != negated)
    return any(answers) if quantifier == "ForAnyValue" else all(answers)


def _matches(base: str, given: str, value: str) -> bool:
    match base:
        case "StringEquals":
            return given == value
        case "StringEqualsIgnoreCase":
            return given.lower() == value.lower()
        case "StringLike":
            return wildcard(value, given)
        case "ArnLike" | "ArnEquals":
            pairs = list(zip(value.split(":", 5), given.split(":", 5), strict=True))
            return all(wildcard(part, text) for part, text in pairs)
        case "Bool":
            return given == value
        case "IpAddress":
            return ipaddress.ip_address(given) in ipaddress.ip_network(value)
        case "NumericEquals":
            return int(given) == int(value)
        case "NumericLessThan":
            return int(given) < int(value)
        case "NumericGreaterThanEquals":
            return int(given) >= int(value)
        case "DateEquals":
            return datetime.fromisoformat(given) == datetime.fromisoformat(value)
        case "DateLessThan":
            return datetime.fromisoformat(given) < datetime.fromisoformat(value)
        case "DateGreaterThanEquals":
            return datetime.fromisoformat(given) >= datetime.fromisoformat(value)
        case "BinaryEquals":
            return b64decode(given) == b64decode(value)
    raise AssertionError(base)
