"""Three-valued evaluation of one request (or family of requests) against one document.

Source: IAM User Guide, "Policy evaluation logic": nothing is allowed unless a statement allows it, and an explicit deny wins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, product

from posture.iam.conditions import holds
from posture.iam.context import Context
from posture.iam.document import AnyPolicy, Effect, Match, NoPolicy, Policy, Statement, Text
from posture.iam.patterns import HOLE, Pattern, folded, glob, is_literal, meet, overlaps, relation, sample, within_segments
from posture.iam.principal import match_principals
from posture.iam.request import Request
from posture.iam.values import UNKNOWN, Truth, Unknown, all_of, any_of
from posture.iam.variables import Lookup, expand, may_lack

_MAX_NARROWINGS = 64


@dataclass(frozen=True, slots=True)
class StatementMatch:
    """A statement that matches or may match."""

    index: int | None
    sid: str | None
    effect: Effect | Unknown
    truth: Truth


@dataclass(frozen=True, slots=True)
class Decision:
    """What one document says of a request. For a family of requests TRUE means all members, FALSE none."""

    allow: Truth
    """Whether some Allow statement matches, denies left aside."""
    deny: Truth
    """Whether some Deny statement matches (explicit deny)."""
    direct: Truth
    """As `allow`, without the principals that only delegate to an account (`root` or account id)."""
    allowed: Truth
    """Allow and no explicit deny: this document's answer."""
    statements: tuple[StatementMatch, ...] = ()

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


_UNDECIDED = Decision(Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN)
_NOTHING = Decision(Truth.FALSE, Truth.FALSE, Truth.FALSE, Truth.FALSE)


def evaluate(policy: AnyPolicy, request: Request) -> Decision:
    """Judge a request. An unknown or malformed document may allow and may deny anything."""
    if isinstance(policy, NoPolicy):
        return _NOTHING
    if not isinstance(policy, Policy):
        return _UNDECIDED
    context = Context(request)
    matches = [(statement, match_statement(policy, statement, request, context)) for statement in policy.statements]
    rest = Truth.UNKNOWN if policy.open_ended else Truth.FALSE
    allow = any_of([rest, *(match for statement, match in matches if statement.effect is Effect.ALLOW), *_undecided(matches)])
    deny = any_of([rest, *(match for statement, match in matches if statement.effect is Effect.DENY), *_undecided(matches)])
    direct = allow
    if allow.possible:
        only_direct = [
            match_statement(policy, statement, request, context, direct=True)
            & (Truth.UNKNOWN if statement.effect is UNKNOWN else Truth.TRUE)
            for statement, match in matches
            if match.possible and statement.effect is not Effect.DENY
        ]
        direct = any_of([rest, *only_direct])
    allowed = _allowed(policy, request, allow, deny, matches)
    if policy.boundary is not None:  # IAM User Guide, "Permissions boundaries for IAM entities"
        limit = evaluate(policy.boundary, request)
        allow, direct, deny, allowed = allow & limit.allow, direct & limit.allow, any_of((deny, limit.deny)), allowed & limit.allowed
    return Decision(
        allow=allow,
        deny=deny,
        direct=direct,
        allowed=allowed,
        statements=tuple(
            StatementMatch(statement.index, statement.sid, statement.effect, match) for statement, match in matches if match.possible
        ),
    )


def _undecided(matches: list[tuple[Statement, Truth]]) -> Iterator[Truth]:
    """A statement whose effect is unknown may allow and may deny."""
    return (match & Truth.UNKNOWN for statement, match in matches if statement.effect is UNKNOWN)


def match_statement(
    policy: Policy, statement: Statement, request: Request, context: Context | None = None, *, direct: bool = False
) -> Truth:
    """Whether the statement applies to the request, whatever its effect. `direct` leaves out principals that only delegate."""
    context = context or Context(request)
    answer = Truth.UNKNOWN if isinstance(statement.actions, Unknown) else _match_action(statement.actions, request.action)
    if not answer.possible:
        return answer
    variables = context.lookup if policy.variables else None
    if isinstance(statement.resources, Unknown):
        answer = answer & Truth.UNKNOWN
    elif statement.resources is not None:
        answer = answer & _match_resource(statement.resources, request.resource, context, policy.variables)
    if not answer.possible:
        return answer
    if isinstance(statement.principals, Unknown):
        answer = answer & Truth.UNKNOWN
    elif statement.principals is not None:
        answer = answer & match_principals(statement.principals, request.caller, direct=direct)
    if not answer.possible:
        return answer
    if isinstance(statement.conditions, Unknown):
        return answer & Truth.UNKNOWN
    return answer & all_of(holds(condition, context.lookup, variables) for condition in statement.conditions)


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
    if variables and any(isinstance(text, str) and "${" in text for text in match.patterns):
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


def _allowed(policy: Policy, request: Request, allow: Truth, deny: Truth, matches: list[tuple[Statement, Truth]]) -> Truth:
    plain = allow & ~deny
    if plain is not Truth.UNKNOWN or deny is not Truth.UNKNOWN or policy.open_ended:
        return plain
    if is_literal(glob(request.action)) and is_literal(glob(request.resource)):
        return plain
    # A family: it is closed too if every part that an Allow opens is denied as a whole.
    for statement, match in matches:
        if not match.possible or statement.effect is Effect.DENY:
            continue
        for part in _parts(statement, request):
            if any_of(_denies(policy, part)) is not Truth.TRUE:
                return Truth.UNKNOWN
    return Truth.FALSE


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
