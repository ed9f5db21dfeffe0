"""Our reading of NetworkPolicies is cyclonus's, connection by connection, over random sets of policies."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.cyclonus import MissingError, allowed, find
from tests.live.policy_sets import OUTSIDE, PORTS, Pod, PolicySet, draw
from tests.live.two_readings import Ours, as_cyclonus_asks, with_types

pytestmark = pytest.mark.live

SETS = 240
EACH = ("block with exceptions", "named port", "empty selector", "missing selector", "missing types", "range")


@pytest.fixture(scope="module")
def cyclonus() -> Path:
    try:
        return find()
    except MissingError as missing:
        pytest.skip(str(missing))


def ends(drawn: PolicySet) -> Iterator[tuple[Pod | str, Pod | str, int, str]]:
    """Connections of one set: between its pods, and with addresses outside."""
    everybody: list[Pod | str] = [*drawn.pods, *OUTSIDE]
    for source in everybody:
        for target in everybody:
            if source is target or (isinstance(source, str) and isinstance(target, str)):
                continue
            for port, protocol in PORTS:
                yield source, target, port, protocol


def test_the_sets_have_what_is_easily_read_wrongly() -> None:
    found = Counter(feature for number in range(SETS) for feature in draw(number).features)
    assert all(found[feature] >= 20 for feature in EACH), found


def test_our_evaluator_equals_cyclonus_on_every_connection(cyclonus: Path, tmp_path: Path) -> None:
    sets = [draw(number) for number in range(SETS)]
    asked = [(drawn, end) for drawn in sets for end in ends(drawn)]
    said = allowed(
        cyclonus,
        (with_types(policy) for drawn in sets for policy in drawn.policies),
        [as_cyclonus_asks(drawn, *end) for drawn, end in asked],
        tmp_path,
    )
    ours = {id(drawn): Ours(drawn) for drawn in sets}
    differs = [
        (drawn.policies, end, theirs)
        for (drawn, end), theirs in zip(asked, said, strict=True)
        if ours[id(drawn)].allows(*end) is not theirs
    ]
    assert differs[:3] == []
    assert 0.2 < sum(said) / len(said) < 0.8, "both answers are common, so that neither is right by chance"
