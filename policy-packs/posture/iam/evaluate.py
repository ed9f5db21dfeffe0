"""Three-valued evaluation of one request (or family of requests) against one document.

Source: IAM User Guide, "Policy evaluation logic": nothing is allowed unless a statement allows it, and an explicit deny wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice, product

from posture.cached import cached_property
from posture.iam.conditions import holds
from posture.iam.context import Context
from posture.iam.document import AnyPolicy, Effect, Match, NoPolicy, Policy, Statement, Text
from posture.iam.patterns import HOLE, Pattern, folded, glob, is_literal, meet, overlaps, relation, sample, within_segments
from posture.iam.principal import match_principals
from posture.iam.request import Request
from posture.iam.values import UNKNOWN, Truth, Unknown, any_of
from posture.iam.variables import Lookup, expand, may_lack
from posture.record import record

_MAX_NARROWINGS = 64


@record
class StatementMatch:
    """A statement that matches or may match."""

    index: int | None
    sid: str | None
    effect: Effect | Unknown
    truth: Truth


class Decision:
    """What one document says of a request. For a family of requests TRUE means all members, FALSE none.

    Each answer is worked out when it is asked for, and kept: most who ask want one of them, and then only some statements matter.
    """

    def __init__(self, policy: AnyPolicy, request: Request) -> None:
        self._policy = policy if isinstance(policy, Policy) else None
        self._request = request
        self._context = Context(request)
        self._matched: dict[int, Truth] = {}
        closed = isinstance(policy, NoPolicy) or (self._policy is not None and not self._policy.open_ended)
        self._rest = Truth.FALSE if closed else Truth.UNKNOWN
        """What is not seen of the document may allow and may deny anything."""

    @cached_property
    def allow(self) -> Truth:
        """Whether some Allow statement matches, denies left aside."""
        return any_of((self._rest, *self._matches_but(Effect.DENY)))

    @cached_property
    def deny(self) -> Truth:
        """Whether some Deny statement matches (explicit deny)."""
        return any_of((self._rest, *self._matches_but(Effect.ALLOW)))

    @cached_property
    def direct(self) -> Truth:
        """As `allow`, without the principals that only delegate to an account (`root` or account id)."""
        if self._policy is None or not self.allow.possible:
            return self.allow
        policy, request, context = self._policy, self._request, self._context
        only_direct = (
            match_statement(policy, statement, request, context, direct=True)
            & (Truth.UNKNOWN if statement.effect is UNKNOWN else Truth.TRUE)
            for statement in policy.statements
            if statement.effect is not Effect.DENY and self._match(statement).possible
        )
        return any_of((self._rest, *only_direct))

    @cached_property
    def allowed(self) -> Truth:
        """Allow and no explicit deny: this document's answer."""
        if not self.allow.possible or self._policy is None:
            return self.allow
        return self._closed(self._policy)

    @cached_property
    def statements(self) -> tuple[StatementMatch, ...]:
        """The statements that match or may match."""
        return tuple(
            StatementMatch(statement.index, statement.sid, statement.effect, match)
            for statement in (self._policy.statements if self._policy is not None else ())
            if (match := self._match(statement)).possible
        )

    @property
    def may_allow(self) -> bool:
        return self.allowed.possible

    @property
    def must_allow(self) -> bool:
        return self.allowed.certain

    @property
    def may_deny(self) -> bool:
        """An explicit deny may match."""
        return self.deny.possible

    @property
    def must_deny(self) -> bool:
        """An explicit deny certainly matches."""
        return self.deny.certain

    def _match(self, statement: Statement) -> Truth:
        found = self._matched.get(id(statement))
        if found is None:
            assert self._policy is not None
            found = self._matched[id(statement)] = match_statement(self._policy, statement, self._request, self._context)
        return found

    def _matches_but(self, effect: Effect) -> Iterator[Truth]:
        """Matches of the statements with another effect. One whose effect is unknown may allow and may deny."""
        for statement in self._policy.statements if self._policy is not None else ():
            if statement.effect is not effect:
                yield self._match(statement) & (Truth.UNKNOWN if statement.effect is UNKNOWN else Truth.TRUE)

    def _closed(self, policy: Policy) -> Truth:
        plain = self.allow & ~self.deny
        if plain is not Truth.UNKNOWN or self.deny is not Truth.UNKNOWN or policy.open_ended:
            return plain
        if is_literal(glob(self._request.action)) and is_literal(glob(self._request.resource)):
            return plain
        # A family: it is closed too if every part that an Allow opens is denied as a whole.
        for statement in policy.statements:
            if statement.effect is Effect.DENY or not self._match(statement).possible:
                continue
            for part in _parts(statement, self._request):
                if any_of(_denies(policy, part)) is not Truth.TRUE:
                    return Truth.UNKNOWN
        return Truth.FALSE


