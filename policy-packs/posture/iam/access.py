"""Whether a request is allowed by all documents together.

Source: IAM User Guide, "Policy evaluation logic" (same account: identity or resource policy; cross account: both; explicit deny wins
anywhere); AWS KMS Developer Guide, "Key policies" and IAM User Guide, "How IAM roles differ from resource-based policies": a key or a
role is reached only if its own policy allows it, or delegates to its account. Organization policies stand outside: see `asserted`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from posture.iam.context import Context
from posture.iam.document import AnyPolicy, NoPolicy, UnknownPolicy
from posture.iam.evaluate import Decision, evaluate
from posture.iam.request import Request
from posture.iam.values import Truth, any_of


@dataclass(frozen=True, slots=True)
class Policies:
    """The documents that meet in one request."""

    identity: Sequence[AnyPolicy] = (UnknownPolicy(),)
    """All policies attached to the caller; unknown by default. Empty: none at all."""
    endpoint: AnyPolicy | None = None
    """None: the request passes no endpoint. `NoPolicy`: an endpoint with the default policy, which allows full access."""
    resource: AnyPolicy = field(default_factory=NoPolicy)
    boundary: AnyPolicy | None = None
    """Permission boundary or service control policy: limits identity policies, allows nothing by itself."""


@dataclass(frozen=True, slots=True)
class Use:
    allowed: Truth
    reason: str
    """Which document decided, in words."""


def may_use(policies: Policies, request: Request, resource_account: str | None = None) -> Use:
    """The answer of all documents. `resource_account` defaults to `aws:ResourceAccount` of the request; unknown means either case."""
    identity = [evaluate(policy, request) for policy in policies.identity]
    resource = evaluate(policies.resource, request)
    endpoint = None if policies.endpoint is None or isinstance(policies.endpoint, NoPolicy) else evaluate(policies.endpoint, request)
    boundary = None if policies.boundary is None else evaluate(policies.boundary, request)

    denied = any_of(decision.deny for decision in (*identity, resource, endpoint, boundary) if decision is not None)
    if denied.certain:
        return Use(Truth.FALSE, f"an explicit deny in {_denier(identity, resource, endpoint)}")
    granted = any_of(decision.allow for decision in identity)
    if boundary is not None:
        granted = granted & boundary.allow
    same = _same_account(request, resource_account)
    needs_own_policy = request.action.lower().startswith(("kms:", "sts:assumerole"))
    within = resource.direct | (granted & (resource.allow if needs_own_policy else Truth.TRUE))
    across = granted & resource.allow
    # If it is not known whether the accounts are the same, both answers are possible.
    combined = within if same is Truth.TRUE else across if same is Truth.FALSE else _either(within, across)
    if endpoint is not None:
        combined = combined & endpoint.allow
    allowed = combined & ~denied
    return Use(allowed, _why(allowed, granted, resource, endpoint, same))


def _same_account(request: Request, resource_account: str | None) -> Truth:
    owner = resource_account or Context(request).lookup("aws:ResourceAccount")
    caller = Context(request).lookup("aws:PrincipalAccount")
    return Truth.of(owner == caller) if isinstance(owner, str) and isinstance(caller, str) else Truth.UNKNOWN


def _either(one: Truth, other: Truth) -> Truth:
    return one if one is other else Truth.UNKNOWN


def _denier(identity: Sequence[Decision], resource: Decision, endpoint: Decision | None) -> str:
    if any(decision.must_deny for decision in identity):
        return "the identity policy"
    if resource.must_deny:
        return "the resource policy"
    return "the endpoint policy" if endpoint is not None and endpoint.must_deny else "the permission boundary"


def _why(allowed: Truth, granted: Truth, resource: Decision, endpoint: Decision | None, same: Truth) -> str:
    if allowed.possible:
        return "allowed" if allowed.certain else "not decided: a policy, or a key that it asks for, is not known"
    if endpoint is not None and not endpoint.allow.possible:
        return "the endpoint policy does not allow it"
    if not granted.possible and not resource.direct.possible:
        return "neither the identity policy nor the resource policy allows it"
    if same is not Truth.TRUE and not resource.allow.possible:
        return "the resource policy does not allow another account"
    return (
        "the resource policy neither allows it nor delegates to its account"
        if not resource.allow.possible
        else "the identity policy does not allow it"
    )
