"""Identity, endpoint and resource policy together."""

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from posture.iam import ABSENT, AnyPolicy, Caller, CallerKind, NoPolicy, Policies, PolicyKind, Request, Truth, UnknownPolicy, may_use
from tests.posture.iam import naive
from tests.posture.iam.documents import FOREIGN, ROLE, allow, concrete_requests, deny, document, statements

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


USER = "arn:aws:iam::111122223333:user/anna"
NARROW = identity(allow(Action="kms:*"))[0]


@pytest.mark.parametrize(
    ("policies", "caller", "expected"),
    [
        # Permissions boundary: limits a role that is named by its ARN, not a user that is. Of "*" the page does not say.
        (Policies(ALLOWS, boundary=NARROW), ROLE, NO),
        (Policies(ALLOWS, boundary=identity(allow(Action="s3:*"))[0]), ROLE, YES),
        (Policies((), boundary=identity(allow())[0]), ROLE, NO),
        (Policies((), resource=holder(allow(Principal={"AWS": USER})), boundary=NARROW), USER, YES),
        (Policies((), resource=holder(allow(Principal={"AWS": ROLE})), boundary=NARROW), ROLE, MAYBE),
        (Policies(ALLOWS, resource=holder(allow(Principal=ROOT)), boundary=NARROW), ROLE, NO),
        (Policies((), resource=holder(allow(Principal={"AWS": USER})), boundary=identity(deny(Action="s3:*"))[0]), USER, NO),
        # Session policies: both they and the identity policies have to allow.
        (Policies(ALLOWS, session=(NARROW,)), ROLE, NO),
        (Policies(ALLOWS, session=(NARROW, *ALLOWS)), ROLE, YES),
        (Policies(NOTHING, session=ALLOWS), ROLE, NO),
        (Policies(ALLOWS, session=(*ALLOWS, *identity(deny(Action="s3:*")))), ROLE, NO),
        (Policies(ALLOWS, session=(UnknownPolicy(),)), ROLE, MAYBE),
        # Service and resource control policies: one at each level has to allow, none grants.
        (Policies(ALLOWS, service_control=((ALLOWS[0],), (ALLOWS[0], NARROW))), ROLE, YES),
        (Policies(ALLOWS, service_control=((ALLOWS[0],), (NARROW,))), ROLE, NO),
        (Policies(NOTHING, service_control=(ALLOWS,)), ROLE, NO),
        (Policies(ALLOWS, service_control=((ALLOWS[0], *identity(deny(Action="s3:*"))),)), ROLE, NO),
        (Policies((), resource=holder(allow(Principal={"AWS": ROLE})), service_control=((NARROW,),)), ROLE, NO),
        (Policies(ALLOWS, resource_control=((endpoint(allow(), deny(Action="s3:Get*")),),)), ROLE, NO),
        (Policies(ALLOWS, resource_control=((endpoint(allow()),),)), ROLE, YES),
    ],
)
def test_limits_on_what_identity_policies_grant(policies: Policies, caller: str, expected: Truth) -> None:
    """IAM User Guide, "Permissions boundaries", "Session policies"; Organizations User Guide, "SCP evaluation", "RCP evaluation"."""
    request = Request("s3:GetObject", "arn:aws:s3:::phi/a", Caller.role(caller), {"aws:ResourceAccount": "111122223333"}, others=ABSENT)
    assert may_use(policies, request).allowed is expected


DOCUMENTS = st.lists(statements(), min_size=1, max_size=2)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, DOCUMENTS, st.lists(DOCUMENTS, max_size=2), concrete_requests(), st.booleans())
def test_all_documents_together_are_judged_as_the_documentation_says(
    mine: list[dict[str, Any]], theirs: list[dict[str, Any]], others: list[list[dict[str, Any]]], request: Request, same: bool
) -> None:
    everybody = [[{**_unnamed(one), "Principal": "*"} for one in written] for written in (mine, *others)]
    unnamed = [document(*([_unnamed(one) for one in written]), kind=PolicyKind.IDENTITY) for written in (mine, *others)]
    account = request.caller.account if isinstance(request.caller.account, str) else FOREIGN
    assume(request.caller.kind is CallerKind.AWS and not request.action.startswith("kms:"))
    try:
        expected = naive.together(
            {"Statement": everybody[0]}, {"Statement": theirs}, [{"Statement": one} for one in everybody[1:]], request, same_account=same
        )
    except naive.UndocumentedError:
        assume(False)
    policies = Policies(
        (unnamed[0],), resource=document(*theirs, kind=PolicyKind.RESOURCE), service_control=[(one,) for one in unnamed[1:]]
    )
    owner = account if same else "999988887777"
    assert may_use(policies, request, resource_account=owner).allowed is Truth.of(expected)


def _unnamed(statement: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in statement.items() if key not in ("Principal", "NotPrincipal")}


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
        (Policies(ALLOWS, boundary=NARROW), "the permissions boundary or the session policy does not allow it"),
        (Policies(ALLOWS, service_control=((NARROW,),)), "an organization policy does not allow it"),
        (Policies(ALLOWS, service_control=(identity(deny()),)), "an explicit deny in an organization policy"),
        (Policies(), "not decided"),
    ],
)
def test_the_reason_names_the_document_that_decided(policies: Policies, says: str) -> None:
    assert says in may_use(policies, read()).reason
