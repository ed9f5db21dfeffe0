"""Bases of Kubernetes must be sound by every pack in both forms, and read back as they were recorded."""

import re

import pytest

from tests.mutation.base import KUBERNETES, Base, written_bases
from tests.mutation.forms import preview_of
from tests.posture.topologies.corpus import STATE, Topology

BASES = [one for one in written_bases(KUBERNETES) if (one.folder / STATE).exists()]


@pytest.mark.parametrize("written", BASES, ids=lambda one: one.name)
def test_a_base_of_kubernetes_is_sound_by_every_theorem_and_rule_in_state_and_in_preview(written: Topology) -> None:
    assert Base(written.name, written.folder, own=False).faults() == []


def test_there_are_as_many_bases_as_the_issue_asks() -> None:
    assert len(BASES) >= 20
    assert len(BASES) == len(written_bases(KUBERNETES)), "a base that nobody recorded: python -m tests.mutation.bases.record"


@pytest.mark.parametrize("written", BASES, ids=lambda one: one.name)
def test_a_base_of_kubernetes_is_modelled_on_a_page_of_documentation(written: Topology) -> None:
    assert re.search(r'Modelled on [^"]+"[^"]+"', (written.folder / "program.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("written", BASES[:2], ids=lambda one: one.name)
def test_a_preview_made_of_a_program_of_kubernetes_is_the_preview_that_the_engine_recorded(written: Topology) -> None:
    base = Base(written.name, written.folder, own=False)
    made = {step["urn"]: step["newState"].get("inputs") for step in preview_of(base.program)["steps"]}
    assert made == {row.urn: (row.step or {})["newState"].get("inputs") for row in base.program.rows if row.step is not None}
