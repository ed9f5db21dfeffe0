"""One node of Redis or Valkey alone keeps snapshots as a group does.

Source: Amazon ElastiCache User Guide, "Snapshot and restore": Memcached has none.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

CLUSTER: Final = "aws:elasticache/cluster:Cluster"


@rule(CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """Of a member its group says it."""
    if look.holds_records and look.value("replicationGroupId") in (None, "") and look.text("engine") != "memcached":
        yield from must_be_at_least(look, "snapshotRetentionLimit", 1, "keeps no snapshots", default=0)
