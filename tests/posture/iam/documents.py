"""Policy documents for tests: short constructors, and hypothesis strategies over a small vocabulary in which things collide."""

import json
from typing import Any

from hypothesis import strategies as st

from posture.iam import ABSENT, AnyPolicy, Caller, Ours, Policy, PolicyKind, Request, parse_policy

OURS = Ours(
    organization_ids=frozenset({"o-ours"}),
    account_ids=frozenset({"111122223333"}),
    bucket_names=frozenset({"phi"}),
    vpc_ids=frozenset({"vpc-1"}),
    vpc_endpoint_ids=frozenset({"vpce-1"}),
)
FOREIGN = "444455556666"
ROLE = "arn:aws:iam::111122223333:role/app"


def allow(**elements: Any) -> dict[str, Any]:
    """An Allow of everything to everyone, narrowed by the given elements; an element of None is left out."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", **elements}
    return {key: value for key, value in statement.items() if value is not None}


def deny(**elements: Any) -> dict[str, Any]:
    return {**allow(**elements), "Effect": "Deny"}


def document(*statements: Any, kind: PolicyKind = PolicyKind.ANY, version: str = "2012-10-17") -> AnyPolicy:
    return parse_policy({"Version": version, "Statement": list(statements)}, kind)


def policy(*statements: Any, kind: PolicyKind = PolicyKind.ANY, version: str = "2012-10-17") -> Policy:
    found = parse_policy(json.dumps({"Version": version, "Statement": list(statements)}), kind)
    assert isinstance(found, Policy), found
    return found


class Marker:
    """An unknown leaf as a loader hands it over."""

    is_unknown = True

    def __repr__(self) -> str:
        return "<unknown>"


# A vocabulary small enough that random statements meet random requests.
ACTIONS = ["s3:GetObject", "s3:PutObject", "kms:Decrypt"]
ACTION_PATTERNS = [*ACTIONS, "*", "s3:*", "s3:get*", "S3:PutObject", "kms:?ecrypt"]
RESOURCES = ["arn:aws:s3:::phi/a", "arn:aws:s3:::phi/b", "arn:aws:s3:::other/a"]
RESOURCE_PATTERNS = [*RESOURCES, "*", "arn:aws:s3:::phi/*", "arn:aws:s3:::*/a", "arn:aws:s3:::phi/${aws:PrincipalTag/team}"]
PRINCIPALS: list[Any] = ["*", {"AWS": "*"}, {"AWS": "111122223333"}, {"AWS": ROLE}, {"AWS": FOREIGN}, {"Service": "s3.amazonaws.com"}]
CALLERS = [Caller.role(ROLE), Caller.role(f"arn:aws:iam::{FOREIGN}:role/x"), Caller.aws_service("s3.amazonaws.com")]
VALUES: dict[str, list[Any]] = {
    "aws:PrincipalOrgID": ["o-ours", "o-them"],
    "aws:ResourceAccount": ["111122223333", FOREIGN],
    "aws:PrincipalTag/team": ["a", "b"],
    "aws:SecureTransport": ["true", "false"],
    "aws:SourceIp": ["10.0.0.1", "203.0.113.9"],
    "s3:max-keys": ["1", "10"],
    "aws:SourceArn": ["arn:aws:sns:eu-west-1:111122223333:t", f"arn:aws:sns:eu-west-1:{FOREIGN}:t"],
    "aws:CurrentTime": ["2026-01-01T00:00:00Z", "2026-06-01T12:00:00Z"],
    "a:Binary": ["YQ==", "Yg=="],
}
LISTS: dict[str, list[tuple[str, ...]]] = {"aws:TagKeys": [("x",), ("x", "y"), ("y", "z")]}
"""Keys that hold several values."""
WRITTEN: dict[str, list[str]] = {
    **VALUES,
    "aws:PrincipalOrgID": ["o-ours", "o-them", "o-*", "*"],
    "aws:PrincipalTag/team": ["a", "b", "?", "${aws:PrincipalOrgID}"],
    "aws:SourceIp": ["10.0.0.0/8", "0.0.0.0/0", "203.0.113.9"],
    "s3:max-keys": ["1", "5", "10"],
    "aws:SourceArn": ["arn:aws:sns:*:111122223333:*", "arn:aws:sns:*:*:t"],
    "aws:CurrentTime": ["2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"],
    "aws:TagKeys": ["x", "y", "${aws:PrincipalTag/team}"],
}
_STRINGS = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"]
_OPERATORS: dict[str, list[str]] = {
    "aws:SecureTransport": ["Bool"],
    "aws:SourceIp": ["IpAddress", "NotIpAddress"],
    "s3:max-keys": ["NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals"],
    "aws:SourceArn": ["ArnLike", "ArnNotLike", "ArnEquals", "ArnNotEquals", "StringLike"],
    "aws:CurrentTime": ["DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThanEquals"],
    "a:Binary": ["BinaryEquals"],
}


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    block: dict[str, dict[str, Any]] = {}
    for key in draw(st.lists(st.sampled_from(sorted(WRITTEN)), max_size=2, unique=True)):
        if draw(st.integers(0, 7)) == 0:
            block.setdefault("Null", {})[key] = draw(st.sampled_from(["true", "false"]))
            continue
        operator = draw(st.sampled_from(_OPERATORS.get(key, _STRINGS)))
        operator = (
            draw(st.sampled_from(["", "", "", "ForAnyValue:", "ForAllValues:"])) + operator + draw(st.sampled_from(["", "", "IfExists"]))
        )
        block.setdefault(operator, {})[key] = draw(st.lists(st.sampled_from(WRITTEN[key]), min_size=1, max_size=2, unique=True))
    return block


@st.composite
def statements(draw: st.DrawFn, effects: tuple[str, ...] = ("Allow", "Deny")) -> dict[str, Any]:
    return {
        "Effect": draw(st.sampled_from(effects)),
        draw(st.sampled_from(["Principal", "Principal", "Principal", "NotPrincipal"])): draw(st.sampled_from(PRINCIPALS)),
        draw(st.sampled_from(["Action", "Action", "NotAction"])): draw(st.lists(st.sampled_from(ACTION_PATTERNS), min_size=1, max_size=2)),
        draw(st.sampled_from(["Resource", "Resource", "NotResource"])): draw(
            st.lists(st.sampled_from(RESOURCE_PATTERNS), min_size=1, max_size=2)
        ),
        "Condition": draw(conditions()),
    }


@st.composite
def concrete_contexts(draw: st.DrawFn) -> dict[str, Any]:
    """A value or absence for every key of the vocabulary."""
    return {key: draw(st.sampled_from([*values, ABSENT])) for key, values in ({**VALUES, **LISTS}).items()}


@st.composite
def concrete_requests(draw: st.DrawFn) -> Request:
    return Request(
        draw(st.sampled_from(ACTIONS)),
        draw(st.sampled_from(RESOURCES)),
        draw(st.sampled_from(CALLERS)),
        draw(concrete_contexts()),
        others=ABSENT,
    )
