"""Subscriptions of one simulated world."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cloud import Cloud
from simulator.world import World
from tests.simulator.azure.subscription import OTHER_SUBSCRIPTION, SUBSCRIPTION, TENANT, Subscription


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world."""
    opened = World(tmp_path / "world.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def azure(world: World) -> Subscription:
    """A subscription."""
    return Subscription(Cloud("azure-native", world, {"subscriptionId": SUBSCRIPTION, "tenantId": TENANT}))


@pytest.fixture
def other(world: World) -> Subscription:
    """Another subscription of the same directory and world."""
    return Subscription(Cloud("azure-native", world, {"subscriptionId": OTHER_SUBSCRIPTION, "tenantId": TENANT}))
