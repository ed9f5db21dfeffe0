"""The data-perimeter questions answer about any document that can be read at all, however odd its texts."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from posture.iam import (
    Policies,
    PolicyKind,
    Request,
    confines_to_network,
    may_use,
    openings_to_principals,
    parse_policy,
    reachable_outside,
    requires_tls,
)
from tests.posture.iam.documents import OURS, Marker, statements

ODD = st.sampled_from(
    [
        *["*", "?", "**", ":", "::::::", "arn:", "arn:aws:s3", "arn:aws:s3:::", "arn:*", "arn:aws:s3:*:*", "*:*", "arn:aws:iam::*:role/*"],
        *[
            "111122223333",
            "1111*",
            "????????????",
            "123456789012345",
            "${",
            "${}",
            "${aws:x",
            "${aws:PrincipalAccount}",
            "${*}",
            "{account}",
            "{",
        ],
        *["o-", "o-*", "o-ours/*", "/", "vpce-*", "0.0.0.0/0", "::/0", "10.0.0.0/33", "300.1.1.1", "inf", "nan", "1e999", "true", "", " "],
        *["2026-13-45", "QQ", "Null", "s3:", ":GetObject", "s3:*Object", "é", "\x00", "a" * 300],
    ]
)
KEYS = st.sampled_from(
    [
        *["aws:SourceIp", "aws:SourceVpce", "aws:SourceArn", "aws:SourceAccount", "aws:PrincipalArn", "aws:PrincipalOrgPaths"],
        *[
            "aws:ResourceOrgPaths",
            "aws:ResourceAccount",
            "aws:ResourceOrgID",
            "aws:PrincipalOrgID",
            "aws:VpceAccount",
            "aws:SecureTransport",
        ],
        *["kms:ViaService", "kms:EncryptionContext:aws:logs:arn", "s3:DataAccessPointAccount", "s3:max-keys", "x"],
        "token.actions.githubusercontent.com:sub",
    ]
)
OPERATORS = st.sampled_from(
    [
        "StringEquals",
        "StringNotLike",
        "ForAnyValue:StringLike",
        "IpAddress",
        "NumericLessThan",
        "DateEquals",
        "Bool",
        "Null",
        "ArnLike",
        "BinaryEquals",
    ]
)
TEXTS = st.lists(ODD | st.builds(Marker), min_size=1, max_size=2)
PRINCIPALS = st.just("*") | st.dictionaries(
    st.sampled_from(["AWS", "Service", "Federated", "CanonicalUser"]), TEXTS, min_size=1, max_size=2
)


@st.composite
def odd_statements(draw: st.DrawFn) -> Any:
    written = draw(statements())
    if draw(st.booleans()):
        written["Condition"] = draw(st.dictionaries(OPERATORS, st.dictionaries(KEYS, TEXTS, min_size=1, max_size=2), max_size=2))
    for element, values in (("Action", TEXTS), ("Resource", TEXTS), ("Principal", PRINCIPALS)):
        if draw(st.booleans()):
            written.pop(f"Not{element}", None)
            written[element] = draw(values)
    return written


@settings(max_examples=200, deadline=None)
@given(
    st.lists(odd_statements(), min_size=1, max_size=2), st.sampled_from(["s3", "monitoring", "com.amazonaws", "com.amazonaws.x.y.z", ""])
)
def test_no_document_makes_a_question_raise(written: list[Any], service: str) -> None:
    policy = parse_policy({"Version": "2012-10-17", "Statement": written})
    reachable_outside(policy, service, OURS)
    for resource in (
        "arn:aws:s3:::phi",
        "arn:aws:kms:eu-west-1:111122223333:key/k",
        "arn:aws:iam::111122223333:role/r",
        "arn:",
        "*",
        Marker(),
    ):
        openings_to_principals(policy, OURS, resource)
    requires_tls(policy, ["arn:aws:s3:::phi/*"])
    confines_to_network(policy, {"vpce-1"}, {"vpc-1"}, ["arn:aws:s3:::phi/*"])
    may_use(Policies(resource=policy, endpoint=policy), Request("s3:GetObject", "arn:aws:s3:::phi/a"))


@settings(max_examples=60, deadline=None)
@given(st.lists(odd_statements(), min_size=1, max_size=2))
def test_a_document_that_denies_everything_answers_closed_whatever_else_it_says(written: list[Any]) -> None:
    everything = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}
    policy = parse_policy({"Version": "2012-10-17", "Statement": [*written, everything]}, PolicyKind.ENDPOINT)
    openings = [*reachable_outside(policy, "s3", OURS), *openings_to_principals(policy, OURS, "arn:aws:s3:::phi")]
    assert all(opening.statement is None for opening in openings)
