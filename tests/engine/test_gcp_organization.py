"""The organization's stack on GCP in the real engine: built, built again without a change, kept while it is protected, then taken down."""

import json
from pathlib import Path

import pytest

from posture.inputs.several import load_stacks
from posture.perimeters.difference import mode
from posture.perimeters.report import report
from posture.settings.effective import load_settings
from simulator.world import World
from tests.engine.commands import simulate

pytestmark = pytest.mark.engine
STACK = "gcp-organization"
POLICY = "gcp:orgpolicy/policy:Policy"
ENTITLEMENT = "gcp:privilegedaccessmanager/entitlement:entitlement"
PERIMETER = "gcp:accesscontextmanager/servicePerimeter:ServicePerimeter"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stack, judged by the project's own packs and built. It classifies nothing as PHI, so theorems about PHI say nothing of it."""
    folder = tmp_path_factory.mktemp("organization")
    done = simulate("up", STACK, folder, "--let-unproven")
    assert done.code == 0, done.text
    return folder


def test_policies_entitlements_and_a_perimeter_for_each_zone_are_made(world: Path) -> None:
    found = World(world / "world.sqlite")
    parents = {one.outputs["parent"] for one in found.find(POLICY)}
    assert parents == {"folders/234567890123", "projects/clinic-a-dev-access"}
    assert len(found.find(POLICY)) > 50
    assert len(found.find(ENTITLEMENT)) == 3 * 8 + 2 * 2
    assert len(found.find(PERIMETER)) == 8


def test_a_second_run_changes_nothing_and_its_perimeters_are_read(world: Path) -> None:
    done = simulate("up", STACK, world, "--expect-no-changes", "--no-packs", "--skip-preview")
    assert done.code == 0, done.text
    exported = simulate("export", STACK, world)
    (world / "state.json").write_text(exported.out)
    assert json.loads(exported.out)["deployment"]["resources"]
    said = report(load_stacks([world / "state.json"]), load_settings(None))
    assert {mode(one) for one in said.perimeters} == {"refuses → refuses"}
    assert len(said.perimeters) == 8


def test_destroy_is_refused_while_it_is_protected_and_leaves_nothing_afterwards(world: Path) -> None:
    refused = simulate("destroy", STACK, world)
    assert refused.code == 1, refused.text
    done = simulate("destroy", STACK, world, "--remove-protected")
    assert done.code == 0, done.text
    assert World(world / "world.sqlite").find(POLICY, ENTITLEMENT, PERIMETER) == []
