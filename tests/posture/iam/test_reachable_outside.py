"""What an endpoint policy lets through to resources, or accounts, that are not ours."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.iam import Certainty, NoPolicy, Opening, Ours, PolicyKind, WitnessKind, parse_policy, reachable_outside
from tests.posture.iam.documents import FOREIGN, OURS, Marker, allow, deny, document, statements


def reach(*written: Any, service: str = "s3", ours: Ours = OURS) -> list[Opening]:
    return reachable_outside(document(*written, kind=PolicyKind.ENDPOINT), service, ours)


def seen(openings: list[Opening]) -> set[tuple[str, str, str]]:
    return {(opening.witness_kind.value, opening.witness, opening.certainty.value) for opening in openings}


def equal(key: str, *values: str, operator: str = "StringEquals") -> dict[str, Any]:
    return {"Condition": {operator: {key: list(values)}}}


ANY = {("any", "any", "certain")}
NO_ORG = {("no-organization", "any account without an organization", "certain")}
OUR_BUCKET = ["arn:aws:s3:::phi", "arn:aws:s3:::phi/*"]


@pytest.mark.parametrize(
    "written",
    [
        [allow(**equal("aws:ResourceOrgID", "o-ours"))],
        [allow(**equal("aws:ResourceAccount", "111122223333"))],
        [allow(**equal("s3:ResourceAccount", "111122223333"))],
        [allow(**equal("aws:ResourceOrgPaths", "o-ours/r-ab12/ou-ab12-11111111/*", operator="ForAnyValue:StringLike"))],
        [allow(), deny(**equal("aws:ResourceOrgID", "o-ours", operator="StringNotEquals"))],
        [allow(), deny(**equal("aws:ResourceOrgID", "o-ours", operator="StringNotEqualsIfExists"))],
        [allow(), deny(**equal("aws:ResourceAccount", "111122223333", operator="StringNotEquals"))],
        [allow(Resource=OUR_BUCKET)],
        [allow(), deny(Resource=None, NotResource=OUR_BUCKET)],
        [
            allow(**equal("aws:ResourceOrgID", "${aws:PrincipalOrgID}")),
            deny(**equal("aws:PrincipalOrgID", "o-ours", operator="StringNotEquals")),
        ],
        [allow(Action="s3:GetBucketLocation")],
        [allow(Principal="*", **equal("aws:PrincipalIsAWSService", "true", operator="Bool"))],
        [deny()],
    ],
)
def test_what_closes_an_endpoint(written: list[Any]) -> None:
    assert reach(*written) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ([allow()], ANY),
        ([allow(Resource="arn:aws:s3:::*")], ANY),
        # A condition on the principal closes the wrong side.
        ([allow(**equal("aws:PrincipalOrgID", "o-ours"))], ANY),
        ([allow(**equal("aws:PrincipalAccount", "111122223333"))], ANY),
        ([allow(Principal={"AWS": "arn:aws:iam::111122223333:role/app"})], ANY),
        ([allow(**equal("aws:SecureTransport", "true", operator="Bool"))], ANY),
        ([allow(), deny(**equal("aws:SecureTransport", "false", operator="Bool"))], ANY),
        ([allow(**equal("aws:ResourceOrgID", "o-ours", operator="StringNotEquals"))], ANY),
        ([allow(**equal("aws:ResourceOrgID", "*", operator="StringLike"))], ANY),
        # Equal organizations may both be a stranger's.
        ([allow(**equal("aws:ResourceOrgID", "${aws:PrincipalOrgID}"))], ANY),
        # Accounts without an organization carry no organization key.
        ([allow(**equal("aws:ResourceOrgID", "o-ours", operator="StringEqualsIfExists"))], NO_ORG),
        ([allow(), deny(Condition={"StringNotEquals": {"aws:ResourceOrgID": "o-ours"}, "Null": {"aws:ResourceOrgID": "false"}})], NO_ORG),
        ([allow(**equal("aws:ResourceOrgPaths", "o-ours/*", operator="ForAllValues:StringLike"))], NO_ORG),
        ([allow(**equal("aws:ResourceOrgID", "o-ours", "o-them"))], {("organization", "o-them", "certain")}),
        ([allow(**equal("aws:ResourceAccount", "111122223333", FOREIGN))], {("account", FOREIGN, "certain")}),
        (
            [allow(), deny(**equal("aws:ResourceAccount", "111122223333", FOREIGN, operator="StringNotEquals"))],
            {("account", FOREIGN, "certain")},
        ),
        # Anybody may own a bucket whose name begins like ours.
        ([allow(Resource="arn:aws:s3:::phi*")], {("bucket", "phi*", "certain")}),
        ([allow(Resource="arn:aws:s3:::partner/*")], {("bucket", "partner", "unknown")}),
        ([allow(Resource=f"arn:aws:s3:eu-west-1:{FOREIGN}:accesspoint/x")], {("account", FOREIGN, "certain")}),
        ([allow(**equal("aws:ResourceTag/x", "y"))], {("any", "any", "unknown")}),
        ([allow(Resource=Marker())], {("any", "any", "unknown")}),
        ([allow(), deny(Condition={"StringNotEquals": {"aws:ResourceOrgID": Marker()}})], {("any", "any", "unknown")}),
        ([allow(Condition={"StringEquals": {"aws:ResourceOrgID": Marker()}})], {("any", "any", "unknown")}),
        ([Marker()], {("any", "any", "unknown")}),
        # What is certain stands beside what is wider but uncertain.
        (
            [allow(Condition={"StringEquals": {"aws:ResourceAccount": [FOREIGN, Marker()]}})],
            {("any", "any", "unknown"), ("account", FOREIGN, "certain")},
        ),
    ],
)
def test_what_opens_an_endpoint(written: list[Any], expected: set[tuple[str, str, str]]) -> None:
    assert seen(reach(*written)) == expected


def test_an_endpoint_without_a_policy_has_the_default_one_which_allows_everything() -> None:
    (opening,) = reachable_outside(NoPolicy(), "s3", OURS)
    assert opening.certain
    assert opening.statement is None
    assert opening.reason == "the endpoint has no policy, and the default one allows full access"


@pytest.mark.parametrize("value", [Marker(), "{", {"Statement": Marker()}])
def test_a_document_that_cannot_be_judged_is_an_uncertain_opening(value: Any) -> None:
    (opening,) = reachable_outside(parse_policy(value), "s3", OURS)
    assert opening.witness_kind is WitnessKind.DOCUMENT
    assert opening.certainty is Certainty.UNKNOWN


def test_an_opening_names_its_statement_and_its_actions() -> None:
    (opening,) = reach(allow(Resource=OUR_BUCKET), allow(Sid="Leak", Action=["s3:PutObject", "s3:GetBucketLocation"]))
    assert (opening.statement, opening.sid, opening.actions) == (1, "Leak", ("s3:PutObject",))
    assert opening.directions == {"write"}
    assert opening.reason == "statement 1 (Leak) lets requests reach resources of any account"


@pytest.mark.parametrize(
    ("bucket", "action", "expected"),
    [
        ("prod-eu-west-1-starport-layer-bucket", "s3:GetObject", set()),
        ("amazonlinux-2-repos-eu-west-1", "s3:GetObject", set()),
        ("patch-baseline-snapshot-eu-central-1", "s3:GetObject", set()),
        # Reading there brings nothing out, writing might.
        ("prod-eu-west-1-starport-layer-bucket", "s3:PutObject", {("bucket", "prod-eu-west-1-starport-layer-bucket", "unknown")}),
        # Not a region, so not AWS's.
        ("prod-evil-starport-layer-bucket", "s3:GetObject", {("bucket", "prod-evil-starport-layer-bucket", "unknown")}),
        ("prod-*-starport-layer-bucket", "s3:GetObject", {("bucket", "prod-*-starport-layer-bucket", "certain")}),
    ],
)
def test_buckets_of_aws_are_no_way_out_for_reading(bucket: str, action: str, expected: set[tuple[str, str, str]]) -> None:
    assert seen(reach(allow(Action=action, Resource=f"arn:aws:s3:::{bucket}/*"))) == expected


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        ("arn:aws:dynamodb:eu-west-1:111122223333:table/x", set()),
        ("arn:aws:dynamodb:*:111122223333:*", set()),
        ("arn:aws:dynamodb:*:*:table/x", ANY),
        ("arn:aws:dynamodb:*:table/x", ANY),
        ("arn:aws:dynamodb:eu-west-1:1111*:table/x", {("account", "1111*", "certain")}),
        (f"arn:aws:dynamodb:eu-west-1:{FOREIGN}:table/x", {("account", FOREIGN, "certain")}),
    ],
)
def test_the_account_in_an_arn_says_whose_it_is(resource: str, expected: set[tuple[str, str, str]]) -> None:
    assert seen(reach(allow(Resource=resource), service="dynamodb")) == expected


def test_what_names_no_resource_goes_where_the_caller_belongs() -> None:
    assert seen(reach(allow(), service="monitoring")) == ANY
    assert reach(allow(**equal("aws:PrincipalOrgID", "o-ours")), service="monitoring") == []
    assert reach(allow(**equal("aws:PrincipalAccount", "111122223333")), service="com.amazonaws.eu-west-1.monitoring") == []


def test_a_prompt_to_a_foundation_model_belongs_to_the_account_that_sends_it() -> None:
    model = {"Action": "bedrock:InvokeModel", "Resource": "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3"}
    assert seen(reach(allow(**model), service="bedrock-runtime")) == ANY
    assert reach(allow(**model, **equal("aws:PrincipalOrgID", "o-ours")), service="bedrock-runtime") == []


def test_reading_a_public_parameter_of_aws_takes_nothing_out() -> None:
    assert reach(allow(Action="ssm:GetParameter", Resource="arn:aws:ssm:eu-west-1::parameter/aws/service/*"), service="ssm") == []


def test_a_service_that_nobody_listed_is_judged_all_the_same() -> None:
    assert seen(reach(allow(), service="newservice")) == ANY
    assert reach(allow(**equal("aws:PrincipalOrgID", "o-ours"), Resource="arn:aws:newservice:*:111122223333:*"), service="newservice") == []


def test_a_role_of_another_account_may_be_taken_on_through_an_open_sts_endpoint() -> None:
    assert seen(reach(allow(Action="sts:AssumeRole"), service="sts")) == ANY
    assert reach(allow(Action="sts:AssumeRole", Resource="arn:aws:iam::111122223333:role/*"), service="sts") == []


def test_a_named_account_is_uncertain_while_the_reviewer_has_not_said_what_is_ours() -> None:
    assert seen(reach(allow(**equal("aws:ResourceAccount", FOREIGN)), ours=Ours())) == {("account", FOREIGN, "unknown")}


def test_the_example_policy_of_the_data_perimeter_guide_leaves_only_its_tagged_exception_open() -> None:
    both = {"StringEquals": {"aws:PrincipalOrgID": "o-ours", "aws:ResourceOrgID": "o-ours"}}
    exception = {"StringEquals": {"aws:PrincipalOrgID": "o-ours", "aws:PrincipalTag/resource-perimeter-exception": "true"}}
    written = [
        allow(Principal={"AWS": "*"}, Condition=both),
        allow(Principal={"AWS": "*"}, Condition={"Bool": {"aws:PrincipalIsAWSService": "true"}}),
        allow(Principal={"AWS": "*"}, Action="s3:GetObject", Resource="arn:aws:s3:::amazonlinux-2-repos-eu-west-1/*"),
    ]
    assert reach(*written) == []
    assert [(o.statement, o.certainty) for o in reach(*written, allow(Condition=exception))] == [(3, Certainty.UNKNOWN)]


CLOSING = [
    {"StringEquals": {"aws:ResourceOrgID": "o-ours"}},
    {"StringEquals": {"aws:ResourceAccount": "111122223333"}},
]


@settings(max_examples=60, deadline=None)
@given(st.lists(statements(), min_size=1, max_size=3), st.sampled_from(CLOSING))
def test_a_closing_condition_on_every_allow_leaves_nothing_open(written: list[dict[str, Any]], closing: dict[str, Any]) -> None:
    closed = [statement if statement["Effect"] == "Deny" else {**statement, "Condition": closing} for statement in written]
    assert reach(*closed) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(statements(), min_size=1, max_size=3), statements(effects=("Deny",)))
def test_one_more_deny_opens_no_endpoint(written: list[dict[str, Any]], more: dict[str, Any]) -> None:
    before = {action for opening in reach(*written) for action in opening.actions}
    after = {action for opening in reach(*written, more) for action in opening.actions}
    assert after <= before


@settings(max_examples=60, deadline=None)
@given(st.lists(statements(), min_size=1, max_size=3), statements(effects=("Allow",)))
def test_one_more_allow_closes_no_endpoint(written: list[dict[str, Any]], more: dict[str, Any]) -> None:
    before = {(opening.statement, action) for opening in reach(*written) for action in opening.actions}
    after = {(opening.statement, action) for opening in reach(*written, more) for action in opening.actions}
    assert before <= after


def test_a_long_policy_is_judged_quickly() -> None:
    accounts = [f"{number:012d}" for number in range(500000000000, 500000000030)]
    written = [allow(Sid=f"S{at}", Resource=f"arn:aws:s3:::bucket-{at}/*", **equal("aws:ResourceAccount", *accounts)) for at in range(20)]
    started = time.perf_counter()
    assert reach(*written, ours=Ours(account_ids=frozenset(accounts), organization_ids=frozenset({"o-ours"}))) == []
    # About a second; a walk over all pairs of accounts takes minutes.
    assert time.perf_counter() - started < 20


_PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
_ADD_ON = "arn:aws:ecr:eu-west-1:602401143452:repository/eks/coredns"


def test_images_of_add_ons_are_aws_own_where_their_repository_is_named_and_only_read() -> None:
    assert reach(allow(Action=_PULL, Resource=_ADD_ON), service="ecr.dkr") == []


@pytest.mark.parametrize(
    ("actions", "resource"),
    [
        (_PULL, "arn:aws:ecr:eu-west-1:602401143452:repository/*"),
        (_PULL, "arn:aws:ecr:eu-west-1:999999999999:repository/eks/coredns"),
        (["ecr:PutImage"], _ADD_ON),
        (["ecr:*"], _ADD_ON),
    ],
)
def test_another_registry_all_of_aws_or_a_push_is_a_way_out(actions: list[str], resource: str) -> None:
    assert reach(allow(Action=actions, Resource=resource), service="ecr.dkr") != []


def test_seeing_machines_moves_nothing_and_copying_a_disk_does() -> None:
    own = equal("aws:PrincipalAccount", "111122223333")
    assert reach(allow(Action=["ec2:DescribeInstances", "ec2:DescribeTags"], **own), service="ec2") == []
    assert reach(allow(Action="ec2:ModifySnapshotAttribute", **own), service="ec2") != []
    assert reach(allow(Action="ec2:Describe*", **own), service="ec2") != []
