"""One plan in two stacks, joined by what they read of each other, in one simulated world: two rounds, then no change; judged as one."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.engine.commands import ROOT, Said, judge, simulate

# The first rounds alone are four updates.
pytestmark = [pytest.mark.engine, pytest.mark.timeout(1800)]

PARTS = ("aws-clinical-phi", "aws-clinical-rest")
UNJUDGED = ("--no-packs", "--skip-preview")


class Clinic:
    """Both parts in one world."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        clinical = yaml.safe_load((ROOT / "stacks" / "Pulumi.aws-clinical.yaml").read_text(encoding="utf-8"))["config"]
        self.posture = folder / "posture.yaml"
        ours = {"organization": {"aws": {"account_ids": list(clinical["ai-zones:accounts"].values())}}, "residency": ["eu-west-1"]}
        self.posture.write_text(yaml.safe_dump(ours), encoding="utf-8")

    def up(self, part: str, *arguments: str | Path) -> Said:
        """Update one part, judged alone: what is violated stops it, what stands elsewhere is undecided."""
        return simulate("up", part, self.folder / "world", "--posture", self.posture, "--let-unproven", *arguments)

    def state(self, part: str) -> Path:
        """Its exported state."""
        file = self.folder / f"{part}.json"
        assert simulate("export", part, self.folder / "world", "--file", file).code == 0
        return file

    def outputs(self, part: str) -> dict[str, Any]:
        """What it exports."""
        resources = json.loads(self.state(part).read_text())["deployment"]["resources"]
        found: dict[str, Any] = next(one["outputs"] for one in resources if one["type"] == "pulumi:pulumi:Stack")
        return found


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """After the two rounds that an operator runs. What holds PHI is judged by the packs as it gets its links."""
    clinic = Clinic(tmp_path_factory.mktemp("parts"))
    for part, packs in ((PARTS[0], UNJUDGED), (PARTS[1], UNJUDGED), (PARTS[0], ()), (PARTS[1], UNJUDGED)):
        done = clinic.up(part, *packs)
        assert done.code == 0, done.text
    return clinic


def test_after_two_rounds_nothing_waits(clinic: Clinic) -> None:
    assert {part: clinic.outputs(part)["waiting_for"] for part in PARTS} == {part: [] for part in PARTS}


@pytest.mark.parametrize("part", PARTS)
def test_a_further_update_changes_nothing(clinic: Clinic, part: str) -> None:
    done = clinic.up(part, "--expect-no-changes", *UNJUDGED)
    assert done.code == 0, done.text


def test_both_states_together_are_proven(clinic: Clinic) -> None:
    said = judge(clinic.state(PARTS[0]), clinic.state(PARTS[1]), "--pack", "all")
    assert (said.code, "verdict: proven" in said.out) == (0, True), said.text


def test_the_part_without_phi_alone_is_unproven_and_never_violated(clinic: Clinic) -> None:
    said = judge(clinic.state(PARTS[1]), "--config", clinic.posture)
    assert said.code == 2, said.text


def test_a_half_that_is_gone_stops_the_update_and_takes_nothing_down(clinic: Clinic, tmp_path: Path) -> None:
    """Once the first rounds are over: the other stack's outputs are lost, and phi keeps its links."""
    settings = yaml.safe_load((ROOT / "stacks" / "Pulumi.aws-clinical-phi.yaml").read_text(encoding="utf-8"))
    settings["config"] |= {
        "ai-zones:may_wait": False,
        "ai-zones:stacks": {},
        "ai-zones:plan_file": str(ROOT / "stacks" / "Pulumi.aws-clinical.yaml"),
    }
    (tmp_path / "Pulumi.aws-clinical-phi.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    project = {"name": "ai-zones", "runtime": "python", "main": str(ROOT / "stacks"), "stackConfigDir": "."}
    (tmp_path / "Pulumi.yaml").write_text(yaml.safe_dump(project), encoding="utf-8")
    before = clinic.state(PARTS[0]).read_text()
    done = clinic.up(PARTS[0], "--no-packs", "--project", tmp_path)
    assert done.code == 3, done.text
    assert "joins: lacks flow telemetry-phi: service_names.management/telemetry" in done.err
    assert "build the other stack first" in done.err
    after = json.loads(clinic.state(PARTS[0]).read_text())["deployment"]["resources"]
    assert [one["urn"] for one in json.loads(before)["deployment"]["resources"]] == [one["urn"] for one in after]
