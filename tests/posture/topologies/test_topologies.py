"""The judge against labelled programs: its word on a recorded state is the label, and a preview never says more than the state."""

import pytest

from posture.proofs.theorems import THEOREMS
from posture.proofs.verdict import Verdict
from tests.posture.topologies.corpus import PREVIEW, STATE, Topology, named_in, topologies, verdicts

CORPUS = topologies()


def _cases() -> list[object]:
    """Each topology; one that the judge is known to get wrong must fail, so that its mark goes when it is mended."""
    return [
        pytest.param(one, id=one.name, marks=[pytest.mark.xfail(reason=one.expected.known_wrong, strict=True)])
        if one.expected.known_wrong
        else pytest.param(one, id=one.name)
        for one in CORPUS
    ]


@pytest.mark.parametrize("topology", _cases())
def test_the_judge_says_what_the_label_says(topology: Topology) -> None:
    state = topology.judged(STATE)
    preview = topology.judged(PREVIEW)
    wrong = {
        theorem: f"{said}, not {' or '.join(topology.expected.of(theorem))}"
        for theorem, said in verdicts(state).items()
        if said not in topology.expected.of(theorem)
    }
    assert wrong == {}
    for theorem, names in topology.expected.through.items():
        assert set(names) <= named_in(state, theorem), (theorem, named_in(state, theorem))
    said, known = verdicts(preview), verdicts(state)
    differs = {theorem: f"{said[theorem]}, in state {known[theorem]}" for theorem in THEOREMS if said[theorem] is not known[theorem]}
    assert set(differs) == set(topology.expected.preview_unproven), differs
    assert {said[theorem] for theorem in differs} <= {Verdict.UNPROVEN}


@pytest.mark.parametrize("topology", [pytest.param(one, id=one.name) for one in CORPUS])
def test_a_preview_never_contradicts_the_state(topology: Topology) -> None:
    """Holds of every topology, right label or wrong."""
    state, preview = verdicts(topology.judged(STATE)), verdicts(topology.judged(PREVIEW))
    contradicted = {name: (preview[name], state[name]) for name in THEOREMS if preview[name] not in (state[name], Verdict.UNPROVEN)}
    assert contradicted == {}


def test_each_topology_is_recorded() -> None:
    """One without recordings would be passed over, and count for nothing."""
    lacking = [f"{one.name}: {form}" for one in CORPUS for form in (STATE, PREVIEW) if not (one.folder / form).exists()]
    assert lacking == []  # python -m tests.posture.topologies.record NAME makes them


def test_the_corpus_is_large_and_has_many_sound_programs() -> None:
    assert len(CORPUS) >= 45
    assert sum(one.expected.sound for one in CORPUS) >= 20
