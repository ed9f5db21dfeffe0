"""Names, ARNs and defaults of data services of which nothing else is modelled: streams, in-memory stores, warehouses.

Sources: Service Authorization Reference, "Resource types" of each service (the form of its ARNs); the Create call of each API (defaults).
"""

from typing import Any, Final

from simulator.rules import Rules

_REGIONAL: Final[dict[str, str]] = {
    "aws:kinesis/stream:Stream": "kinesis:{region}:{account}:stream/{name}",
    "aws:memorydb/cluster:Cluster": "memorydb:{region}:{account}:cluster/{name}",
    "aws:redshiftserverless/workgroup:Workgroup": "redshift-serverless:{region}:{account}:workgroup/{uuid}",
}
"""Type → its ARN behind the partition."""
_DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    # Amazon MemoryDB API Reference, CreateCluster: `TLSEnabled` "is true by default"; Pulumi Registry: minor versions, one replica, one shard
    "aws:memorydb/cluster:Cluster": {"tlsEnabled": True, "autoMinorVersionUpgrade": True, "numReplicasPerShard": 1, "numShards": 1},
    # Amazon Kinesis API Reference, CreateStream
    "aws:kinesis/stream:Stream": {"retentionPeriod": 24, "enforceConsumerDeletion": False},
    # Amazon Redshift Serverless API Reference, CreateWorkgroup
    "aws:redshiftserverless/workgroup:Workgroup": {"publiclyAccessible": False},
}
"""Type → documented defaults."""

NAMED: Final = tuple(
    Rules(
        token,
        source="Service Authorization Reference, 'Resource types defined by' the service; the Create call of its API",
        outputs={"arn": f"arn:{{partition}}:{arn}"},
        defaults=_DEFAULTS.get(token, {}),
    )
    for token, arn in _REGIONAL.items()
)
