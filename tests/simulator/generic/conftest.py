"""A cloud of a few types whose rules use every part of the language, apart from any real provider's rules."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cloud import Cloud
from simulator.world import World

WEST = {"region": "eu-west-1", "assumeRoles": '[{"roleArn": "arn:aws:iam::222233334444:role/deploy"}]'}
OTHER_ACCOUNT = {"region": "eu-west-1", "assumeRoles": '[{"role_arn": "arn:aws:iam::333344445555:role/deploy"}]'}


def urn(type_: str, name: str) -> str:
    """URN of a resource of the stack `dev`."""
    return f"urn:pulumi:dev::test::{type_}::{name}"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world."""
    opened = World(tmp_path / "world.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def cloud(world: World) -> Cloud:
    """A provider of account 222233334444 in eu-west-1."""
    return Cloud("aws", world, dict(WEST))


@pytest.fixture
def other(world: World) -> Cloud:
    """A provider of another account in the same world."""
    return Cloud("aws", world, dict(OTHER_ACCOUNT))
