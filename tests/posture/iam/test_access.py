"""Identity, endpoint and resource policy together."""

from typing import Any

import pytest

from posture.iam import ABSENT, AnyPolicy, Caller, NoPolicy, Policies, PolicyKind, Request, Truth, UnknownPolicy, may_use
from tests.posture.iam.documents import FOREIGN, ROLE, allow, deny, document

YES, NO, MAYBE = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
ROOT = {"AWS": "111122223333"}
NONE: AnyPolicy = NoPolicy()


def identity(*written: Any) -> tuple[AnyPolicy, ...]:
    return (document(*({**statement, "Principal": None} for statement in written), kind=PolicyKind.IDENTITY),)


def holder(*written: Any) -> AnyPolicy:
    return document(*written, kind=PolicyKind.RESOURCE)


def endpoint(*written: Any) -> AnyPolicy:
    return document(*written, kind=PolicyKind.ENDPOINT)


def read(owner: str = "111122223333", action: str = "s3:GetObject") -> Request:
    return Request(action, "arn:aws:s3:::phi/a", Caller.role(ROLE), {"aws:ResourceAccount": owner}, others=ABSENT)


ALLOWS, NOTHING = identity(allow()), identity(deny(Action="iam:*"))


@pytest.mark.parametrize(
    ("policies", "owner", "action", "expected"),
    [
        # Same account: either suffices.
        (Policies(ALLOWS), "111122223333", "s3:GetObject", YES),
        (Policies(NOTHING), "111122223333", "s3:GetObject", NO),
        (Policies(NOTHING, resource=holder(allow(Principal={"AWS": ROLE}))), "111122223333", "s3:GetObject", YES),
        (Policies(NOTHING, resource=holder(allow())), "111122223333", "s3:GetObject", YES),
        # Naming the account only delegates to its identity policies.
        (Policies(NOTHING, resource=holder(allow(Principal=ROOT))), "111122223333", "s3:GetObject", NO),
        (Policies(ALLOWS, resource=holder(allow(Principal=ROOT))), "111122223333", "s3:GetObject", YES),
        # Cross account: both are needed.
        (Policies(ALLOWS), FOREIGN, "s3:GetObject", NO),
        (Policies(NOTHING, resource=holder(allow())), FOREIGN, "s3:GetObject", NO),
        (Policies(ALLOWS, resource=holder(allow(Principal=ROOT))), FOREIGN, "s3:GetObject", YES),
        # A deny anywhere wins.
        (Policies(identity(allow(), deny(Action="s3:*"))), "111122223333", "s3:GetObject", NO),
        (Policies(ALLOWS, resource=holder(deny())), "111122223333", "s3:GetObject", NO),
        (Policies(ALLOWS, endpoint=endpoint(allow(), deny(Action="s3:Get*"))), "111122223333", "s3:GetObject", NO),
        # An endpoint is the most that can pass.
        (Policies(ALLOWS, endpoint=endpoint(allow(Action="s3:PutObject"))), "111122223333", "s3:GetObject", NO),
        (Policies(ALLOWS, endpoint=endpoint(allow())), "111122223333", "s3:GetObject", YES),
        (Policies(ALLOWS, endpoint=NONE), "111122223333", "s3:GetObject", YES),
        (Policies(ALLOWS, endpoint=UnknownPolicy()), "111122223333", "s3:GetObject", MAYBE),
        # Nothing is known of the caller's own policies.
        (Policies(), "111122223333", "s3:GetObject", MAYBE),
        (Policies(resource=holder(deny())), "111122223333", "s3:GetObject", NO),
        (Policies(), FOREIGN, "s3:GetObject", NO),
        # A key or role is reached only by its own policy.
        (Policies(ALLOWS), "111122223333", "kms:Decrypt", NO),
        (Policies(ALLOWS, resource=holder(allow(Principal=ROOT))), "111122223333", "kms:Decrypt", YES),
        (Policies(NOTHING, resource=holder(allow(Principal=ROOT))), "111122223333", "kms:Decrypt", NO),
        (Policies(NOTHING, resource=holder(allow(Principal={"AWS": ROLE}))), "111122223333", "kms:Decrypt", YES),
        (Policies(ALLOWS), "111122223333", "sts:AssumeRole", NO),
    ],
)
def test_policies_together(policies: Policies, owner: str, action: str, expected: Truth) -> None:
    assert may_use(policies, read(owner, action)).allowed is expected


def test_a_boundary_limits_the_identity_policies() -> None:
    boundary = identity(allow(Action="kms:*"))[0]
    assert may_use(Policies(ALLOWS, boundary=boundary), read()).allowed is NO


def test_if_the_owner_is_not_known_either_rule_may_apply() -> None:
    request = Request("s3:GetObject", "arn:aws:s3:::phi/a", Caller.role(ROLE))
    assert may_use(Policies(ALLOWS), request).allowed is MAYBE
    assert may_use(Policies(ALLOWS, resource=holder(allow())), request).allowed is YES
    assert may_use(Policies(ALLOWS), request, resource_account="111122223333").allowed is YES


@pytest.mark.parametrize(
    ("policies", "says"),
    [
        (Policies(ALLOWS, resource=holder(deny())), "an explicit deny in the resource policy"),
        (Policies(ALLOWS, endpoint=endpoint(allow(Action="kms:*"))), "the endpoint policy does not allow it"),
        (Policies(NOTHING), "neither the identity policy nor the resource policy allows it"),
        (Policies(), "not decided"),
    ],
)
def test_the_reason_names_the_document_that_decided(policies: Policies, says: str) -> None:
    assert says in may_use(policies, read()).reason
