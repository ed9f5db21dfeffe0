"""Organization policies as text: minified, and split so that each document and each target stays within AWS's quotas.

Sources: AWS Organizations User Guide, "Quotas and service limits for AWS Organizations" (5,120 characters a service or resource control
policy; five of a type on a root, unit or account, of which the managed FullAWSAccess is one), "SCP syntax" (no Principal), "RCP syntax"
(Deny for the principal "*").
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from ai_zones.aws.policy_document import Conditions, Statement

MAX_CONTROL_POLICY: Final = 5120
"""Characters of a service or resource control policy, as sent: white space counts."""

MAX_OPT_OUT_POLICY: Final = 2500
"""Characters of an AI services opt-out policy."""

MAX_MANAGEMENT_POLICY: Final = 10000
"""Characters of a tag, backup or declarative policy."""

OWN_POLICIES: Final = 4
"""Control policies of one type that a target takes beside the managed one."""


class TooLargeError(ValueError):
    """Statements that no allowed number of documents holds."""


def forbid(
    sid: str,
    actions: Iterable[str] = (),
    *,
    but_actions: Iterable[str] = (),
    resources: Iterable[str] = ("*",),
    conditions: Conditions | None = None,
) -> Statement:
    """One `Deny` of an SCP: of `actions`, or of everything but `but_actions`."""
    given, spared = list(actions), list(but_actions)
    if bool(given) == bool(spared):
        raise ValueError(f"{sid}: either actions or but_actions")
    statement: Statement = {"Sid": sid, "Effect": "Deny"}
    statement["Action" if given else "NotAction"] = _short(given or spared)
    statement["Resource"] = _short(list(resources))
    if conditions:
        statement["Condition"] = {operator: {key: _short(value) for key, value in keys.items()} for operator, keys in conditions.items()}
    return statement


def forbid_everyone(sid: str, actions: Iterable[str], *, conditions: Conditions) -> Statement:
    """One `Deny` of an RCP: whoever asks, from wherever."""
    return {**forbid(sid, actions, conditions=conditions), "Principal": "*"}


def minified(document: Mapping[str, Any]) -> str:
    """JSON without white space; the same document always gives the same text."""
    return json.dumps(document, separators=(",", ":"))


def split(statements: Iterable[Statement], *, limit: int = MAX_CONTROL_POLICY, most: int = OWN_POLICIES) -> list[str]:
    """Documents that hold all statements, each within `limit` characters, at most `most` of them.

    First fit, largest first: what is in which document follows from the statements alone. Raises `TooLargeError`, which names the
    statement that is too long by itself, or says how many documents would be needed.
    """
    given = list(statements)
    order = sorted(given, key=lambda statement: (-len(minified(statement)), statement["Sid"]))
    bins: list[list[Statement]] = []
    for statement in order:
        if len(_text([statement])) > limit:
            raise TooLargeError(
                f"statement {statement['Sid']} alone has {len(_text([statement]))} characters; allowed in a policy: {limit}"
            )
        room = next((held for held in bins if len(_text([*held, statement])) <= limit), None)
        if room is None:
            bins.append([statement])
        else:
            room.append(statement)
    if len(bins) > most:
        raise TooLargeError(f"{len(given)} statements need {len(bins)} policies of {limit} characters; a target takes {most} of its own")
    return [_text(sorted(held, key=lambda statement: given.index(statement))) for held in bins]


def fits(document: Mapping[str, Any], limit: int, what: str) -> str:
    """A management policy as text; raises `TooLargeError` where it is too long: such policies are not split."""
    text = minified(document)
    if len(text) > limit:
        raise TooLargeError(f"the {what} policy has {len(text)} characters; allowed: {limit}")
    return text


def _text(statements: list[Statement]) -> str:
    return minified({"Version": "2012-10-17", "Statement": statements})


def _short(value: Any) -> Any:
    """A list of one is written as the one: it is shorter, and means the same."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value
