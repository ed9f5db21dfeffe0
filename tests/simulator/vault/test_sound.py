"""One of each type on the simulated Vault: taken, changed, read back without drift, deleted."""

import pytest

from simulator.rules.registry import all_rules
from simulator.rules.vault import kinds
from tests.simulator.vault.server import Server
from tests.simulator.vault.sound import SOUND, Sound

# A registry of managed keys names one in a module or a cloud; a secrets engine of Kubernetes and a JWT method need a cluster's or an issuer's own keys.
WITHOUT_EXAMPLE = {kinds.MANAGED_KEYS, kinds.KUBERNETES_MOUNT, kinds.JWT_AUTH}


def test_every_type_with_rules_has_an_example() -> None:
    assert {one.type for one in SOUND} | WITHOUT_EXAMPLE == set(all_rules("vault"))


@pytest.mark.parametrize("sound", SOUND, ids=lambda one: one.name)
def test_one_is_made_changed_read_and_deleted(vault: Server, sound: Sound) -> None:
    made = vault.make(sound.type, **sound.resolved(sound.before(vault)))
    assert vault.read(made) == (made.outputs, made.inputs)
    if sound.change:
        vault.change(made, **sound.change)
        assert {name: made.outputs.get(name) for name in sound.change} == sound.change
        assert vault.read(made) == (made.outputs, made.inputs)
    vault.delete(made)
    assert not vault.stands(made)
