"""Vault's bases must be sound by every pack in both forms, and read back as they were recorded."""

import re

import pytest

from tests.mutation.base import VAULT, Base, written_bases
from tests.mutation.forms import preview_of
from tests.posture.topologies.corpus import STATE, Topology

BASES = [one for one in written_bases(VAULT) if (one.folder / STATE).exists()]


@pytest.mark.parametrize("written", BASES, ids=lambda one: one.name)
def test_a_base_of_vault_is_sound_by_every_theorem_and_rule_in_state_and_in_preview(written: Topology) -> None:
    assert Base(written.name, written.folder, own=False).faults() == []


@pytest.mark.parametrize("written", BASES, ids=lambda one: one.name)
def test_a_base_of_vault_is_modelled_on_a_page_of_the_documentation(written: Topology) -> None:
    assert re.search(r'Modelled on [^"]+"[^"]+"', (written.folder / "program.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("written", BASES[:3], ids=lambda one: one.name)
def test_a_preview_made_of_a_program_of_vault_is_the_preview_that_the_engine_recorded(written: Topology) -> None:
    base = Base(written.name, written.folder, own=False)
    made = {step["urn"]: step["newState"].get("inputs") for step in preview_of(base.program)["steps"]}
    assert made == {row.urn: (row.step or {})["newState"].get("inputs") for row in base.program.rows if row.step is not None}


@pytest.mark.parametrize("written", BASES[:3], ids=lambda one: one.name)
def test_the_cloud_makes_of_a_recorded_program_of_vault_what_the_recording_says(written: Topology) -> None:
    base = Base(written.name, written.folder, own=False)
    known = {row["urn"]: row for row in base.state["deployment"]["resources"]}
    for row in base.program.rows:
        assert known[row.urn].get("id") == row.id
        assert known[row.urn].get("inputs", {}) == {**row.state_row.get("inputs", {})}