class _Bounded(Decision):
    """What a document says within a permissions boundary: the boundary allows nothing, and nothing passes that it does not allow.

    Source: IAM User Guide, "Permissions boundaries for IAM entities".
    """

    def __init__(self, policy: Policy, request: Request, limit: Decision) -> None:
        super().__init__(policy, request)
        self._told, self._limit = Decision(policy, request), limit

    @cached_property
    def allow(self) -> Truth:
        return self._told.allow & self._limit.allow

    @cached_property
    def deny(self) -> Truth:
        return any_of((self._told.deny, self._limit.deny))

    @cached_property
    def direct(self) -> Truth:
        return self._told.direct & self._limit.allow

    @cached_property
    def allowed(self) -> Truth:
        return self._told.allowed & self._limit.allowed


def evaluate(policy: AnyPolicy, request: Request) -> Decision:
    """Judge a request. An unknown or malformed document may allow and may deny anything."""
    if isinstance(policy, Policy) and policy.boundary is not None:
        return _Bounded(policy, request, evaluate(policy.boundary, request))
    return Decision(policy, request)


def match_statement(
    policy: Policy, statement: Statement, request: Request, context: Context | None = None, *, direct: bool = False
) -> Truth:
    """Whether the statement applies to the request, whatever its effect. `direct` leaves out principals that only delegate.

    One context may serve several requests of one caller with the same keys to one document.
    """
    context = context or Context(request)
    shown = context.shown.get((id(statement), direct))
    if shown is not None and shown[1] is Truth.FALSE:
        return Truth.FALSE
    answer = Truth.UNKNOWN if isinstance(statement.actions, Unknown) else _match_action(statement.actions, request.action)
    if not answer.possible:
        return answer
    if isinstance(statement.resources, Unknown):
        answer = answer & Truth.UNKNOWN
    elif statement.resources is not None:
        answer = answer & _match_resource(statement.resources, request.resource, context, policy.variables)
    if answer is Truth.FALSE:
        return answer
    if shown is None:
        shown = context.shown[id(statement), direct] = (statement, _shown(policy, statement, request, context, direct=direct))
    return answer & shown[1]


def _shown(policy: Policy, statement: Statement, request: Request, context: Context, *, direct: bool) -> Truth:
    """Whether the statement means this caller with these keys."""
    answer = Truth.TRUE
    if isinstance(statement.principals, Unknown):
        answer = Truth.UNKNOWN
    elif statement.principals is not None:
        answer = match_principals(statement.principals, request.caller, direct=direct)
    if answer is Truth.FALSE:
        return answer
    if isinstance(statement.conditions, Unknown):
        return answer & Truth.UNKNOWN
    variables = context.lookup if policy.variables else None
    for condition in statement.conditions:
        answer = answer & holds(condition, context.lookup, variables)
        if answer is Truth.FALSE:
            break
    return answer


@lru_cache(maxsize=65536)
def _match_action(match: Match, action: str) -> Truth:
    """Action names are compared without regard to case; policy variables are not allowed in them."""
    family = folded(glob(action))
    found = any_of(relation(action_pattern(text), family) for text in match.patterns)
    return ~found if match.negated else found


@lru_cache(maxsize=65536)
def action_pattern(text: Text) -> Pattern:
    return folded(glob(text)) if isinstance(text, str) else HOLE


def _match_resource(match: Match, resource: str, context: Context, variables: bool) -> Truth:
    """Whoever asks, a resource without variables matches alike: that is remembered."""
    if variables and match.variables:
        return _match_with(match, resource, context.lookup)
    return _match_without_variables(match, resource)


@lru_cache(maxsize=65536)
def _match_without_variables(match: Match, resource: str) -> Truth:
    return _match_with(match, resource, None)


def _match_with(match: Match, resource: str, lookup: Lookup | None) -> Truth:
    family = glob(resource)
    patterns = [HOLE if isinstance(text, Unknown) else expand(text, lookup) for text in match.patterns]
    found = any_of(relation(pattern, family, narrow=within_segments(pattern)) for pattern in patterns if pattern is not None)
    if not match.negated:
        return found
    lacking = any(isinstance(text, str) and may_lack(text, lookup) for text in match.patterns)
    return Truth.UNKNOWN if found is Truth.FALSE and lacking else ~found


def _denies(policy: Policy, request: Request) -> Iterator[Truth]:
    context = Context(request)
    return (match_statement(policy, statement, request, context) for statement in policy.statements if statement.effect is Effect.DENY)


def _parts(statement: Statement, request: Request) -> Iterator[Request]:
    """The parts of a family that an Allow statement can open, as families that together hold all of it."""
    actions = _narrowed(statement.actions, folded(glob(request.action)), fold=True)
    resources = _narrowed(statement.resources, glob(request.resource), fold=False)
    parts = list(islice(product(actions, resources), _MAX_NARROWINGS + 1))
    if len(parts) > _MAX_NARROWINGS:
        return iter([request])
    return (replace(request, action=sample(action, "*", "?"), resource=sample(resource, "*", "?")) for action, resource in parts)


def _narrowed(match: Match | Unknown | None, family: Pattern, *, fold: bool) -> list[Pattern]:
    if not isinstance(match, Match) or match.negated or not all(isinstance(text, str) and "${" not in text for text in match.patterns):
        return [family]
    patterns = (folded(glob(str(text))) if fold else glob(str(text)) for text in match.patterns)
    return [part for pattern in patterns if overlaps(pattern, family) and (part := meet(pattern, family)) is not None]
