"""One of each type on a real OpenBao: applied, changed, read back without drift, deleted, through the same calls as the provider's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.live.through import Through
from simulator.live.vault import connect
from simulator.live.vault_types import HANDLERS
from simulator.rules.registry import all_rules
from simulator.world import World
from tests.live.vaults import OpenBao, apart
from tests.simulator.vault.server import Server
from tests.simulator.vault.sound import SOUND, Sound
from tests.simulator.vault.test_sound import WITHOUT_EXAMPLE

pytestmark = pytest.mark.live
REAL = [one for one in SOUND if not one.why_not_real]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """What the test's resources are remembered in."""
    opened = World(tmp_path / "world.sqlite")
    yield opened
    opened.close()


def test_every_type_of_the_table_can_be_applied() -> None:
    assert {one.type for one in SOUND} | WITHOUT_EXAMPLE >= set(HANDLERS)


def test_the_types_that_name_a_real_server_as_second_source_are_those_that_it_is_asked_about() -> None:
    assert {one.type for one in all_rules("vault").values() if one.second_source} == {one.type for one in REAL}


@pytest.mark.parametrize("sound", REAL, ids=lambda one: one.name)
def test_one_is_applied_changed_read_and_deleted(openbao: OpenBao, world: World, sound: Sound) -> None:
    with apart(openbao, in_root=sound.in_root) as config:
        real = Server(Through("vault", world, connect(openbao.running.settings()), config))
        made = real.make(sound.type, **sound.resolved(sound.before(real)))
        assert real.read(made) == (made.outputs, made.inputs)
        if sound.change:
            real.change(made, **sound.change)
            assert {name: made.outputs.get(name) for name in sound.change} == sound.change
            assert real.read(made) == (made.outputs, made.inputs)
        real.delete(made)
        assert not real.stands(made)
        handler = HANDLERS[sound.type]
        if not (handler.keeps or handler.blind or made.inputs.get("disableDelete")):
            assert real.cloud.read(sound.type, made.urn, made.id, made.outputs, made.inputs) is None
