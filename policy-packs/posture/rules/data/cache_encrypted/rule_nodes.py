"""A cache that is no replication group: Memcached, or one node of Redis or Valkey alone.

Source: Amazon ElastiCache User Guide, "At-Rest Encryption in ElastiCache" (replication groups and serverless caches alone have it), "Enabling in-transit
encryption" (Memcached 1.6.12 or later; of Redis and Valkey again replication groups alone).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

CLUSTER: Final = "aws:elasticache/cluster:Cluster"


@rule(CLUSTER)
def check(look: Look) -> Iterator[Fault]:
    """A member says nothing of its own: its group does. Memcached writes nothing to a disk."""
    if not look.holds_records or look.value("replicationGroupId") not in (None, ""):
        return
    if look.text("engine") == "memcached":
        yield from must_be_true(look, "transitEncryptionEnabled", "speaks without TLS")
    else:
        yield Fault("is encrypted nowhere, as it belongs to no replication group", "replicationGroupId")
