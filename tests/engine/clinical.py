"""What must hold of a stack on any cloud, once for all: the tests of each cloud's clinical stack and its stack for development ask it here."""

import json
from pathlib import Path

from simulator.demo.story import Story
from tests.engine.commands import PACKS, judge, simulate

PREVIEW = "preview.json"
"""Name of the preview JSON of a clinical stack's first update, in the folder of its world."""


def proven(file: Path) -> None:
    """By every pack, apart from the engine: an exported state or a preview."""
    said = judge(file, "--pack", "all")
    assert (said.code, "verdict: proven" in said.out) == (0, True), said.text


def unchanged_by_a_second_update(clinic: Story) -> None:
    """Judged by every pack, it finds each resource the same."""
    done = simulate("up", clinic.stack, clinic.folder, "--skip-preview", "--expect-no-changes")
    assert done.code == 0, done.text
    resources = len(json.loads(clinic.state.read_text())["deployment"]["resources"])
    assert f"SIMULATED update, judged by {', '.join(PACKS)}: {resources} same\n" in done.out


def read_back_the_same_and_still_proven(clinic: Story, folder: Path) -> None:
    """By a refresh. The refreshed state is exported into the folder."""
    done = simulate("refresh", clinic.stack, clinic.folder, "--expect-no-changes")
    assert done.code == 0, done.text
    assert "update" not in done.out
    file = folder / "refreshed.json"
    assert simulate("export", clinic.stack, clinic.folder, "--file", file).code == 0
    proven(file)


def fillers(clinic: Story) -> set[str]:
    """Outputs of which the simulator does not know what the provider says, `sim-…`; on a clinical stack it must know them all."""
    return {
        f"{resource['type']}.{name}"
        for resource in json.loads(clinic.state.read_text())["deployment"]["resources"]
        for name, value in resource.get("outputs", {}).items()
        if '"sim-' in json.dumps(value)
    }


def proven_before_it_was_built(clinic: Story) -> None:
    """By the preview of its first update."""
    file = clinic.folder / PREVIEW
    assert {step["op"] for step in json.loads(file.read_text())["steps"]} == {"create"}
    proven(file)


def built_under_every_pack(stack: str, folder: Path) -> Path:
    """At once, in a world of its own in the folder; the exported state."""
    done = simulate("up", stack, folder, "--skip-preview")
    assert done.code == 0, done.text
    assert f"SIMULATED update, judged by {', '.join(PACKS)}" in done.out
    file = folder / "state.json"
    assert simulate("export", stack, folder, "--file", file).code == 0
    return file
