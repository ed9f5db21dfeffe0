"""The data-perimeter questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from posture.iam.document import AnyPolicy, NoPolicy, UnknownPolicy
from posture.iam.opening import Opening
from posture.iam.ours import Ours
from posture.iam.request import Request
from posture.iam.values import Truth


def reachable_outside(endpoint_policy: AnyPolicy, service: str, ours: Ours, actions: Sequence[str] | None = None) -> list[Opening]:
    """Ways for a request through the endpoint to reach a resource (or account) that is not ours."""
    raise NotImplementedError


def openings_to_principals(policy: AnyPolicy, ours: Ours, resource: str, actions: Sequence[str] | None = None) -> list[Opening]:
    """Who outside ours may do data-carrying actions on the holder of the policy (store, key, role trust, endpoint service)."""
    raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Policies:
    """The documents that meet in one request."""

    identity: Sequence[AnyPolicy] = (UnknownPolicy(),)
    endpoint: AnyPolicy | None = None
    """None: the request does not pass an endpoint."""
    resource: AnyPolicy = field(default_factory=NoPolicy)


@dataclass(frozen=True, slots=True)
class Use:
    allowed: Truth
    reason: str


def may_use(policies: Policies, request: Request, resource_account: str | None = None) -> Use:
    """Whether the request is allowed by all documents together."""
    raise NotImplementedError


def requires_tls(policy: AnyPolicy, resources: Sequence[str]) -> Truth:
    raise NotImplementedError


def confines_to_network(policy: AnyPolicy, vpce_ids: Collection[str], vpc_ids: Collection[str], resources: Sequence[str]) -> Truth:
    raise NotImplementedError
