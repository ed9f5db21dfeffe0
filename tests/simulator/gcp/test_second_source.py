"""The rules beside the SDK: every property that they name is one of the type's, every id has a documented form."""

from collections.abc import Iterator

import pytest

from simulator.diff import top
from simulator.packages.gcp_docs import _forms, documented
from simulator.packages.gcp_paths import _exceptions, path_of
from simulator.rules.registry import all_rules
from simulator.schema import sdk, type_schema

pytestmark = pytest.mark.second_source
RULES = all_rules("gcp")


@pytest.mark.parametrize("token", sorted(RULES))
def test_rules_name_properties_that_the_sdk_has(token: str) -> None:
    rules, schema = RULES[token], type_schema(token)
    inputs = {top(name) for name in [*rules.immutable, *rules.defaults, *rules.references, *rules.unordered, *rules.normalized_json]}
    for check in rules.checks:
        inputs |= {top(path) for path in [getattr(check, "path", ""), *getattr(check, "paths", ())] if path}
    assert inputs - set(schema.inputs) == set()
    assert set(rules.outputs) - set(schema.outputs) == set()


def nested(token: str) -> Iterator[tuple[str, str]]:
    """(path, step) of what references and checks name below the first level."""
    rules = RULES[token]
    for path in [*rules.references, *(getattr(check, "path", "") for check in rules.checks)]:
        yield from ((path, step) for step in path.replace("[*]", "").split(".")[1:])


@pytest.mark.parametrize("token", sorted(RULES))
def test_nested_names_are_somewhere_in_the_types_classes(token: str) -> None:
    known = {name for members in type_schema(token).objects.values() for name in members}
    assert [path for path, step in nested(token) if step not in known] == []


def test_almost_every_type_has_a_documented_id() -> None:
    tokens = list(sdk("gcp").tokens())
    without = [token for token in tokens if token not in _exceptions() and not _forms(sdk("gcp").file_of(token))]
    assert len(tokens) > 1400
    assert len(without) < 100, without


@pytest.mark.parametrize("token", sorted(RULES))
def test_what_an_id_is_made_of_is_an_input_or_an_output(token: str) -> None:
    path, schema = path_of(token), type_schema(token)
    unknown = set(path.names) - set(schema.inputs) - set(schema.outputs) if path else set()
    computed = {"project", "orgId", "folderId", "name", "version", "organizationId"}
    assert unknown - computed == set() or callable(RULES[token].id) or RULES[token].id != "{name}-{hex17}"


def test_documented_words_and_defaults_agree() -> None:
    """A default is one of the words, wherever a type has both."""
    for token in RULES:
        texts = documented(token)
        for key, defaults in texts.defaults.items():
            for name, value in defaults.items():
                words = texts.allowed.get(key, {}).get(name)
                assert not words or value in words, (token, key, name)
