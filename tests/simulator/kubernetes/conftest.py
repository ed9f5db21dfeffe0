"""A simulated cluster."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.world import World
from tests.simulator.kubernetes.places import Cluster


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A cluster with the namespace `home`."""
    world = World(tmp_path / "world.sqlite")
    yield Cluster(world)
    world.close()
