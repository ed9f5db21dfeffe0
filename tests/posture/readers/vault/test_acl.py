"""Policies of Vault are read as Vault reads them: HCL and JSON, globs, segments, parameters."""

import pytest

from posture.readers.vault.acl import Grant, parse_policy
from posture.rules.vault_policies import reaches

HCL = """
# An agent's job.
path "kv-agent/data/+/prompts*" {
  capabilities = ["read", "list"] // both
}
path "pki/issue/agent" {
  capabilities      = ["create", "update"]
  denied_parameters = { "not_after" = [], "ttl" = ["8760h"] }
  min_wrapping_ttl  = "1m"
}
path "sys/old" { policy = "write" }
"""


def one(path: str, *capabilities: str, **fields: object) -> Grant:
    return Grant(path, frozenset(capabilities or ("read",)), fields)


def test_a_policy_in_hcl_says_what_each_path_allows() -> None:
    grants = parse_policy(HCL)
    assert grants is not None
    assert {grant.path: sorted(grant.capabilities) for grant in grants} == {
        "kv-agent/data/+/prompts*": ["list", "read"],
        "pki/issue/agent": ["create", "update"],
        "sys/old": ["create", "delete", "list", "read", "update"],
    }


@pytest.mark.parametrize(
    "text",
    [
        '{"path": {"kv/data/a": {"capabilities": ["read"]}}}',
        '{"path": [{"kv/data/a": [{"capabilities": ["read"]}]}]}',
        'path "kv/data/a" {\n  capabilities = ["read"]\n}',
        'path "/kv/data/a" { capabilities = ["read",] }',
        'path = { "kv/data/a" = { capabilities = ["read"] } }',
    ],
)
def test_all_ways_to_write_a_policy_say_the_same(text: str) -> None:
    assert [(grant.path, grant.allows) for grant in parse_policy(text) or ()] == [("kv/data/a", frozenset({"read"}))]


def test_an_empty_policy_allows_nothing() -> None:
    assert parse_policy("# nothing yet") == ()


@pytest.mark.parametrize(
    "text",
    [
        'path "a" {',
        "path a { }",
        'path "a" { capabilities = ["fly"] }',
        "{",
        '{"paths": {}}',
        'rule "a" { }',
        'path "a" { x = ${y} }',
        "[]",
        "\x00",
    ],
)
def test_what_vault_would_not_read_is_not_read(text: str) -> None:
    assert parse_policy(text) is None


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("kv/data/*", "kv/data/a/b", True),
        ("kv/data/+", "kv/data/a", True),
        ("kv/data/+", "kv/data/a/b", False),
        ("kv/+/a", "kv/data/a", True),
        ("kv/data/a", "kv/data/ab", False),
        ("kv/data/a*", "kv/data/ab", True),
        ("kv.data/a", "kvxdata/a", False),
    ],
)
def test_a_star_is_any_rest_and_a_plus_one_segment(pattern: str, path: str, covered: bool) -> None:
    assert one(pattern).covers(path) is covered


@pytest.mark.parametrize(
    ("pattern", "power", "met"),
    [
        ("sys/policies/acl/*", "sys/policies/acl/x", True),
        ("sys/*", "sys/policies/acl/x", True),
        ("sys/policies/acl/agent-*", "sys/policies/acl/x", False),
        ("auth/kubernetes/role/agent", "auth/+/role/+", True),
        ("auth/token/renew-self", "auth/token/create", False),
        ("auth/+/login", "auth/+/role/+", False),
        ("kv/*", "sys/policies/acl/x", False),
        ("*", "sys/raw/x", True),
        ("+/+/+/+", "sys/policies/acl/x", True),
    ],
)
def test_a_grant_reaches_what_its_pattern_has_in_common_with(pattern: str, power: str, met: bool) -> None:
    assert reaches(one(pattern, "update"), power) is met


def test_a_deny_takes_all_else_away() -> None:
    assert not reaches(one("sys/*", "deny", "update"), "sys/raw/x")


@pytest.mark.parametrize(
    ("fields", "refused"),
    [
        ({}, False),
        ({"denied_parameters": {"not_after": []}}, True),
        ({"denied_parameters": {"*": []}}, True),
        ({"denied_parameters": {"not_after": ["2040-01-01T00:00:00Z"]}}, False),
        ({"allowed_parameters": {"common_name": []}}, True),
        ({"allowed_parameters": {"common_name": [], "*": []}}, False),
        ({"allowed_parameters": {}}, False),
    ],
)
def test_a_parameter_is_refused_only_where_no_value_of_it_passes(fields: dict[str, object], refused: bool) -> None:
    assert one("pki/issue/agent", "update", **fields).refuses("not_after") is refused
