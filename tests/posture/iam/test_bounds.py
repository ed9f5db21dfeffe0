"""What bounds an identity besides its documents: a permissions boundary, and the tags that `aws:PrincipalTag` shows.

Sources: IAM User Guide, "Permissions boundaries for IAM entities", "AWS global condition context keys" (`aws:PrincipalTag/tag-key`).
"""

from dataclasses import replace
from typing import Any

import pytest

from posture.iam import AnyPolicy, Caller, Policy, PolicyKind, Request, Truth, UnknownPolicy, evaluate, parse_policy

ROLE = "arn:aws:iam::111122223333:role/reader"
OBJECT = "arn:aws:s3:::records/one"
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def _policy(*statements: dict[str, Any], kind: PolicyKind = PolicyKind.IDENTITY) -> Policy:
    parsed = parse_policy({"Version": "2012-10-17", "Statement": list(statements)}, kind)
    assert isinstance(parsed, Policy)
    return parsed


def _within(boundary: AnyPolicy) -> Truth:
    return evaluate(replace(_policy(READ), boundary=boundary), Request("s3:GetObject", OBJECT, Caller.role(ROLE))).allowed


@pytest.mark.parametrize(
    ("boundary", "allowed"),
    [
        ({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::records/*"}, Truth.TRUE),
        ({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::prompts/*"}, Truth.FALSE),
        ({"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}, Truth.FALSE),
    ],
)
def test_nothing_passes_that_the_boundary_does_not_allow(boundary: dict[str, Any], allowed: Truth) -> None:
    assert _within(_policy(boundary)) is allowed


def test_a_deny_in_the_boundary_denies() -> None:
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    assert _within(_policy(everything)) is Truth.TRUE
    assert _within(_policy(everything, {"Effect": "Deny", "Action": "s3:GetObject", "Resource": OBJECT})) is Truth.FALSE


def test_a_boundary_allows_nothing_by_itself() -> None:
    bounded = replace(_policy({**READ, "Resource": "arn:aws:s3:::prompts/*"}), boundary=_policy(READ))
    assert evaluate(bounded, Request("s3:GetObject", OBJECT, Caller.role(ROLE))).allowed is Truth.FALSE


def test_a_boundary_that_is_not_known_leaves_it_open() -> None:
    assert _within(UnknownPolicy()) is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("tags", "denied"),
    [
        ((("clearance", "records"),), Truth.FALSE),
        ((("Clearance", "records"),), Truth.FALSE),
        ((("clearance", "prompts"),), Truth.TRUE),
        ((), Truth.TRUE),
        (None, Truth.UNKNOWN),
    ],
)
def test_a_tag_that_the_caller_lacks_is_absent_where_all_its_tags_are_known(
    tags: tuple[tuple[str, str], ...] | None, denied: Truth
) -> None:
    condition = {"StringNotEquals": {"aws:PrincipalTag/clearance": "records"}}
    refusal = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": condition}
    asked = Request("s3:GetObject", OBJECT, Caller.role(ROLE, tags=tags))
    assert evaluate(_policy(refusal, kind=PolicyKind.RESOURCE), asked).deny is denied
