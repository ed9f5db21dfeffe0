"""Caches with records keep copies of what they hold."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_one_of
from posture.values import is_unknown

REDIS: Final = gcp("redis:Instance")
BACKED_UP: Final = gcp("redis:Cluster", "memorystore:Instance")
_FAULT: Final = "keeps no copies of what it holds"


@rule(*REDIS, *BACKED_UP)
def check(look: Look) -> Iterator[Fault]:
    """Memorystore for Valkey and for Redis Cluster documentation, "Backups overview": none is taken unless it is asked for.

    Memorystore for Redis documentation, "RDB snapshots": its instances have snapshots in their stead, off unless they are given.
    """
    if not look.holds_records:
        return
    if look.resource.type in REDIS:
        yield from must_be_one_of(look, "persistenceConfig.persistenceMode", ("RDB",), _FAULT, default="DISABLED")
    elif is_unknown(config := look.mapping("automatedBackupConfig")):
        yield cannot_tell("automatedBackupConfig", "whether it " + _FAULT)
    elif not config:
        yield Fault(_FAULT, "automatedBackupConfig")
