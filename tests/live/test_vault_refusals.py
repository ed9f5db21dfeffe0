"""A real OpenBao says of the same inputs what the simulated Vault says: the second source of its rules."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.live.through import Through
from simulator.live.vault import connect
from simulator.world import World
from tests.live.vaults import OpenBao
from tests.simulator.vault.refusals import REFUSALS, Refusal
from tests.simulator.vault.server import Server

pytestmark = [pytest.mark.live, pytest.mark.second_source]
_NUMBERS = itertools.count(1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """What the test's resources are remembered in."""
    opened = World(tmp_path / "world.sqlite")
    yield opened
    opened.close()


def server_of(openbao: OpenBao, world: World, refusal: Refusal) -> Server:
    """A namespace of the shared server, for one test."""
    config = {"address": openbao.address}
    if not refusal.in_root:
        config["namespace"] = f"refusal-{next(_NUMBERS)}"
        openbao.client.adapter.request("post", f"/v1/sys/namespaces/{config['namespace']}")
    return Server(Through("vault", world, connect(openbao.running.settings()), config))


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.name.replace(" ", "-"))
def test_a_real_server_refuses_in_the_same_words(openbao: OpenBao, world: World, refusal: Refusal) -> None:
    real = server_of(openbao, world, refusal)
    made = refusal.before(real)
    real.refuses(refusal.code, refusal.type, match=_literal(refusal.words), **refusal.resolved(made))


def _literal(words: str) -> str:
    return "".join(f"\\{letter}" if letter in "()[]{}+*?.|^$" else letter for letter in words)
