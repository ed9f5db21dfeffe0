"""Caches and MemoryDB clusters with records keep snapshots."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

_LEAST: Final = 1


@rule("aws:memorydb/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup")
def check(look: Look) -> Iterator[Fault]:
    """None unless it is given."""
    if look.holds_records:
        yield from must_be_at_least(look, "snapshotRetentionLimit", _LEAST, "keeps no snapshots", default=0)
