"""What a resource shows without being asked is the same in memory and on a real OpenBao: the second source of the rules' defaults."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.cloud import Cloud
from simulator.live.through import Through
from simulator.live.vault import connect
from simulator.live.vault_values import same
from simulator.rules.registry import rules_for
from simulator.rules.vault import kinds
from simulator.world import World
from tests.live.vaults import OpenBao, apart
from tests.simulator.vault.server import Server
from tests.simulator.vault.sound import SOUND, Sound

pytestmark = [pytest.mark.live, pytest.mark.second_source]
REAL = [one for one in SOUND if not one.why_not_real]

MADE = {
    "accessor",
    "certificate",
    "issuingCa",
    "caChain",
    "caChains",
    "certificateBundle",
    "csr",
    "privateKey",
    "serialNumber",
    "issuerId",
    "keyId",
}
"""What each server makes anew."""
MADE |= {"eabId", "key", "createdOn", "namespaceId", "roleId", "secretId", "keys", "metadata", "clientId", "importedIssuers"}
OTHERWISE = {
    (kinds.ACME, "maxTtl"): "OpenBao 2.7 has no max_ttl of ACME",
    (kinds.CRL, "maxCrlEntries"): "OpenBao 2.7 has no max_crl_entries",
    (kinds.AUTO_TIDY, "minStartupBackoffDuration"): "OpenBao 2.7 has no backoff",
    (kinds.AUTO_TIDY, "maxStartupBackoffDuration"): "OpenBao 2.7 has no backoff",
    (kinds.AUTO_TIDY, "revocationQueueSafetyBuffer"): "Vault Enterprise alone has the queue",
    (kinds.PKI_ROLE, "serialNumberSource"): "OpenBao 2.7 has no serial_number_source",
    (kinds.RATE_LIMIT, "groupBy"): "OpenBao 2.7 has no group_by",
}
"""Vault's own, which an OpenBao does not tell."""


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[tuple[World, World]]:
    """One in memory, one that remembers what stands on the server."""
    both = World(tmp_path / "memory.sqlite"), World(tmp_path / "real.sqlite")
    yield both
    for one in both:
        one.close()


@pytest.mark.parametrize("sound", REAL, ids=lambda one: one.name)
def test_both_show_the_same_without_being_asked(openbao: OpenBao, worlds: tuple[World, World], sound: Sound) -> None:
    with apart(openbao, in_root=sound.in_root) as config:
        rules = rules_for(sound.type)
        assert rules is not None
        memory, real = (
            Server(Cloud("vault", worlds[0], config)),
            Server(Through("vault", worlds[1], connect(openbao.running.settings()), config)),
        )
        shown, answered = (server.make(sound.type, "one", **sound.resolved(sound.before(server))) for server in (memory, real))
        told = {*rules.outputs, *rules.defaults} - MADE - set(sound.inputs)
        names = {name for name in told if (sound.type, name) not in OTHERWISE}
        differing = {name: (shown.outputs.get(name), answered.outputs.get(name)) for name in names if not _alike(shown, answered, name)}
        assert differing == {}


def _alike(shown: Any, answered: Any, name: str) -> bool:
    mine, theirs = shown.outputs.get(name), answered.outputs.get(name)
    return bool(same(mine, theirs) or same(theirs, mine))
