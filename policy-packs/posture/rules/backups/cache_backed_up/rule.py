"""Caches and MemoryDB clusters with records keep snapshots."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

_LEAST: Final = 1


_SERVERLESS: Final = "aws:elasticache/serverlessCache:ServerlessCache"


@rule("aws:memorydb/cluster:Cluster", "aws:elasticache/replicationGroup:ReplicationGroup", _SERVERLESS)
def check(look: Look) -> Iterator[Fault]:
    """None unless it is given. The provider takes it of a serverless cache for Redis and Valkey alone (Pulumi Registry)."""
    if look.holds_records and not (look.resource.type == _SERVERLESS and look.text("engine") == "memcached"):
        yield from must_be_at_least(look, "snapshotRetentionLimit", _LEAST, "keeps no snapshots", default=0)
