"""However a program is cut into stacks, their states judged together say what the whole says."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posture.check import check
from posture.inputs.several import join
from posture.proofs.verdict import Verdict
from posture.settings.effective import Settings, load_settings
from tests.posture.several.cutting import cut, movable, pinned, stacks
from tests.posture.topologies.corpus import STATE, Topology, topologies, verdicts

CORPUS = [pytest.param(one, id=one.name) for one in topologies() if (one.folder / STATE).exists()]
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def recorded(topology: Topology) -> dict[str, Any]:
    """Its state, every provider saying its account."""
    return pinned(json.loads((topology.folder / STATE).read_text(encoding="utf-8")))


@cache
def reviewer(topology: Topology) -> Settings:
    """What its reviewer gives."""
    posture = topology.folder / "posture.yaml"
    return load_settings(posture if posture.exists() else None)


@cache
def whole(topology: Topology) -> dict[str, Verdict]:
    """The verdicts on one stack."""
    return verdicts(check(join(stacks([recorded(topology)])), reviewer(topology)))


def sides(data: st.DataObject, urns: list[str], number: int) -> dict[str, int]:
    """For every resource the stack that manages it."""
    drawn = data.draw(st.lists(st.integers(0, number - 1), min_size=len(urns), max_size=len(urns)), label="sides")
    return dict(zip(urns, drawn, strict=True))


@pytest.mark.parametrize("topology", CORPUS)
@given(data=st.data())
@FEW
def test_a_program_cut_in_two_is_judged_as_the_whole(topology: Topology, data: st.DataObject) -> None:
    document = recorded(topology)
    parts = cut(document, sides(data, movable(document), 2))
    assert verdicts(check(join(stacks(parts)), reviewer(topology))) == whole(topology)


@pytest.mark.parametrize("topology", CORPUS)
@given(data=st.data())
@FEW
def test_what_several_of_three_stacks_adopt_is_one_thing(topology: Topology, data: st.DataObject) -> None:
    document = recorded(topology)
    urns = movable(document)
    adopted = set(data.draw(st.lists(st.sampled_from(urns), unique=True), label="adopted")) if urns else set()
    parts = cut(document, sides(data, urns, 3), 3, adopted)
    assert verdicts(check(join(stacks(parts)), reviewer(topology))) == whole(topology)


@pytest.mark.parametrize("topology", CORPUS)
@given(data=st.data())
@FEW
def test_accounts_that_nobody_tells_leave_a_violation_unproven_at_most(topology: Topology, data: st.DataObject) -> None:
    document = json.loads((topology.folder / STATE).read_text(encoding="utf-8"))
    said = verdicts(check(join(stacks(cut(document, sides(data, movable(document), 2)))), reviewer(topology)))
    other = {name: (before, said[name]) for name, before in whole(topology).items() if said[name] is not before}
    assert set(other.values()) <= {(Verdict.VIOLATED, Verdict.UNPROVEN)}, other


@pytest.mark.parametrize("topology", CORPUS)
def test_a_pinned_account_changes_no_verdict(topology: Topology) -> None:
    assert whole(topology) == verdicts(topology.judged(STATE))
