"""Projects of one simulated world."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cloud import Cloud
from simulator.world import World
from tests.simulator.gcp.project import OTHER_PROJECT, PROJECT, REGION, Project


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world."""
    opened = World(tmp_path / "world.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def gcp(world: World) -> Project:
    """An adopted project, and a region."""
    return Project(Cloud("gcp", world, {"project": PROJECT, "region": REGION}))


@pytest.fixture
def other(world: World) -> Project:
    """Another adopted project of the same world and region."""
    return Project(Cloud("gcp", world, {"project": OTHER_PROJECT, "region": REGION}))
