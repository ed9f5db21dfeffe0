"""Several stacks against their label: together, each alone, and with the last one still in preview."""

import pytest

from posture.proofs.theorems import THEOREMS
from posture.proofs.verdict import Verdict
from tests.posture.several.topologies.corpus import Set, sets
from tests.posture.topologies.corpus import named_in, verdicts

SETS = [pytest.param(one, id=one.name) for one in sets()]


@pytest.mark.parametrize("chosen", SETS)
def test_stacks_together_are_judged_as_their_label_says(chosen: Set) -> None:
    judgement = chosen.judged()
    said = verdicts(judgement)
    assert {name: verdict for name, verdict in said.items() if verdict not in chosen.expected.of(name)} == {}
    for theorem, names in chosen.expected.through.items():
        assert set(names) <= named_in(judgement, theorem), (theorem, named_in(judgement, theorem))


@pytest.mark.parametrize("chosen", SETS)
def test_a_path_across_stacks_names_each_of_them(chosen: Set) -> None:
    findings = [finding for result in chosen.judged().results for finding in result.findings]
    across = {f"{program.partition('_')[2]}/dev" for program in chosen.expected.across}
    assert not across or any(across <= {hop.place for hop in finding.path if hop.place} for finding in findings), [
        finding.shown_path for finding in findings
    ]


@pytest.mark.parametrize("chosen", SETS)
def test_a_stack_alone_is_never_said_to_be_more_than_it_tells(chosen: Set) -> None:
    for program, labels in chosen.expected.alone.items():
        said = verdicts(chosen.judged(**{program: "state"}))
        assert {name: said[name] for name, allowed in labels.items() if said[name] not in allowed} == {}, program


@pytest.mark.parametrize("chosen", SETS)
def test_a_preview_over_deployed_stacks_never_contradicts_their_states(chosen: Set) -> None:
    *deployed, last = chosen.programs
    early = verdicts(chosen.judged(**dict.fromkeys(deployed, "state"), **{last: "preview"}))
    state = verdicts(chosen.judged())
    contradicted = {name: (early[name], state[name]) for name in THEOREMS if early[name] not in (state[name], Verdict.UNPROVEN)}
    assert contradicted == {}
    assert {name for name in THEOREMS if early[name] is not state[name]} == set(chosen.expected.preview_unproven)


@pytest.mark.parametrize("chosen", SETS)
def test_the_order_of_the_files_does_not_matter(chosen: Set) -> None:
    backwards = chosen.judged(**dict.fromkeys(reversed(chosen.programs), "state"))
    assert verdicts(backwards) == verdicts(chosen.judged())


def test_half_of_the_sets_are_sound() -> None:
    assert len(sets()) >= 12
    assert 2 * sum(one.expected.sound for one in sets()) >= len(sets())
