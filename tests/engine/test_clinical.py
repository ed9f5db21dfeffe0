"""The clinical stack in the real engine: built, unchanged the second time, read back the same, proven in every form."""

import json
from pathlib import Path

import pytest

from simulator.demo.story import Story
from tests.engine import clinical
from tests.engine.commands import PROGRAMS, judge, python, simulate

pytestmark = pytest.mark.engine


def test_what_was_built_is_proven_apart_from_the_engine(clinic: Story) -> None:
    clinic.prove()


def test_a_second_update_changes_nothing(clinic: Story) -> None:
    clinical.unchanged_by_a_second_update(clinic)


def test_a_refresh_reads_back_what_was_written_and_it_is_still_proven(clinic: Story, tmp_path: Path) -> None:
    clinical.read_back_the_same_and_still_proven(clinic, tmp_path)


def test_no_output_of_the_state_is_a_filler(clinic: Story) -> None:
    assert clinical.fillers(clinic) == set()


def test_a_nat_route_added_to_the_built_stack_is_refused_and_the_world_has_no_such_route(clinic: Story) -> None:
    clinic.leak()


def test_the_preview_of_the_first_update_is_proven(clinic: Story) -> None:
    clinical.proven_before_it_was_built(clinic)


def test_a_later_preview_is_proven_with_what_stays_the_same_and_refused_without(tmp_path: Path) -> None:
    """The engine leaves it out unless it is asked for; a small stack shows it as well."""
    small = PROGRAMS / "small"
    assert simulate("up", "sound", tmp_path / "world", "--project", small, "--no-packs", "--skip-preview").code == 0
    done = python("tests.engine.preview_json", "sound", tmp_path / "world", tmp_path, small)
    assert done.code == 0, done.text
    assert {step["op"] for step in json.loads((tmp_path / "whole.json").read_text())["steps"]} == {"same"}
    said = judge(tmp_path / "whole.json")
    assert (said.code, "verdict: proven" in said.out) == (0, True), said.text
    said = judge(tmp_path / "part.json")
    assert said.code == 3
    assert "--show-sames" in said.err
