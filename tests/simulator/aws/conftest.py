"""Accounts of one simulated world."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cloud import Cloud
from simulator.world import World
from tests.simulator.aws.account import REGION, Account


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world."""
    opened = World(tmp_path / "world.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def aws(world: World) -> Account:
    """Account 111122223333 in eu-west-1."""
    return Account(Cloud("aws", world, {"region": REGION}))


@pytest.fixture
def other(world: World) -> Account:
    """Account 444455556666 in the same world and region."""
    role = '[{"roleArn": "arn:aws:iam::444455556666:role/deploy"}]'
    return Account(Cloud("aws", world, {"region": REGION, "assumeRoles": role}))
