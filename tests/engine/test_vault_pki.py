"""The stack `vault-pki` in the real engine, in memory: judged by the project's packs, built, built again without a change, then taken down."""

import json
from pathlib import Path

import pytest

from simulator.world import World
from tests.engine.commands import judge, simulate

pytestmark = pytest.mark.engine
STACK = "vault-pki"
COUNT = 127
ENDPOINT, POLICY = "vault:generic/endpoint:Endpoint", "vault:index/policy:Policy"
OF_ZONES = {"phi-exit", "phi-redaction", "egress-inspection", "zone-segmentation", "dns-closed"}
"""Theorems about zones and PHI: a stack that holds neither is judged together with those that do."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stack, judged and built; with the first password of the database's account, which is nobody's."""
    folder = tmp_path_factory.mktemp("vault-pki")
    done = simulate("up", STACK, folder, "--let-unproven", AI_ZONES_DATABASE_PASSWORD="of-the-rehearsal")
    assert done.code == 0, done.text
    assert f"{COUNT} create" in done.out
    return folder


def test_a_preview_leaves_nothing_of_vault_undecided(tmp_path: Path) -> None:
    said = simulate("preview", STACK, tmp_path / "world", AI_ZONES_DATABASE_PASSWORD="of-the-rehearsal")
    undecided = {word.removesuffix("-unproven") for word in said.text.split() if word.endswith("-unproven")}
    # Networks and stores of zones stand in other stacks; `hipaa` alone has no theorem that would say so, and says it itself.
    assert undecided == OF_ZONES | {"something-classified"}
    assert "violated" not in said.text


def test_a_second_run_changes_nothing(world: Path) -> None:
    done = simulate(
        "up", STACK, world, "--expect-no-changes", "--no-packs", "--skip-preview", AI_ZONES_DATABASE_PASSWORD="of-the-rehearsal"
    )
    assert done.code == 0, done.text


def test_of_an_exported_state_only_what_is_encrypted_is_undecided(world: Path, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text(simulate("export", STACK, world).out)
    said = judge(state, "--pack", "all")
    assert said.code == 2, said.text
    assert "violated" not in said.text
    kinds = {one["type"] for one in json.loads(state.read_text())["deployment"]["resources"] if "dataJson" in one.get("inputs", {})}
    assert kinds == {ENDPOINT}


def test_destroy_is_refused_while_it_is_protected_and_leaves_nothing_afterwards(world: Path) -> None:
    refused = simulate("destroy", STACK, world)
    assert refused.code == 1, refused.text
    done = simulate("destroy", STACK, world, "--remove-protected")
    assert done.code == 0, done.text
    assert World(world / "world.sqlite").find(POLICY) == []
