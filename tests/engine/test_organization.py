"""The organization's stack in the real engine: built, built again without a change, kept while it is protected, then taken down."""

import json
from pathlib import Path

import pytest

from simulator.rules.aws.organizations import ATTACHMENT, ORGANIZATION, POLICY, UNIT
from simulator.world import World
from tests.engine.commands import simulate

pytestmark = pytest.mark.engine
STACK = "aws-organization"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stack, judged by the project's own packs and built. It classifies nothing as PHI, so theorems about PHI say nothing of it."""
    folder = tmp_path_factory.mktemp("organization")
    done = simulate("up", STACK, folder, "--let-unproven")
    assert done.code == 0, done.text
    return folder


def test_every_policy_of_the_world_is_attached_where_it_belongs(world: Path) -> None:
    found = World(world / "world.sqlite")
    (organization,) = found.find(ORGANIZATION)
    assert organization.account == "999900001111"
    held = {one.outputs["policyId"] for one in found.find(ATTACHMENT)}
    assert held == {one.id for one in found.find(POLICY)}
    units = {one.outputs["name"] for one in found.find(UNIT)}
    assert {"prod", "dev", "phi", "egress", "clinic-a-units-security"} <= units


def test_a_second_run_changes_nothing(world: Path) -> None:
    done = simulate("up", STACK, world, "--expect-no-changes", "--no-packs", "--skip-preview")
    assert done.code == 0, done.text


def test_destroy_is_refused_while_it_is_protected_and_leaves_the_organization_afterwards(world: Path, tmp_path: Path) -> None:
    refused = simulate("destroy", STACK, world)
    assert refused.code == 1, refused.text
    assert "protect: true in the stack" in refused.text
    before = len(World(world / "world.sqlite").find(POLICY))
    assert before > 20
    done = simulate("destroy", STACK, world, "--remove-protected")
    assert done.code == 0, done.text
    left = World(world / "world.sqlite")
    assert [one.type for one in left.find(ORGANIZATION, UNIT, POLICY)] == [ORGANIZATION]


def test_another_organizations_id_stops_before_any_policy_is_attached(tmp_path: Path) -> None:
    """The perimeter around a wrong organization would lock everybody out."""
    from tests.engine.commands import ROOT

    project = tmp_path / "project"
    project.mkdir()
    for name in ("Pulumi.yaml", "components", "policy-packs", "simulator"):
        (project / name).symlink_to(ROOT / name)
    stacks = project / "stacks"
    stacks.mkdir()
    for path in (ROOT / "stacks").iterdir():
        if path.name != f"Pulumi.{STACK}.yaml" and path.name != "__pycache__":
            (stacks / path.name).symlink_to(path)
    text = (ROOT / "stacks" / f"Pulumi.{STACK}.yaml").read_text()
    given = next(line for line in text.splitlines() if "organization_id:" in line)
    (stacks / f"Pulumi.{STACK}.yaml").write_text(text.replace(given, "  ai-zones:organization_id: o-a1b2c3d4e5"))
    done = simulate("up", STACK, tmp_path / "world", "--project", project, "--no-packs")
    assert done.code != 0
    assert "would lock everybody out" in done.text
    found = World(tmp_path / "world" / "world.sqlite")
    assert found.find(ATTACHMENT) == []
    assert json.dumps([one.id for one in found.find(UNIT)]) == "[]"
