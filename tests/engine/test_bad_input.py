"""A user's mistake ends in one message that names the place, what was given and what is allowed, before the engine registers anything."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulator.world import World
from tests.engine.commands import ROOT, Said, simulate

pytestmark = pytest.mark.engine

Change = Callable[[dict[str, Any]], object]


def project(folder: Path, change: Change) -> Path:
    """This project with a changed plan in `aws-clinical`; the program is the checkout's own."""
    settings = yaml.safe_load((ROOT / "stacks" / "Pulumi.aws-clinical.yaml").read_text())
    change(settings["config"]["ai-zones:plan"])
    (folder / "Pulumi.aws-clinical.yaml").write_text(yaml.safe_dump(settings))
    written = {"name": "ai-zones", "runtime": "python", "main": str(ROOT / "stacks"), "stackConfigDir": "."}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump(written))
    return folder


def registered(said: Said) -> set[str]:
    """Types of the resources that `--verbose` names."""
    return {line.split()[1] for line in said.out.splitlines() if line.startswith("  + ")}


FAULTS: dict[str, tuple[Change, tuple[str, ...]]] = {
    "plan key": (
        lambda plan: plan.update({"zonez": {}}),
        ("ai-zones:plan.zonez", "unknown", "allowed:", "zones"),
    ),
    "CIDR": (
        lambda plan: plan.update({"cidr": "10.64.0.0/99"}),
        ("ai-zones:plan.cidr", "10.64.0.0/99", "allowed:"),
    ),
    "zone": (
        lambda plan: plan["zones"].update({"fhi": {"services": []}}),
        ("ai-zones:plan.zones.fhi", "allowed:", "phi", "deidentification"),
    ),
    "flow": (
        lambda plan: plan["flows"].update({"shortcut": {"source": "inference", "target": "phi", "service": "database"}}),
        ("ai-zones:plan.flows.shortcut", "inference", "phi", "allowed:"),
    ),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_wrong_plan_is_one_message_before_anything_is_registered(fault: str, tmp_path: Path) -> None:
    change, named = FAULTS[fault]
    done = simulate("up", "aws-clinical", tmp_path / "world", "--project", project(tmp_path, change), "--verbose", "--no-packs")
    assert done.code == 3, done.text
    assert registered(done) <= {"pulumi:pulumi:Stack"}, "the SDK itself registers the stack before it calls the program"
    for part in named:
        assert part in done.err
    assert done.err.count("stacks/Pulumi.aws-clinical.yaml") == 1, "one message"
    assert World(tmp_path / "world" / "world.sqlite").remaining() == []


def test_a_wrong_stack_name_lists_the_stacks(tmp_path: Path) -> None:
    done = simulate("up", "aws-clinic", tmp_path)
    assert done.code == 3
    stacks = [path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in sorted((ROOT / "stacks").glob("Pulumi.*.yaml"))]
    assert done.err.splitlines()[-len(stacks) :] == [f"  {stack}" for stack in sorted(stacks)]
    assert {"aws-broken", "aws-clinical", "aws-dev"} <= set(stacks)
    assert "there is no stack 'aws-clinic'" in done.err


def test_a_missing_engine_says_how_to_get_one(tmp_path: Path) -> None:
    """No `pulumi` on PATH, and a cache that can't be used: a file stands where the folder would be."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "cache").write_text("")
    done = simulate("preview", "aws-clinical", tmp_path / "world", PATH=str(tmp_path / "bin"), AI_ZONES_CACHE=str(tmp_path / "cache"))
    assert done.code == 3
    assert "No Pulumi engine: version 3.250.0 or a later 3.x is needed" in done.err
    for way in ("1. Install the Pulumi CLI", "2. Let this machine reach", "3. Install Go"):
        assert way in done.err


BAD_POSTURE = "organizatio: {}\nresidency: [Ireland]\n"


def told(err: str) -> list[str]:
    """The places that a message about the bad file names, each once."""
    return sorted(line.split(":", 1)[0].strip() for line in err.splitlines() if line.strip().startswith(("residency", "organizatio")))


def test_a_bad_posture_file_is_one_message_before_anything_is_registered(tmp_path: Path) -> None:
    file = tmp_path / "posture.yaml"
    file.write_text(BAD_POSTURE)
    done = simulate("up", "aws-clinical", tmp_path / "world", "--posture", file, "--verbose")
    assert done.code == 3, done.text
    assert registered(done) == set()
    assert f"{file}: 2 faults" in done.err
    assert "given 'Ireland'; allowed: a region's short name" in done.err
    assert told(done.err) == ["organizatio", "residency[0]"]


def test_a_posture_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "posture.yaml"
    done = simulate("preview", "aws-clinical", tmp_path / "world", POSTURE_CONFIG=str(missing))
    assert done.code == 3, done.text
    assert f"{missing}: no such file" in done.err


def test_a_bad_posture_file_in_a_packs_configuration_stops_with_the_same_message_once(tmp_path: Path) -> None:
    """The engine hands a pack its configuration only when all resources are registered; nothing is created yet."""
    file, config = tmp_path / "posture.yaml", tmp_path / "config.json"
    file.write_text(BAD_POSTURE)
    config.write_text(f'{{"phi-exit": {{"posture": "{file}"}}, "phi-redaction": {{"posture": "{file}"}}}}')
    small = ROOT / "tests/engine/programs/small"
    pack = ROOT / "policy-packs/phi-isolation"
    done = simulate("up", "sound", tmp_path / "world", "--project", small, "--packs", pack, "--pack-config", config)
    assert done.code == 1, done.text
    assert told(done.err) == ["organizatio", "residency[0]"]
    assert World(tmp_path / "world" / "world.sqlite").remaining() == []
