"""Bases must be sound by every pack in both forms: a false alarm on one of them is red here."""

import pytest

from tests.mutation.base import Base, written_bases
from tests.mutation.forms import preview_of
from tests.mutation.judging import judged
from tests.mutation.program import leaves
from tests.posture.topologies.corpus import Topology

BASES = written_bases()


@pytest.mark.parametrize("written", BASES, ids=lambda one: one.name)
def test_a_base_is_sound_by_every_theorem_and_rule_in_state_and_in_preview(written: Topology) -> None:
    assert Base(written.name, written.folder, own=False).faults() == []


def test_there_are_bases_in_the_styles_that_people_write() -> None:
    types = {base.name: {row.type for row in Base(base.name, base.folder, own=False).program.rows} for base in BASES}
    assert len(BASES) >= 11
    for style in (
        "aws:ec2/securityGroupRule:SecurityGroupRule",  # classic
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",  # newer
        "awsx:ec2:Vpc",  # children of a component
        "aws:ec2/route:Route",  # separate
    ):
        assert any(style in found for found in types.values()), style


def test_a_base_without_any_tag_is_placed_by_the_reviewers_names() -> None:
    base = next(Base(one.name, one.folder, own=False) for one in BASES if one.name == "untagged_clinic")
    assert not any("ai-zone" in where or "data-class" in where for row in base.program.rows for where, _ in leaves(row.inputs))
    assert base.settings.posture.zones


def test_the_cloud_makes_of_a_recorded_program_what_the_recording_says() -> None:
    base = Base(BASES[0].name, BASES[0].folder, own=False)
    known = {row["urn"]: row for row in base.state["deployment"]["resources"]}
    for row in base.program.rows:
        assert known[row.urn].get("id") == row.id
        assert known[row.urn].get("inputs", {}) == {**row.state_row.get("inputs", {})}


def test_a_preview_made_of_a_program_is_the_preview_that_the_engine_recorded() -> None:
    for written in BASES[:3]:
        base = Base(written.name, written.folder, own=False)
        made = {step["urn"]: step["newState"].get("inputs") for step in preview_of(base.program)["steps"]}
        assert made == {row.urn: (row.step or {})["newState"].get("inputs") for row in base.program.rows if row.step is not None}


def test_soundness_is_judged_by_the_rules_of_all_packs() -> None:
    base = Base(BASES[0].name, BASES[0].folder, own=False)
    results = judged(base.state, base.settings, "state").results
    assert len(results) > 80
    assert {"phi-exit", "zone-segmentation", "bucket-own-key"} <= {result.theorem for result in results}
