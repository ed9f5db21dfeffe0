"""MemoryDB clusters with records keep snapshots; a cache may be filled again from its source."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import must_be_at_least

_LEAST: Final = 1


@rule("aws:memorydb/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup")
def check(look: Look) -> Iterator[Fault]:
    """None unless it is given. Of a cache only a limit that is given as 0 is a fault."""
    if look.holds_records and ("memorydb" in look.resource.type or given(look, "snapshotRetentionLimit") is not None):
        yield from must_be_at_least(look, "snapshotRetentionLimit", _LEAST, "keeps no snapshots", default=0)
