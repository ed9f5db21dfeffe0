"""Whether a request is allowed by all documents together.

Source: IAM User Guide, "Policy evaluation logic" (same account: identity or resource policy; cross account: both; explicit deny wins
anywhere), "Permissions boundaries for IAM entities", "Session policies", "Evaluating identity-based policies with resource-based
policies"; AWS Organizations User Guide, "SCP evaluation" and "RCP evaluation" (each level from the root to the account has to allow);
AWS KMS Developer Guide, "Key policies" and IAM User Guide, "How IAM roles differ from resource-based policies": a key or a role is
reached only if its own policy allows it, or delegates to its account.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from posture.iam.context import Context
from posture.iam.document import AnyPolicy, NoPolicy, UnknownPolicy
from posture.iam.evaluate import Decision, evaluate
from posture.iam.request import Request
from posture.iam.values import Truth, all_of, any_of
from posture.record import record

Levels = Sequence[Sequence[AnyPolicy]]
"""Organization policies by level, from the root to the account: the documents attached there, of which one has to allow."""


@record
class Policies:
    """The documents that meet in one request."""

    identity: Sequence[AnyPolicy] = (UnknownPolicy(),)
    """All policies attached to the caller; unknown by default. Empty: none at all."""
    endpoint: AnyPolicy | None = None
    """None: the request passes no endpoint. `NoPolicy`: an endpoint with the default policy, which allows full access."""
    resource: AnyPolicy = field(default_factory=NoPolicy)
    boundary: AnyPolicy | None = None
    """Permissions boundary: limits identity policies, allows nothing by itself."""
    session: Sequence[AnyPolicy] = ()
    """Session policies: one of them has to allow what the identity policies allow. Empty: the session has none."""
    service_control: Levels = ()
    """Service control policies of the caller's account. Empty: none is known, so none is counted; a service-linked role has none."""
    resource_control: Levels = ()
    """Resource control policies of the resource's account."""


@record
class Use:
    allowed: Truth
    reason: str
    """Which document decided, in words."""


@record
class _Judged:
    """What each document says of the request."""

    identity: list[Decision]
    resource: Decision
    endpoint: Decision | None
    boundary: Decision | None
    session: list[Decision]
    control: list[list[Decision]]

    def denials(self) -> Iterator[tuple[str, Decision]]:
        """Every document by name: a deny in any of them wins."""
        yield from (("the identity policy", decision) for decision in self.identity)
        yield "the resource policy", self.resource
        if self.endpoint is not None:
            yield "the endpoint policy", self.endpoint
        if self.boundary is not None:
            yield "the permissions boundary", self.boundary
        yield from (("the session policy", decision) for decision in self.session)
        yield from (("an organization policy", decision) for level in self.control for decision in level)

    @property
    def limits(self) -> Truth:
        """Whether boundary and session policies let pass what identity policies allow."""
        boundary = Truth.TRUE if self.boundary is None else self.boundary.allow
        session = any_of(decision.allow for decision in self.session) if self.session else Truth.TRUE
        return boundary & session

    @property
    def organization(self) -> Truth:
        """Whether every level of the organization lets it pass."""
        return all_of(any_of(decision.allow for decision in level) for level in self.control)


def may_use(policies: Policies, request: Request, resource_account: str | None = None) -> Use:
    """The answer of all documents. `resource_account` defaults to `aws:ResourceAccount` of the request; unknown means either case."""
    endpoint = None if policies.endpoint is None or isinstance(policies.endpoint, NoPolicy) else evaluate(policies.endpoint, request)
    judged = _Judged(
        identity=[evaluate(policy, request) for policy in policies.identity],
        resource=evaluate(policies.resource, request),
        endpoint=endpoint,
        boundary=None if policies.boundary is None else evaluate(policies.boundary, request),
        session=[evaluate(policy, request) for policy in policies.session],
        control=[
            [evaluate(policy, request) for policy in level] for level in (*policies.service_control, *policies.resource_control) if level
        ],
    )
    for name, decision in judged.denials():
        if decision.must_deny:
            return Use(Truth.FALSE, f"an explicit deny in {name}")
    granted = any_of(decision.allow for decision in judged.identity) & judged.limits
    same = _same_account(request, resource_account)
    needs_own_policy = request.action.lower().startswith(("kms:", "sts:assumerole"))
    direct = _direct(judged, request)
    within = direct | (granted & (judged.resource.allow if needs_own_policy else Truth.TRUE))
    across = granted & judged.resource.allow
    # If it is not known whether the accounts are the same, both answers are possible.
    combined = within if same is Truth.TRUE else across if same is Truth.FALSE else _either(within, across)
    passed = (Truth.TRUE if endpoint is None else endpoint.allow) & judged.organization
    allowed = combined & passed & ~any_of(decision.deny for _, decision in judged.denials())
    return Use(allowed, _why(allowed, granted, judged, same))


def _direct(judged: _Judged, request: Request) -> Truth:
    """What the resource policy grants to the caller itself.

    An implicit deny of a boundary doesn't limit what is granted to a user or to a session by its ARN, but it does limit what is granted to
    a role by its ARN; of a grant to everybody the documentation doesn't say.
    """
    direct = judged.resource.direct
    if judged.limits is Truth.TRUE:
        return direct
    by_name = isinstance(request.caller.arn, str) and ":user/" in request.caller.arn and not judged.session
    return direct if by_name else _either(direct, direct & judged.limits)


def _same_account(request: Request, resource_account: str | None) -> Truth:
    owner = resource_account or Context(request).lookup("aws:ResourceAccount")
    caller = Context(request).lookup("aws:PrincipalAccount")
    return Truth.of(owner == caller) if isinstance(owner, str) and isinstance(caller, str) else Truth.UNKNOWN


def _either(one: Truth, other: Truth) -> Truth:
    return one if one is other else Truth.UNKNOWN


def _why(allowed: Truth, granted: Truth, judged: _Judged, same: Truth) -> str:
    resource, endpoint = judged.resource, judged.endpoint
    if allowed.possible:
        return "allowed" if allowed.certain else "not decided: a policy, or a key that it asks for, is not known"
    if endpoint is not None and not endpoint.allow.possible:
        return "the endpoint policy does not allow it"
    if not judged.organization.possible:
        return "an organization policy does not allow it"
    if not granted.possible and not resource.direct.possible:
        if not judged.limits.possible:
            return "the permissions boundary or the session policy does not allow it"
        return "neither the identity policy nor the resource policy allows it"
    if same is not Truth.TRUE and not resource.allow.possible:
        return "the resource policy does not allow another account"
    return (
        "the resource policy neither allows it nor delegates to its account"
        if not resource.allow.possible
        else "the identity policy does not allow it"
    )
