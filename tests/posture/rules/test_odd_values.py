"""A rule answers whatever stands in a resource: a value of another kind, or one that only the update tells, never makes it fail."""

import copy
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pytest

from posture.check import check
from posture.rules.catalogue import rules
from posture.rules.contract import Rule
from posture.rules.samples import Sample, samples
from posture.settings.effective import Settings
from posture.settings.posture_file import parse_posture
from posture.settings.waivers import Waivers
from posture.stack import Form, Stack
from posture.values import UNKNOWN

ODD: Final[tuple[Any, ...]] = (None, 5, True, [], {}, "x", ["x", 3], {"id": 4}, UNKNOWN, [UNKNOWN], [None], [[]])
PER_RESOURCE: Final = 3
SAMPLES: Final = [
    pytest.param(rule, sample, id=f"{rule.id}-{sample.path.stem}") for rule in rules().values() for sample in samples(rule.folder)
]


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a tree of properties."""
    if above:
        yield above
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*above, key))


def changed(props: dict[str, Any], place: tuple[Any, ...], odd: Any) -> dict[str, Any]:
    """The properties with something else at one place."""
    copied = copy.deepcopy(props)
    holder: Any = copied
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = odd
    return copied


@pytest.mark.parametrize(("rule", "sample"), SAMPLES)
def test_nothing_odd_in_a_resource_makes_a_rule_fail(rule: Rule, sample: Sample) -> None:
    chance = random.Random(str(sample.path.name) + rule.id)
    settings = Settings(parse_posture(dict(sample.file.posture), "sample"), None, Waivers(day=date(2026, 1, 1)), "sample")
    stack = sample.stack(Form.STATE)
    for number, resource in enumerate(stack.resources):
        known = sorted(places(dict(resource.props)), key=str)
        for place in chance.sample(known, min(len(known), PER_RESOURCE)):
            odd = chance.choice(ODD)
            resources = list(stack.resources)
            resources[number] = replace(resource, props=changed(dict(resource.props), place, odd))
            results = check(Stack(tuple(resources), Form.STATE, "odd"), settings, rules=(rule,)).results
            failed = [finding.message for result in results for finding in result.findings if "the rule failed" in finding.message]
            assert failed == [], f"{resource.name}: {'.'.join(map(str, place))} = {odd!r}"
