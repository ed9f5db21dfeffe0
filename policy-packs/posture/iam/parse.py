"""From a JSON string, a mapping or an unknown to a `Policy`.

Source: IAM User Guide, "Grammar of the IAM JSON policy language". AWS refuses what does not follow the grammar, so what would
stand in its place is not known: the answer is a `PolicyFault`, never an exception and never half a policy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Never

from posture.iam.document import (
    AnyPolicy,
    Condition,
    Effect,
    Match,
    NoPolicy,
    Policy,
    PolicyFault,
    PolicyKind,
    PrincipalEntry,
    PrincipalKind,
    Principals,
    Statement,
    Text,
    UnknownPolicy,
)
from posture.iam.values import UNKNOWN, Unknown, is_unknown

_VERSIONS = ("2012-10-17", "2008-10-17")
_POLICY_KEYS = frozenset({"Version", "Id", "Statement"})
_STATEMENT_KEYS = frozenset(
    {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"},
)
_PRINCIPAL_KINDS = {kind.value: kind for kind in (PrincipalKind.AWS, PrincipalKind.SERVICE, PrincipalKind.FEDERATED)} | {
    PrincipalKind.CANONICAL_USER.value: PrincipalKind.CANONICAL_USER,
}
_UNKNOWN_STATEMENT = (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)


class _FaultError(Exception):
    """Carries the fault out of the parser; never leaves this module."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(reason)
        self.fault = PolicyFault(path, reason)


def parse_policy(value: object, kind: PolicyKind = PolicyKind.ANY) -> AnyPolicy:
    """The document as data.

    `None` and the empty string are `NoPolicy`; an unknown value is `UnknownPolicy`; unknown leaves stay unknown.
    Anything that AWS would refuse is a `PolicyFault` with its place. Never raises.
    """
    return _parsed_text(value, kind) if isinstance(value, str) else _parsed(value, kind)


@lru_cache(maxsize=65536)
def _parsed_text(text: str, kind: PolicyKind) -> AnyPolicy:
    """Remembered: several readers and rules ask for one document."""
    return _parsed(text, kind)


def _parsed(value: object, kind: PolicyKind) -> AnyPolicy:
    try:
        return _document(value, kind)
    except _FaultError as error:
        return error.fault
    except Exception as error:  # noqa: BLE001 - a foreign object in the document may raise anything when looked at
        return PolicyFault("$", f"the document could not be read ({type(error).__name__})")


def _refuse(path: str, reason: str) -> Never:
    raise _FaultError(path, reason)


def _document(value: object, kind: PolicyKind) -> AnyPolicy:
    if is_unknown(value):
        return UnknownPolicy(kind)
    if value is None or (isinstance(value, str) and not value.strip()):
        return NoPolicy(kind)
    if isinstance(value, (str, bytes)):
        try:
            value = json.loads(value, object_pairs_hook=_no_duplicates)
        except ValueError as error:
            _refuse("$", f"not JSON: {error}")
    if not isinstance(value, (dict, Mapping)):
        _refuse("$", f"a policy is an object, this is {_named(value)}")
    _only(value, _POLICY_KEYS, "$")
    version = value.get("Version", _VERSIONS[1])
    if not is_unknown(version) and version not in _VERSIONS:
        _refuse("$.Version", f"{version!r} is not one of {', '.join(_VERSIONS)}")
    if "Statement" not in value:
        _refuse("$.Statement", "missing")
    # An unknown version is read as the current one, in which `${...}` may match more.
    variables = is_unknown(version) or version == _VERSIONS[0]
    raw = value["Statement"]
    if is_unknown(raw):
        return Policy((), kind, variables, open_ended=True)
    statements = [
        _statement(item, index, f"$.Statement[{index}]" if _is_list(raw) else "$.Statement", kind)
        for index, item in enumerate(_listed(raw))
    ]
    if not statements:
        _refuse("$.Statement", "empty")
    _same_attachment(statements, kind)
    return Policy(tuple(statements), kind, variables)


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key occurs twice in one object")
    return found


def _statement(raw: object, index: int, path: str, kind: PolicyKind) -> Statement:
    if is_unknown(raw):
        return Statement(index, None, *_UNKNOWN_STATEMENT)
    if not isinstance(raw, (dict, Mapping)):
        _refuse(path, f"a statement is an object, this is {_named(raw)}")
    _only(raw, _STATEMENT_KEYS, path)
    sid = raw.get("Sid")
    if sid is not None and not isinstance(sid, str) and not is_unknown(sid):
        _refuse(f"{path}.Sid", f"a Sid is text, this is {_named(sid)}")
    statement = Statement(
        index=index,
        sid=sid if isinstance(sid, str) and sid else None,
        effect=_effect(raw.get("Effect"), path),
        principals=_principals(raw, path),
        actions=_actions(raw, path),
        resources=_match(raw, "Resource", path),
        conditions=_conditions(raw.get("Condition"), f"{path}.Condition"),
    )
    if kind is PolicyKind.IDENTITY and statement.principals is not None:
        _refuse(f"{path}.Principal", "an identity policy names no principal")
    if kind in (PolicyKind.RESOURCE, PolicyKind.TRUST, PolicyKind.ENDPOINT) and statement.principals is None:
        _refuse(f"{path}.Principal", "missing")
    if kind is PolicyKind.TRUST and statement.resources is not None:
        _refuse(f"{path}.Resource", "a trust policy names no resource")
    needs_resource = kind in (PolicyKind.IDENTITY, PolicyKind.ENDPOINT) or (kind is PolicyKind.ANY and statement.principals is None)
    if needs_resource and statement.resources is None:
        _refuse(f"{path}.Resource", "missing")
    return statement


