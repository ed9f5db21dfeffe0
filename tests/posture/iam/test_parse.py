"""Reading documents: every form that AWS takes, every fault with its place, and never an exception."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture.iam import ANYONE, NoPolicy, Policy, PolicyFault, PolicyKind, Request, UnknownPolicy, evaluate, parse_policy
from tests.posture.iam.documents import Marker, allow, document, policy

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
_ELEMENTS = [
    "Version",
    "Id",
    "Statement",
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
]
_VALUES = ["AWS", "Service", "*", "Allow", "Deny", "2012-10-17", "s3:*", "aws:SourceIp", "10.0.0.0/8", "${aws:x}", "${", "arn:aws:s3:::x"]
_OPERATORS = ["StringEquals", "ForAnyValue:StringLike", "IpAddress", "NumericLessThan", "Null"]
WORDS = st.sampled_from([*_ELEMENTS, *_VALUES, *_OPERATORS])
POLICY_LIKE = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers() | st.builds(Marker),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=6),
    max_leaves=25,
)


@given(JSON | POLICY_LIKE)
def test_anything_at_all_is_read_or_refused_but_never_raises(value: Any) -> None:
    found = parse_policy(value)
    assert isinstance(found, (Policy, UnknownPolicy, NoPolicy, PolicyFault))
    evaluate(found, Request("s3:GetObject", "arn:aws:s3:::x/y"))


@given(st.text() | st.binary())
def test_any_text_is_read_or_refused_but_never_raises(text: str | bytes) -> None:
    assert isinstance(parse_policy(text), (NoPolicy, PolicyFault))


@given(st.dictionaries(WORDS, POLICY_LIKE), st.sampled_from(list(PolicyKind)))
def test_any_statement_is_read_or_refused_but_never_raises(statement: dict[str, Any], kind: PolicyKind) -> None:
    found = parse_policy({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", **statement}]}, kind)
    evaluate(found, Request("s3:*", "*", ANYONE))


def test_text_and_object_are_the_same_document() -> None:
    written = {"Version": "2012-10-17", "Statement": [allow(Condition={"Bool": {"aws:SecureTransport": True}})]}
    assert parse_policy(json.dumps(written)) == parse_policy(written)


def test_a_single_statement_and_single_values_are_lists_of_one() -> None:
    alone = parse_policy({"Statement": allow(Action="s3:*", Resource="*")})
    assert alone == parse_policy({"Statement": [allow(Action=["s3:*"], Resource=["*"])]})


@pytest.mark.parametrize("value", [None, "", "  "])
def test_no_document_is_no_policy(value: str | None) -> None:
    assert parse_policy(value) == NoPolicy()


def test_an_unknown_document_may_allow_and_may_deny() -> None:
    decision = evaluate(parse_policy(Marker()), Request("s3:GetObject", "*"))
    assert decision.may_allow
    assert decision.may_deny
    assert not decision.must_allow
    assert not decision.must_deny


def test_an_unknown_list_of_statements_may_hold_any_statement() -> None:
    decision = evaluate(parse_policy({"Version": "2012-10-17", "Statement": Marker()}), Request("s3:GetObject", "*"))
    assert decision.may_allow
    assert decision.may_deny


def test_a_marker_that_raises_when_touched_is_unknown_all_the_same() -> None:
    class Touchy:
        def __getattr__(self, name: str) -> Any:
            raise RuntimeError(name)

    assert isinstance(parse_policy(Touchy()), UnknownPolicy)


@pytest.mark.parametrize(
    ("written", "path", "says"),
    [
        ("{", "$", "not JSON"),
        ('{"Statement": [], "Statement": []}', "$", "twice"),
        ([], "$", "a list"),
        ({}, "$.Statement", "missing"),
        ({"Statement": []}, "$.Statement", "empty"),
        ({"Version": "2012", "Statement": allow()}, "$.Version", "2012-10-17"),
        ({"Statement": allow(), "Statements": []}, "$.Statements", "allowed"),
        ({"Statement": ["x"]}, "$.Statement[0]", "text"),
        ({"Statement": allow(Effect="allow")}, "$.Statement.Effect", "'allow' is neither Allow nor Deny"),
        ({"Statement": allow(Effect=None)}, "$.Statement.Effect", "missing"),
        ({"Statement": [allow(), allow(Action=None)]}, "$.Statement[1].Action", "missing"),
        ({"Statement": allow(Action=[])}, "$.Statement.Action", "empty"),
        ({"Statement": allow(Action="GetObject")}, "$.Statement.Action", "service:action"),
        ({"Statement": allow(NotAction="s3:*")}, "$.Statement.Action", "exclude each other"),
        ({"Statement": allow(Principal="everyone")}, "$.Statement.Principal", "AWS"),
        ({"Statement": allow(Principal={"aws": "*"})}, "$.Statement.Principal.aws", "not one of AWS"),
        ({"Statement": allow(Principal={})}, "$.Statement.Principal", "nobody"),
        ({"Statement": allow(Condition=[])}, "$.Statement.Condition", "a list"),
        ({"Statement": allow(Condition={"Bool": "x"})}, "$.Statement.Condition.Bool", "keys"),
        ({"Statement": allow(Condition={"Bool": {"a:k": {}}})}, "$.Statement.Condition.Bool.a:k", "object"),
        ({"Statement": allow(Conditions={})}, "$.Statement.Conditions", "allowed"),
        ({"Statement": [allow(), allow(Principal=None)]}, "$.Statement[1].Principal", "missing"),
    ],
)
def test_a_fault_names_its_place_and_the_reason(written: Any, path: str, says: str) -> None:
    fault = parse_policy(written)
    assert isinstance(fault, PolicyFault)
    assert fault.path == path
    assert says in fault.reason


@pytest.mark.parametrize(
    ("kind", "statement", "path"),
    [
        (PolicyKind.IDENTITY, allow(), "$.Statement.Principal"),
        (PolicyKind.IDENTITY, allow(Principal=None, Resource=None), "$.Statement.Resource"),
        (PolicyKind.RESOURCE, allow(Principal=None), "$.Statement.Principal"),
        (PolicyKind.ENDPOINT, allow(Resource=None), "$.Statement.Resource"),
        (PolicyKind.TRUST, allow(), "$.Statement.Resource"),
    ],
)
def test_each_kind_of_document_has_its_own_elements(kind: PolicyKind, statement: dict[str, Any], path: str) -> None:
    fault = parse_policy({"Statement": statement}, kind)
    assert isinstance(fault, PolicyFault)
    assert fault.path == path


def test_a_repository_policy_has_no_resource() -> None:
    assert isinstance(document(allow(Resource=None), kind=PolicyKind.RESOURCE), Policy)


def test_an_account_id_without_quotes_keeps_its_leading_zeros() -> None:
    assert policy(allow(Principal={"AWS": 12345678901})) == policy(allow(Principal={"AWS": "012345678901"}))
