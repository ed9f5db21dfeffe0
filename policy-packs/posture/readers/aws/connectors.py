"""Connectors of Kafka: what they take out of topics, and where their configuration says that it goes.

Source: Amazon MSK Developer Guide, "MSK Connect".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.handing_on import bucket_named
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_CONNECTOR: Final = "aws:mskconnect/connector:Connector"
_SINKS: Final = ("s3.bucket.name", "aws.s3.bucket.name")


@reads(_CONNECTOR)
def connector(resource: ResourceView, graph: GraphBuilder) -> None:
    """A sink writes topics into the bucket that its configuration names. Hosts it reaches by the roads of its network.

    Source: Amazon MSK Developer Guide, "Create connector" (configuration of the Amazon S3 sink connector).
    """
    settings = resource.mapping("connectorConfiguration")
    if is_unknown(settings):
        unclear(graph, resource.resource.urn, "where the connector puts what it takes is unknown until the update (connectorConfiguration)")
        return
    known = settings or {}
    if "Source" in str(known.get("connector.class", "")).rpartition(".")[2]:
        return  # brings in
    for key in _SINKS:
        name = known.get(key)
        if name is None:
            continue
        prop = f"connectorConfiguration[{key}]"
        if isinstance(name, str):
            target = bucket_named(resource, graph, name, "connectorConfiguration")
        else:
            named = resource.resource.property_dependencies.get("connectorConfiguration", frozenset())
            buckets = tuple(sorted(urn for urn in named if resource.stack.by_urn[urn].type in BUCKET))
            target = Reference(buckets, certain=len(buckets) == 1, prop=prop)
        if not target.targets and target.literal is None:
            unclear(graph, resource.resource.urn, f"which bucket the connector writes into is not known ({prop})")
            continue
        because = Because(resource.resource.urn, prop, name if isinstance(name, str) else "")
        graph.edge(Reference.to(resource.resource.urn), target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)
