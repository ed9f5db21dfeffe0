"""The SDK's own lists of values as a second source: a rule takes all of them, or it is said here why not."""

import re
from collections.abc import Iterator

import pytest

from simulator.rules import Pattern
from simulator.rules.registry import all_rules
from simulator.schema import Shape, TypeSchema, type_schema

NETWORK = ("azure-native:network:", "azure-native:privatedns:", "azure-native:dnsresolver:", "azure-native:dns:", "azure-native:resources:")
_STEP = re.compile(r"([^.\[\]]+)|\[\*\]")
STRICTER = {
    ("azure-native:network:PrivateLinkService", "ipConfigurations[*].privateIPAddressVersion", "IPv6"): "the service takes IPv4 alone",
    ("azure-native:dns:Zone", "zoneType", "Private"): "private zones are a type of their own since 2018",
    ("azure-native:network:WebApplicationFirewallPolicy", "customRules[*].ruleType", "Invalid"): "no rule is made with it",
}
"""(type, path, value of the SDK) → why the service refuses it."""


def shapes(schema: TypeSchema, path: str) -> list[Shape]:
    """What the SDK says of a path; several where it says one of several."""
    first, *steps = [name or "*" for name in _STEP.findall(path)]
    found = [schema.inputs[first].shape] if first in schema.inputs else []
    for step in steps:
        following: list[Shape] = []
        for shape in found:
            for one in shape[1] if isinstance(shape, list) and shape[0] == "union" else [shape]:
                if step == "*" and isinstance(one, list) and one[0] in ("list", "map"):
                    following.append(one[1])
                elif isinstance(one, list) and one[0] == "object" and step in schema.objects[one[1]]:
                    following.append(schema.objects[one[1]][step].shape)
        found = following
    return found


def words(shape: Shape) -> Iterator[str]:
    """The values that a shape lists."""
    if isinstance(shape, list) and shape[0] == "enum":
        yield from (str(one) for one in shape[1])
    elif isinstance(shape, list) and shape[0] == "union":
        for one in shape[1]:
            yield from words(one)


TYPES = sorted(one for one in all_rules("azure-native") if one.startswith(NETWORK))


@pytest.mark.parametrize("type_", TYPES)
def test_every_path_of_a_rule_is_one_of_the_sdk(type_: str) -> None:
    rules, schema = all_rules("azure-native")[type_], type_schema(type_)
    paths = [*(one.path for one in rules.checks if hasattr(one, "path")), *rules.references]
    assert [path for path in paths if not shapes(schema, path)] == []
    assert [name for name in (*rules.defaults, *rules.outputs) if name not in schema.outputs] == []


@pytest.mark.parametrize("type_", TYPES)
def test_a_rule_takes_every_value_that_the_sdk_lists(type_: str) -> None:
    rules, schema = all_rules("azure-native")[type_], type_schema(type_)
    refused = {
        (type_, one.path, word)
        for one in rules.checks
        if isinstance(one, Pattern)
        for shape in shapes(schema, one.path)
        for word in words(shape)
        if not re.fullmatch(one.regex, word)
    }
    assert refused - set(STRICTER) == set()


def test_what_is_stricter_is_so() -> None:
    for type_, path, word in STRICTER:
        pattern = next(one for one in all_rules("azure-native")[type_].checks if isinstance(one, Pattern) and one.path == path)
        assert not re.fullmatch(pattern.regex, word)


def test_the_sdk_lists_values_for_many_of_them() -> None:
    compared = [
        word
        for type_ in TYPES
        for one in all_rules("azure-native")[type_].checks
        if isinstance(one, Pattern)
        for shape in shapes(type_schema(type_), one.path)
        for word in words(shape)
    ]
    assert len(compared) > 200
