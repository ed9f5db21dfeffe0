"""One try of one witness: does this statement let this request through, with all denies counted?"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from posture.iam.actions import data_actions, directions, has_no_resource, on_objects
from posture.iam.choices import chosen
from posture.iam.context import Context
from posture.iam.document import AnyPolicy, Effect, Match, Policy, Statement, Text
from posture.iam.evaluate import action_pattern, match_statement
from posture.iam.opening import Certainty, Opening, WitnessKind
from posture.iam.patterns import folded, glob, literal, meet, overlaps, sample
from posture.iam.request import Caller, ContextValue, Request
from posture.iam.values import UNKNOWN, Truth, any_of

NO_RESOURCE = "-"
"""Stands for the resource of an action that has none: only `*` matches it."""


def opens(policy: Policy) -> list[Statement]:
    """The statements that may allow."""
    return [statement for statement in policy.statements if statement.effect is not Effect.DENY]


def through(policy: Policy, statement: Statement, request: Request, context: Context) -> Truth:
    """Whether this statement allows the request and no deny stops it."""
    allowed = match_statement(policy, statement, request, context)
    if statement.effect is UNKNOWN:
        allowed = allowed & Truth.UNKNOWN
    if not allowed.possible:
        return allowed
    denied = any_of(
        match_statement(policy, other, request, context) & (Truth.TRUE if other.effect is Effect.DENY else Truth.UNKNOWN)
        for other in policy.statements
        if other.effect is not Effect.ALLOW and other is not statement
    )
    return allowed & ~denied & (Truth.UNKNOWN if policy.open_ended else Truth.TRUE)


class Witness:
    """A caller with its keys, before one document: what they show of a statement is worked out once, whatever is asked for."""

    __slots__ = ("_caller", "_chosen", "_fixed", "_keys", "_policy", "_stranger")

    def __init__(self, policy: Policy, caller: Caller, keys: dict[str, ContextValue], *, stranger: bool = False) -> None:
        self._policy = policy
        self._caller = caller
        self._keys = keys
        self._stranger = stranger
        self._fixed: Context | None = None
        self._chosen: dict[int, tuple[dict[str, ContextValue], Context]] = {}

    def held_off(self, statement: Statement) -> bool:
        """Whether the statement was found not to mean this caller with these keys."""
        shown = self._fixed.shown.get((id(statement), False)) if self._fixed is not None else None
        return shown is not None and shown[1] is Truth.FALSE

    def passes(self, statement: Statement, action: str, resource: str) -> Truth:
        """FALSE: the witness is stopped whatever else the request holds. TRUE: it can bring a request that certainly passes."""
        request = Request(action, resource, self._caller, self._keys)
        if self._fixed is None:
            self._fixed = Context(request)
        first = through(self._policy, statement, request, self._fixed)
        if first is not Truth.UNKNOWN:
            return first
        known = self._chosen.get(statement.index)
        if known is None:
            keys = chosen(self._policy, statement, self._keys, stranger=self._stranger)
            known = self._chosen[statement.index] = (keys, Context(Request(action, resource, self._caller, keys)))
        second = through(self._policy, statement, Request(action, resource, self._caller, known[0]), known[1])
        return Truth.TRUE if second is Truth.TRUE else Truth.UNKNOWN


def candidate_actions(statement: Statement, prefix: str, wanted: Iterable[str] | None) -> list[str]:
    """The data-carrying actions of a service that the statement can mean; names of its own where the service is not listed."""
    if wanted is not None:
        return list(dict.fromkeys(wanted))
    if not isinstance(statement.actions, Match):
        return list(data_actions(prefix)) or [f"{prefix}:Witness"]
    return list(_meant(statement.actions, prefix))


@lru_cache(maxsize=65536)
def _meant(actions: Match, prefix: str) -> tuple[str, ...]:
    listed = list(data_actions(prefix))
    family = folded(glob(f"{prefix}:*"))
    found = [action for action in listed if any(overlaps(action_pattern(text), literal(action.lower())) for text in actions.patterns)]
    if actions.negated:
        return tuple(listed or [f"{prefix}:Witness"])
    for text in actions.patterns:
        pattern = action_pattern(text)
        if not overlaps(pattern, family):
            continue
        if any(overlaps(pattern, literal(action.lower())) for action in listed):
            continue
        part = meet(pattern, family)
        action = text if isinstance(text, str) and part == pattern else f"{prefix}:*"
        action = sample(glob(action), "Witness")
        if directions(text if isinstance(text, str) else action):
            found.append(action)
    return tuple(dict.fromkeys(found))


def grouped(told_by: frozenset[Text], actions: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Actions that every statement treats alike, judged by one of them. `told_by`: the document's `action_texts`."""
    return grouped_by(told_by, tuple(actions))