def _same_attachment(statements: list[Statement], kind: PolicyKind) -> None:
    if kind is PolicyKind.ANY and len({statement.principals is None for statement in statements}) > 1:
        without = next(statement.index for statement in statements if statement.principals is None)
        _refuse(f"$.Statement[{without}].Principal", "missing, while other statements have one")


def _effect(raw: object, path: str) -> Effect | Unknown:
    if is_unknown(raw):
        return UNKNOWN
    if raw in ("Allow", "Deny"):
        return Effect(str(raw))
    _refuse(f"{path}.Effect", "missing" if raw is None else f"{raw!r} is neither Allow nor Deny")


def _principals(raw: Mapping[str, object], path: str) -> Principals | Unknown | None:
    name = _one_of(raw, "Principal", path)
    if name is None:
        return None
    value, here = raw[name], f"{path}.{name}"
    if is_unknown(value):
        return UNKNOWN
    negated = name.startswith("Not")
    if value == "*":
        return Principals((PrincipalEntry(PrincipalKind.EVERYONE, "*"),), negated)
    if not isinstance(value, (dict, Mapping)):
        _refuse(here, 'a principal is "*" or an object such as {"AWS": "..."}')
    entries: list[PrincipalEntry] = []
    for written, listed in value.items():
        if (kind := _PRINCIPAL_KINDS.get(str(written))) is None:
            _refuse(f"{here}.{written}", f"not one of {', '.join(_PRINCIPAL_KINDS)}")
        for text in _texts(listed, f"{here}.{written}"):
            everyone = kind is PrincipalKind.AWS and text == "*"
            entries.append(PrincipalEntry(PrincipalKind.EVERYONE if everyone else kind, text))
    if not entries:
        _refuse(here, "names nobody")
    return Principals(tuple(entries), negated)


def _actions(raw: Mapping[str, object], path: str) -> Match | Unknown:
    match = _match(raw, "Action", path)
    if match is None:
        _refuse(f"{path}.Action", "missing")
    if isinstance(match, Match):
        for text in match.patterns:
            if isinstance(text, str) and text != "*" and ":" not in text and text.strip("*"):
                _refuse(f"{path}.{'NotAction' if match.negated else 'Action'}", f'{text!r} is neither "*" nor service:action')
    return match


def _match(raw: Mapping[str, object], element: str, path: str) -> Match | Unknown | None:
    name = _one_of(raw, element, path)
    if name is None:
        return None
    value = raw[name]
    return UNKNOWN if is_unknown(value) else Match(_texts(value, f"{path}.{name}"), negated=name.startswith("Not"))


def _conditions(raw: object, path: str) -> tuple[Condition, ...] | Unknown:
    if raw is None:
        return ()
    if is_unknown(raw):
        return UNKNOWN
    if not isinstance(raw, (dict, Mapping)):
        _refuse(path, f"conditions are an object, this is {_named(raw)}")
    found: list[Condition] = []
    for operator, keys in raw.items():
        if is_unknown(keys):
            return UNKNOWN
        if not isinstance(keys, (dict, Mapping)):
            _refuse(f"{path}.{operator}", f"an operator holds an object of keys, this is {_named(keys)}")
        found.extend(Condition(str(operator), str(key), _values(values, f"{path}.{operator}.{key}")) for key, values in keys.items())
    return tuple(found)


def _values(raw: object, path: str) -> tuple[Text, ...]:
    """Condition values: text, or JSON booleans and numbers, which AWS reads as text. An empty list is kept: it is judged UNKNOWN."""
    values: list[Text] = []
    for item in _listed(raw):
        if isinstance(item, str):
            values.append(item)
        elif is_unknown(item):
            values.append(UNKNOWN)
        elif isinstance(item, bool):
            values.append(str(item).lower())
        elif isinstance(item, (int, float)):
            values.append(str(item))
        else:
            _refuse(path, f"a condition value is text, this is {_named(item)}")
    return tuple(values)


def _texts(raw: object, path: str) -> tuple[Text, ...]:
    values: list[Text] = []
    for item in _listed(raw):
        if isinstance(item, str) and item:
            values.append(item)
        elif is_unknown(item):
            values.append(UNKNOWN)
        elif isinstance(item, int) and not isinstance(item, bool):
            # YAML authors write account ids without quotes; leading zeros are lost already, so restore them.
            values.append(f"{item:012d}")
        else:
            _refuse(path, f"not a text: {_named(item)}")
    if not values:
        _refuse(path, "empty")
    return tuple(values)


def _one_of(raw: Mapping[str, object], element: str, path: str) -> str | None:
    named = [name for name in (element, f"Not{element}") if raw.get(name) is not None]
    if len(named) > 1:
        _refuse(f"{path}.{element}", f"{element} and Not{element} exclude each other")
    return named[0] if named else None


def _only(raw: Mapping[str, object], allowed: frozenset[str], path: str) -> None:
    for key in raw:
        if key not in allowed:
            _refuse(f"{path}.{key}", f"not an element of the policy language; allowed: {', '.join(sorted(allowed))}")


def _is_list(value: object) -> bool:
    return isinstance(value, (list, Sequence)) and not isinstance(value, (str, bytes))


def _listed(value: object) -> list[object]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return value
    return list(value) if isinstance(value, Sequence) and not isinstance(value, bytes) else [value]


def _named(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "a boolean", int: "a number", float: "a number", type(None): "null"}
    return names.get(type(value), type(value).__name__)
