"""Every way to break the stack is refused in the engine's preview, with its path, before anything is created."""

import json
from pathlib import Path

import pytest

from simulator.demo.story import Story
from simulator.world import World
from stacks.values import Break
from tests.engine.broken import small
from tests.engine.commands import PACKS, Said, judge, simulate

pytestmark = pytest.mark.engine

EXPECTED = {
    Break.NAT_ROUTE: (
        "violated phi-exit (phi-isolation)",
        "clinic-a-broken-phi-subnet-workload-eu-west-1a → clinic-a-broken-phi-routes-workload → 0.0.0.0/0 → break-nat → internet",
    ),
    Break.ZONE_PEERING: (
        "violated zone-segmentation (zero-trust)",
        "clinic-a-broken-phi-subnet-workload-eu-west-1a → clinic-a-broken-phi-routes-workload → 10.82.0.0/16 → break-peering"
        " → clinic-a-broken-inference-cluster-nodes-gpu",
    ),
    Break.OPEN_ENDPOINT_POLICY: (
        "violated phi-exit (phi-isolation)",
        "clinic-a-broken-phi-services-s3 → statement 0 lets requests reach resources of any account → s3 in any account",
    ),
}


def refused(done: Said, way: Break, world: Path) -> None:
    """It was, with its path, and nothing is there."""
    theorem, path = EXPECTED[way]
    assert done.code == 1, done.text
    assert theorem in done.err
    assert path in [line.strip() for line in done.err.splitlines()]
    assert "Nothing was created" in done.err
    assert World(world / "world.sqlite").remaining() == []


def test_a_nat_route_in_the_whole_stack_is_refused_in_preview_by_the_packs_of_the_project(tmp_path: Path) -> None:
    refused(simulate("up", "aws-broken", tmp_path), Break.NAT_ROUTE, tmp_path)


@pytest.mark.parametrize("way", [way for way in Break if way is not Break.NAT_ROUTE])
def test_every_other_way_is_refused_with_its_path_in_a_smaller_one(way: Break, tmp_path: Path) -> None:
    packs = [part for pack in PACKS.values() for part in ("--packs", pack)]
    world = tmp_path / "world"
    refused(simulate("up", "aws-broken", world, "--project", small(tmp_path / "project", way), *packs), way, world)


def test_the_state_of_the_leaking_stack_is_violated_by_the_path_that_its_preview_showed(leaking_path: str) -> None:
    assert leaking_path == EXPECTED[Break.NAT_ROUTE][1]


def test_the_sound_stacks_state_has_no_finding(clinic: Story) -> None:
    said = judge(clinic.state, "--pack", "all", "--format", "json")
    assert (said.code, [one["name"] for one in json.loads(said.out)["theorems"] if one["findings"]]) == (0, [])
