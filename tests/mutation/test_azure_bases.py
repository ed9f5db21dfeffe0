"""Azure's bases must be sound by every pack in both forms, in the styles that people write, and read back as they were recorded."""

import re

import pytest

from tests.mutation.base import AZURE, Base, written_bases
from tests.mutation.forms import preview_of
from tests.mutation.program import leaves
from tests.posture.topologies.corpus import STATE, Topology

BASES = [one for one in written_bases(AZURE) if (one.folder / STATE).exists()]


@pytest.mark.parametrize("written", BASES, ids=lambda one: one.name)
def test_a_base_of_azure_is_sound_by_every_theorem_and_rule_in_state_and_in_preview(written: Topology) -> None:
    assert Base(written.name, written.folder, own=False).faults() == []


def test_there_are_forty_bases_each_modelled_on_a_page_of_the_documentation() -> None:
    assert len(BASES) >= 40
    for base in BASES:
        text = (base.folder / "program.py").read_text(encoding="utf-8")
        assert re.search(r'Modelled on [^"]+"[^"]+"', text), base.name


def test_the_bases_are_in_the_styles_that_people_write() -> None:
    programs = {one.name: Base(one.name, one.folder, own=False).program for one in BASES}
    inline = {
        name
        for name, found in programs.items()
        for row in found.of_type("azure-native:network:VirtualNetwork")
        if row.inputs.get("subnets")
    }
    apart = {name for name, found in programs.items() if found.of_type("azure-native:network:SecurityRule")}
    autonamed = {
        name for name, found in programs.items() for row in found.rows if re.search(r"[0-9a-f]{8}$", str(row.outputs.get("name", "")))
    }
    providers = {name for name, found in programs.items() if sum(row.type == "pulumi:providers:azure-native" for row in found.rows) > 1}
    assert all((inline, apart, autonamed, providers)), (inline, apart, autonamed, providers)


def test_a_base_without_any_tag_is_placed_by_the_reviewers_names() -> None:
    base = next(Base(one.name, one.folder, own=False) for one in BASES if one.name == "azure_untagged_hospital")
    assert not any("ai-zone" in where or "data-class" in where for row in base.program.rows for where, _ in leaves(row.inputs))
    assert base.settings.posture.zones


@pytest.mark.parametrize("written", BASES[:3], ids=lambda one: one.name)
def test_a_preview_made_of_a_program_of_azure_is_the_preview_that_the_engine_recorded(written: Topology) -> None:
    base = Base(written.name, written.folder, own=False)
    made = {step["urn"]: step["newState"].get("inputs") for step in preview_of(base.program)["steps"]}
    assert made == {row.urn: (row.step or {})["newState"].get("inputs") for row in base.program.rows if row.step is not None}


@pytest.mark.parametrize("written", BASES[:3], ids=lambda one: one.name)
def test_the_cloud_makes_of_a_recorded_program_of_azure_what_the_recording_says(written: Topology) -> None:
    base = Base(written.name, written.folder, own=False)
    known = {row["urn"]: row for row in base.state["deployment"]["resources"]}
    for row in base.program.rows:
        assert known[row.urn].get("id") == row.id
        assert known[row.urn].get("inputs", {}) == {**row.state_row.get("inputs", {})}
