"""A world without clouds."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world."""
    opened = World(tmp_path / "world.sqlite")
    yield opened
    opened.close()
