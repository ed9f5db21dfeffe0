"""A rule answers whatever stands in a resource, and never passes for lack of understanding: what is of another kind is as good as unknown.

Four draws of each rule are tried here, the same ones each time. `AI_ZONES_WRONG=100` tries a hundred (minutes), and other ones each time.
"""

import os
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posture.rules.catalogue import rules
from posture.values import UNKNOWN
from tests.posture.rules.wrong import WrongSample, known_places, wrong_samples

MORE: Final = os.environ.get("AI_ZONES_WRONG")
BOUNDED: Final = settings(
    max_examples=int(MORE or 4),
    derandomize=MORE is None,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
ODD: Final[tuple[Any, ...]] = (None, 5, True, [], {}, "x", ["x", 3], {"id": 4}, UNKNOWN, [UNKNOWN], [None], [[]], {"id": UNKNOWN})


@pytest.mark.parametrize("rule", sorted(rules()))
def test_nothing_odd_in_a_resource_makes_a_rule_fail(rule: str) -> None:
    @BOUNDED
    @given(st.sampled_from(known_places(rule)), st.sampled_from(ODD))
    def answers(wrong: WrongSample, odd: Any) -> None:
        assert wrong.raised(odd) == [], f"{wrong.told} = {odd!r}"

    answers()


@pytest.mark.parametrize("rule", sorted(rules()))
def test_what_no_provider_gives_is_never_better_than_unknown(rule: str) -> None:
    @BOUNDED
    @given(wrong_samples(rule))
    def never_better(drawn: tuple[WrongSample, Any]) -> None:
        wrong, value = drawn
        assert wrong.raised(value) == [], f"{wrong.told} = {value!r}"
        assert not wrong.better(value), f"{wrong.told} = {value!r}"

    never_better()
