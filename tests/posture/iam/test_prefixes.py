"""The quick no is never wrong: what it rules out, no evaluation allows."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture.iam import Policies, PolicyKind, Request, evaluate, parse_policy
from posture.iam.prefixes import Prefixes, Targets
from tests.posture.iam.documents import Marker, statements

ARNS = st.sampled_from(
    ["arn:aws:s3:::phi", "arn:aws:s3:::phi/*", "arn:aws:s3:::p*", "arn:aws:s3:::phi-logs/a", "arn:aws:dynamodb:*:111122223333:table/t", "*"]
)
ACTIONS = st.sampled_from(["s3:GetObject", "S3:getobject", "s3:*", "dynamodb:GetItem", "kms:Decrypt"])
RESOURCES = st.sampled_from(
    ["*", "arn:aws:s3:::*", "arn:aws:s3:::phi*", "arn:aws:s3:::ph?", "arn:aws:s3:::${aws:username}/*", "arn:*:table/t"]
)


@st.composite
def documents(draw: st.DrawFn) -> Any:
    written = draw(statements())
    written.pop("NotPrincipal", None)
    written["Principal"] = "*"
    if draw(st.booleans()):
        written.pop("NotAction", None)
        written["Action"] = draw(st.lists(ACTIONS | st.builds(Marker), min_size=1, max_size=2))
    if draw(st.booleans()):
        written.pop("NotResource", None)
        written["Resource"] = draw(st.lists(RESOURCES | ARNS | st.builds(Marker), min_size=1, max_size=2))
    return written


@settings(max_examples=300, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=2), ARNS, ACTIONS)
def test_what_it_rules_out_no_evaluation_allows(written: list[Any], resource: str, action: str) -> None:
    policy = parse_policy({"Version": "2012-10-17", "Statement": written})
    if not Prefixes([policy]).may_name(resource, (action,)):
        assert not evaluate(policy, Request(action, resource)).allow.possible


def identity(action: str, resource: str) -> Prefixes:
    document = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, "Resource": resource}}
    return Prefixes([parse_policy(document, PolicyKind.IDENTITY)])


@pytest.mark.parametrize(
    ("action", "resource", "asked", "of", "may"),
    [
        ("s3:GetObject", "arn:aws:s3:::phi/*", "arn:aws:s3:::phi/*", "s3:GetObject", True),
        ("s3:GetObject", "arn:aws:s3:::phi/*", "arn:aws:s3:::other/*", "s3:GetObject", False),
        ("s3:GetObject", "arn:aws:s3:::phi/a", "arn:aws:s3:::phi/*", "s3:GetObject", True),
        ("sqs:*", "*", "arn:aws:s3:::phi/*", "s3:GetObject", False),
        ("*", "*", "arn:aws:s3:::phi/*", "s3:GetObject", True),
        ("S3:Get*", "*", "arn:aws:s3:::phi/*", "s3:GetObject", True),
        ("s?:Get*", "*", "arn:aws:s3:::phi/*", "s3:GetObject", True),
    ],
)
def test_beginnings_and_services_tell(action: str, resource: str, asked: str, of: str, may: bool) -> None:
    assert identity(action, resource).may_name(asked, (of,)) is may


def test_what_is_unknown_may_name_anything_and_nothing_attached_names_nothing() -> None:
    assert Prefixes(Policies().identity).may_name("arn:aws:s3:::phi", ("s3:GetObject",))
    assert not Prefixes([parse_policy(None)]).may_name("arn:aws:s3:::phi", ("s3:GetObject",))


@settings(max_examples=200, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=2), st.lists(ARNS | RESOURCES, max_size=6), ACTIONS)
def test_of_many_the_same_are_named_as_of_each(written: list[Any], resources: list[str], action: str) -> None:
    named = Prefixes([parse_policy({"Version": "2012-10-17", "Statement": written})])
    one_by_one = {number for number, resource in enumerate(resources) if named.may_name(resource, (action,))}
    assert named.among(Targets((resource, number) for number, resource in enumerate(resources)), (action,)) == one_by_one
