"""The tenant's stack on Azure in the real engine: built, built again without a change, kept while it is protected, then taken down."""

from pathlib import Path

import pytest

from simulator.world import World
from tests.engine.commands import simulate

pytestmark = pytest.mark.engine
STACK = "azure-tenant"
DEFINITION = "azure-native:authorization:PolicyDefinitionAtManagementGroup"
ASSIGNMENT = "azure-native:authorization:PolicyAssignment"
ROLE = "azure-native:authorization:RoleDefinition"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stack, judged by the project's own packs and built. It classifies nothing as PHI, so theorems about PHI say nothing of it."""
    folder = tmp_path_factory.mktemp("tenant")
    done = simulate("up", STACK, folder, "--let-unproven")
    assert done.code == 0, done.text
    return folder


def test_guardrails_are_assigned_and_roles_made(world: Path) -> None:
    found = World(world / "world.sqlite")
    assert {one.outputs["name"] for one in found.find(ASSIGNMENT)} == {"ai-zones-guardrails", "ai-zones-addresses"}
    assert len(found.find(DEFINITION)) > 10
    assert len(found.find(ROLE)) == 5


def test_a_second_run_changes_nothing(world: Path) -> None:
    done = simulate("up", STACK, world, "--expect-no-changes", "--no-packs", "--skip-preview")
    assert done.code == 0, done.text


def test_destroy_is_refused_while_it_is_protected_and_leaves_nothing_afterwards(world: Path) -> None:
    refused = simulate("destroy", STACK, world)
    assert refused.code == 1, refused.text
    assert "protect: true in the stack" in refused.text
    done = simulate("destroy", STACK, world, "--remove-protected")
    assert done.code == 0, done.text
    assert World(world / "world.sqlite").find(DEFINITION, ASSIGNMENT, ROLE) == []
