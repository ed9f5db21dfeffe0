"""Policies as they are written: HCL of the first version, and JSON."""

import pytest

from simulator.rules.vault.hcl import Block, HclError, parse
from simulator.rules.vault.policies import unparsable

READ: list[Block] = [("path", ["a"], [("capabilities", [], ["read", "list"])])]


@pytest.mark.parametrize(
    "text",
    [
        'path "a" { capabilities = ["read", "list"] }',
        '# a comment\npath "a" {\n  // another\n  capabilities = [\n    "read", /* here */ "list",\n  ]\n}\n',
        'path a { capabilities = ["read", "list"] }',
        '{"path": {"a": {"capabilities": ["read", "list"]}}}',
    ],
)
def test_one_policy_is_read_in_every_form(text: str) -> None:
    assert parse(text) == READ


def test_values_are_texts_numbers_truths_lists_and_objects() -> None:
    text = 'a = 1\nb = 1.5\nc = true\nd = "x\\"y"\ne = { "f" = [] }\ng = <<EOT\nline\nEOT\n'
    assert parse(text) == [
        ("a", [], 1),
        ("b", [], 1.5),
        ("c", [], True),
        ("d", [], 'x"y'),
        ("e", [], [("f", [], [])]),
        ("g", [], "line"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nonsense {", "At 1:11: object expected closing RBRACE got: EOF"),
        ("zz", "At 1:3: key 'zz' expected start of object ('{') or assignment ('=')"),
        ('path "a" {\n  capabilities = ["read"\n', "At 3:1: error parsing list, expected comma or list end, got: EOF"),
        ("}", "At 1:1: unexpected closing RBRACE"),
        ('path "a" { ! }', "At 1:12: illegal character"),
        ('{"path": ', "Expecting value: line 1 column 10 (char 9)"),
    ],
)
def test_what_is_not_hcl_is_refused_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(HclError) as refused:
        parse(text)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    "text",
    [
        'path "a" { capabilities = ["deny"] }\npath "b/*" { capabilities = ["create", "patch"] required_parameters = ["x"] }',
        'path "a" { capabilities = ["update"] allowed_parameters = { "ttl" = ["5m"] "*" = [] } denied_parameters = { "not_after" = [] } }',
        'path "a" { capabilities = ["read"] min_wrapping_ttl = "5s" max_wrapping_ttl = "1h" }',
        'path "a" { }',
        'name = "x"\npath "a" { policy = "write" }',
    ],
)
def test_what_a_server_takes_is_taken(text: str) -> None:
    assert unparsable(text) == ""


def test_wrapping_times_are_in_order() -> None:
    said = unparsable('path "a" { capabilities = ["read"] min_wrapping_ttl = "10s" max_wrapping_ttl = "5s" }')
    assert said == 'path "a": max_wrapping_ttl cannot be less than min_wrapping_ttl'
