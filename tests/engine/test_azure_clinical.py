"""The clinical stack on Azure in the real engine: built, unchanged the second time, read back the same, proven in every form, taken down."""

import json
from pathlib import Path

import pytest

from simulator.demo.story import Story
from tests.engine.commands import PACKS, judge, python, simulate

pytestmark = pytest.mark.engine
STACK = "azure-clinical"


def test_what_was_built_is_proven_apart_from_the_engine(azure_clinic: Story) -> None:
    azure_clinic.prove()


def test_a_second_update_changes_nothing(azure_clinic: Story) -> None:
    done = simulate("up", STACK, azure_clinic.folder, "--expect-no-changes")
    assert done.code == 0, done.text
    resources = len(json.loads(azure_clinic.state.read_text())["deployment"]["resources"])
    assert f"judged by {', '.join(PACKS)}: {resources} same\n" in done.out
    assert f"SIMULATED update: {resources} same\n" in done.out


def test_a_refresh_reads_back_what_was_written_and_it_is_still_proven(azure_clinic: Story, tmp_path: Path) -> None:
    done = simulate("refresh", STACK, azure_clinic.folder, "--expect-no-changes")
    assert done.code == 0, done.text
    assert "update" not in done.out
    file = tmp_path / "refreshed.json"
    assert simulate("export", STACK, azure_clinic.folder, "--file", file).code == 0
    said = judge(file, "--pack", "all")
    assert (said.code, "verdict: proven" in said.out) == (0, True), said.text


def test_no_output_of_the_state_is_a_filler(azure_clinic: Story) -> None:
    """Where the simulator does not know a provider's output it says `sim-…`; on the clinical stack it must know them all."""
    fillers = {
        f"{resource['type']}.{name}"
        for resource in json.loads(azure_clinic.state.read_text())["deployment"]["resources"]
        for name, value in resource.get("outputs", {}).items()
        if '"sim-' in json.dumps(value)
    }
    assert fillers == set()


def test_a_road_added_to_the_built_stack_is_refused_and_the_world_has_none(azure_clinic: Story) -> None:
    azure_clinic.leak()


def test_the_preview_of_the_first_update_is_proven(tmp_path: Path) -> None:
    done = python("tests.engine.preview_json", STACK, tmp_path / "world", tmp_path)
    assert done.code == 0, done.text
    assert {step["op"] for step in json.loads((tmp_path / "whole.json").read_text())["steps"]} == {"create"}
    said = judge(tmp_path / "whole.json", "--pack", "all")
    assert (said.code, "verdict: proven" in said.out) == (0, True), said.text


def test_the_stack_for_development_is_built_under_every_pack_and_its_state_is_proven(tmp_path: Path) -> None:
    done = simulate("up", "azure-dev", tmp_path)
    assert done.code == 0, done.text
    assert f"judged by {', '.join(PACKS)}" in done.out
    file = tmp_path / "state.json"
    assert simulate("export", "azure-dev", tmp_path, "--file", file).code == 0
    said = judge(file, "--pack", "all")
    assert (said.code, "verdict: proven" in said.out) == (0, True), said.text


# The last one of this file: it ends the world that the others share.
def test_it_is_taken_down_only_when_told_that_the_data_may_go(azure_clinic: Story) -> None:
    azure_clinic.refuse_to_take_down()
    azure_clinic.take_down()
