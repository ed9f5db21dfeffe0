"""Servers of one simulated world."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cloud import Cloud
from simulator.world import World
from tests.simulator.vault.server import ADDRESS, Server


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world."""
    opened = World(tmp_path / "world.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def vault(world: World) -> Server:
    """A server with nothing mounted."""
    return Server(Cloud("vault", world, {"address": ADDRESS}))


@pytest.fixture
def team(world: World) -> Server:
    """A namespace of the same server."""
    return Server(Cloud("vault", world, {"address": ADDRESS, "namespace": "team"}))
