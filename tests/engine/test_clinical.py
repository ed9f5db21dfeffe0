"""The clinical stack in the real engine: built, unchanged the second time, read back the same, proven in every form."""

import json
from pathlib import Path

import pytest

from simulator.demo.story import Story
from tests.engine.commands import PACKS, PROGRAMS, judge, python, simulate

pytestmark = pytest.mark.engine


def test_what_was_built_is_proven_apart_from_the_engine(clinic: Story) -> None:
    clinic.prove()


def test_a_second_update_changes_nothing(clinic: Story) -> None:
    done = simulate("up", "aws-clinical", clinic.folder, "--expect-no-changes")
    assert done.code == 0, done.text
    resources = len(json.loads(clinic.state.read_text())["deployment"]["resources"])
    assert f"judged by {', '.join(PACKS)}: {resources} same\n" in done.out
    assert f"SIMULATED update: {resources} same\n" in done.out


def test_a_refresh_reads_back_what_was_written_and_it_is_still_proven(clinic: Story, tmp_path: Path) -> None:
    done = simulate("refresh", "aws-clinical", clinic.folder, "--expect-no-changes")
    assert done.code == 0, done.text
    assert "update" not in done.out
    file = tmp_path / "refreshed.json"
    assert simulate("export", "aws-clinical", clinic.folder, "--file", file).code == 0
    said = judge(file, "--pack", "all")
    assert (said.code, "verdict: proven" in said.out) == (0, True), said.text


def test_no_output_of_the_state_is_a_filler(clinic: Story) -> None:
    """Where the simulator does not know a provider's output it says `sim-…`; on the clinical stack it must know them all."""
    fillers = {
        f"{resource['type']}.{name}"
        for resource in json.loads(clinic.state.read_text())["deployment"]["resources"]
        for name, value in resource.get("outputs", {}).items()
        if '"sim-' in json.dumps(value)
    }
    assert fillers == set()


def test_a_nat_route_added_to_the_built_stack_is_refused_and_the_world_has_no_such_route(clinic: Story) -> None:
    clinic.leak()


def test_the_preview_of_the_first_update_is_proven(tmp_path: Path) -> None:
    done = python("tests.engine.preview_json", "aws-clinical", tmp_path / "world", tmp_path)
    assert done.code == 0, done.text
    assert {step["op"] for step in json.loads((tmp_path / "whole.json").read_text())["steps"]} == {"create"}
    said = judge(tmp_path / "whole.json", "--pack", "all")
    assert (said.code, "verdict: proven" in said.out) == (0, True), said.text


def test_a_later_preview_is_proven_with_what_stays_the_same_and_refused_without(tmp_path: Path) -> None:
    """The engine leaves it out unless it is asked for; a small stack shows it as well."""
    small = PROGRAMS / "small"
    assert simulate("up", "sound", tmp_path / "world", "--project", small, "--no-packs").code == 0
    done = python("tests.engine.preview_json", "sound", tmp_path / "world", tmp_path, small)
    assert done.code == 0, done.text
    assert {step["op"] for step in json.loads((tmp_path / "whole.json").read_text())["steps"]} == {"same"}
    said = judge(tmp_path / "whole.json")
    assert (said.code, "verdict: proven" in said.out) == (0, True), said.text
    said = judge(tmp_path / "part.json")
    assert said.code == 3
    assert "--show-sames" in said.err