def action_texts(policies: Iterable[AnyPolicy]) -> frozenset[Text]:
    """The patterns of actions by which the documents tell actions apart."""
    told = [policy for policy in policies if isinstance(policy, Policy)]
    limits = [policy.boundary for policy in told if isinstance(policy.boundary, Policy)]
    return frozenset(
        text
        for policy in (*told, *limits)
        for statement in policy.statements
        if isinstance(statement.actions, Match)
        for text in statement.actions.patterns
    )


@lru_cache(maxsize=65536)
def grouped_by(texts: frozenset[Text], actions: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Actions that fit the same patterns, under the first of them."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for action in actions:
        lowered = literal(action.lower())
        fitting = frozenset(text for text in texts if overlaps(action_pattern(text), lowered))
        shape = (
            on_objects(action),
            has_no_resource(action),
            directions(action),
            action.lower() == "s3:getobject",
            action.lower() == "s3:putobject",
        )
        groups.setdefault((fitting, shape), []).append(action)
    return tuple((members[0], tuple(members)) for members in groups.values())


class Openings:
    """Collects openings, one per statement and witness, and leaves out what a wider one already says."""

    def __init__(self) -> None:
        self._found: dict[tuple[int | None, WitnessKind, str, Certainty], Opening] = {}

    def add(
        self,
        statement: Statement | None,
        witness: tuple[WitnessKind, str],
        actions: tuple[str, ...],
        reason: str,
        certainty: Certainty,
    ) -> None:
        index = statement.index if statement else None
        key = (index, *witness, certainty)
        before = self._found.get(key)
        names = tuple(dict.fromkeys((*(before.actions if before else ()), *actions)))
        self._found[key] = Opening(
            statement=index,
            sid=statement.sid if statement else None,
            witness_kind=witness[0],
            witness=witness[1],
            actions=names,
            reason=before.reason if before else reason,
            certainty=certainty,
            directions=frozenset(way for action in names for way in directions(action)),
        )

    def found(self) -> list[Opening]:
        openings = list(self._found.values())
        return [opening for opening in openings if not any(_says_more(other, opening) for other in openings)]


_WIDTH = {WitnessKind.ANY: 3, WitnessKind.NO_ORGANIZATION: 2, WitnessKind.ANONYMOUS: 2}


def _says_more(wide: Opening, narrow: Opening) -> bool:
    if wide is narrow or wide.statement != narrow.statement or not set(narrow.actions) <= set(wide.actions):
        return False
    if narrow.certain and not wide.certain:
        return False
    if (wide.witness_kind, wide.witness) == (narrow.witness_kind, narrow.witness):
        return wide.certain and not narrow.certain
    return _WIDTH.get(wide.witness_kind, 1) > _WIDTH.get(narrow.witness_kind, 1)


def document_opening(reason: str, actions: tuple[str, ...] = ()) -> Opening:
    """An answer about the document as a whole: it could not be judged."""
    return Opening(None, None, WitnessKind.DOCUMENT, "any", actions, reason, Certainty.UNKNOWN)
