"""Which packages of a world are real: chosen once, kept in its folder, never changed under what stands."""

import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.errors import UserError
from simulator.live import choice
from simulator.live.through import Backend, Through
from simulator.rules.vault import kinds
from simulator.world import World

POLICY = {"name": "a", "policy": 'path "a" { capabilities = ["read"] }'}
URN = f"urn:pulumi:dev::test::{kinds.POLICY}::a"


class Nowhere(Backend):
    """A server that says yes."""

    def create(self, action: Any, schema: Any) -> tuple[str, dict[str, Any]]:
        return "a", dict(action.inputs)

    def update(self, action: Any, schema: Any) -> dict[str, Any]:
        return dict(action.inputs)

    def delete(self, action: Any, schema: Any) -> None:
        return None

    def read(self, action: Any, schema: Any, state: dict[str, Any]) -> dict[str, Any] | None:
        return dict(state)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for the module of a package; says what was asked of it."""
    said: list[str] = []

    def begin(folder: Path) -> dict[str, Any]:
        said.append("begin")
        return {"address": "http://127.0.0.1:1", "token": "made-up"}

    module = SimpleNamespace(begin=begin, end=lambda folder, settings: said.append("end"), connect=lambda settings: Nowhere())
    monkeypatch.setattr(choice, "_module", lambda package: module)
    return said


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A world in the folder."""
    opened = World(tmp_path / "world.sqlite")
    yield opened
    opened.close()


def test_nothing_chosen_is_in_memory(tmp_path: Path, world: World) -> None:
    assert choice.choose(tmp_path, "vault", None) is None
    assert type(choice.cloud_of("vault", world)) is Cloud


def test_a_server_is_kept_for_later_commands_and_its_token_is_the_owners_alone(tmp_path: Path, world: World, started: list[str]) -> None:
    choice.choose(tmp_path, "vault", "real")
    assert choice.bring_up(tmp_path, {}) == ["vault: http://127.0.0.1:1"]
    assert started == ["begin", "begin"]  # Each command asks whether it still answers.
    assert stat.S_IMODE((tmp_path / "live" / "vault.json").stat().st_mode) == 0o600
    assert type(choice.cloud_of("vault", world)) is Through


def test_a_word_that_is_neither_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--vault: 'maybe' is not allowed; allowed: memory, real"):
        choice.choose(tmp_path, "vault", "maybe")


def test_what_stands_in_memory_is_not_taken_to_a_server(tmp_path: Path, world: World, started: list[str]) -> None:
    Cloud("vault", world, {}).create(URN, POLICY)
    with pytest.raises(UserError, match="holds 1 resources of vault that are memory; destroy them first, or name another folder"):
        choice.choose(tmp_path, "vault", "real")
    assert started == []


def test_what_stands_on_a_server_is_not_taken_from_it(tmp_path: Path, world: World, started: list[str]) -> None:
    choice.choose(tmp_path, "vault", "real")
    cloud = choice.cloud_of("vault", world)
    cloud.create(URN, POLICY)
    with pytest.raises(UserError, match="that are real"):
        choice.choose(tmp_path, "vault", "memory")
    assert choice.end_if_empty(tmp_path, world) == []
    cloud.delete(URN, "a", POLICY, POLICY)
    assert choice.end_if_empty(tmp_path, world) == ["vault"]
    assert started[-1] == "end"
    assert choice.settings_of(tmp_path, "vault") is None


def test_an_empty_world_may_go_back_to_memory(tmp_path: Path, world: World, started: list[str]) -> None:
    choice.choose(tmp_path, "vault", "real")
    assert choice.choose(tmp_path, "vault", "memory") is None
    assert started == ["begin", "end"]
