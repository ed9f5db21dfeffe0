"""Databases with records, and what replicates them, take minor versions by themselves, and nothing else at once.

Sources: Amazon RDS User Guide, "Upgrading a DB instance engine version"; AWS Security Hub control DMS.6 (replication instances).
"""

from collections.abc import Iterator

from posture.rules.aws_engines import CLUSTER_INSTANCE, DATABASES, engine, keeps_records
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.words import must_be_false, must_be_true

REPLICATOR = "aws:dms/replicationInstance:ReplicationInstance"


@rule(*DATABASES, *CLUSTER_INSTANCE, "aws:elasticache/replicationGroup:ReplicationGroup", "aws:memorydb/cluster:Cluster", REPLICATOR)
def check(look: Look) -> Iterator[Fault]:
    """Minor versions are on unless switched off, the others off unless switched on."""
    if keeps_records(look) or (look.resource.type == REPLICATOR and handles(look)):
        prop = "allowVersionUpgrade" if engine(look) == "redshift" else "autoMinorVersionUpgrade"
        yield from must_be_true(look, prop, "does not take security fixes by itself", default=True)
        yield from must_be_false(look, "allowMajorVersionUpgrade", "may change its major version on an update")
        yield from must_be_false(look, "applyImmediately", "applies changes at once, at whatever hour")
