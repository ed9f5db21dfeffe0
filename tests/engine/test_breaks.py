"""Every way to break the stack is refused in the engine's preview, with its path, before anything is created."""

from pathlib import Path

import pytest
import yaml

from simulator.demo.story import Story
from simulator.world import World
from stacks.values import Break
from tests.engine.commands import ROOT, judge, simulate

pytestmark = pytest.mark.engine

EXPECTED = {
    Break.NAT_ROUTE: (
        "violated phi-exit (phi-isolation)",
        "clinic-a-broken-phi-subnet-workload-eu-west-1a → clinic-a-broken-phi-routes-workload → 0.0.0.0/0 → break-nat → internet",
    ),
    Break.ZONE_PEERING: (
        "violated zone-segmentation (zero-trust)",
        "clinic-a-broken-phi-subnet-workload-eu-west-1a → clinic-a-broken-phi-routes-workload → 10.82.0.0/16 → break-peering"
        " → clinic-a-broken-inference-subnet-workload-eu-west-1a",
    ),
    Break.OPEN_ENDPOINT_POLICY: (
        "violated phi-exit (phi-isolation)",
        "clinic-a-broken-phi-services-s3 → statement 0 lets requests reach resources of any account → s3 in any account",
    ),
}


def project(folder: Path, **changes: object) -> Path:
    """This project with its `aws-broken` settings changed; the program is the checkout's own."""
    settings = yaml.safe_load((ROOT / "stacks" / "Pulumi.aws-broken.yaml").read_text())
    settings["config"].update({f"ai-zones:{key}": value for key, value in changes.items()})
    (folder / "Pulumi.aws-broken.yaml").write_text(yaml.safe_dump(settings))
    written = {"name": "ai-zones", "runtime": "python", "main": str(ROOT / "stacks")}
    (folder / "Pulumi.yaml").write_text(yaml.safe_dump({**written, "stackConfigDir": "."}))
    return folder


@pytest.mark.parametrize("way", list(Break))
def test_it_is_refused_in_preview_with_its_path_and_nothing_is_created(way: Break, tmp_path: Path) -> None:
    packs = [part for name in ("phi-isolation", "zero-trust") for part in ("--packs", ROOT / "policy-packs" / name)]
    world = tmp_path / "world"
    done = simulate("up", "aws-broken", world, "--project", project(tmp_path, **{"break": way.value}), *packs)
    theorem, path = EXPECTED[way]
    assert done.code == 1, done.text
    assert theorem in done.err
    assert path in done.err.splitlines()
    assert "Nothing was created" in done.err
    assert World(world / "world.sqlite").remaining() == []


def test_the_state_of_the_leaking_stack_is_violated_by_the_path_that_its_preview_showed(leaking_path: str) -> None:
    assert leaking_path == EXPECTED[Break.NAT_ROUTE][1]


def test_the_sound_stacks_state_has_no_finding(clinic: Story) -> None:
    said = judge(clinic.state, "--format", "json")
    assert (said.code, '"findings": []' in said.out) == (0, True)
