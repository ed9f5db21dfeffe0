"""Managed knowledge bases: Bedrock reads a store by a role, and gives what it finds to a model and to whoever asks.

Source: Amazon Bedrock User Guide, "Retrieve data and generate AI responses with Amazon Bedrock Knowledge Bases", "Connect a data source",
"Prerequisites for using a vector store you created for a knowledge base" (Pinecone, Redis Enterprise Cloud, MongoDB Atlas).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.classify import ZONE_TAG, Classifier
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import reads
from posture.reference import Reference
from posture.view import ResourceView

BASE: Final = ("aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase",)
DATA_SOURCE: Final = "aws:bedrock/agentDataSource:AgentDataSource"
_VENDORS: Final = {
    "pineconeConfiguration": "connectionString",
    "redisEnterpriseCloudConfiguration": "endpoint",
    "mongoDbAtlasConfiguration": "endpoint",
}
"""Vector stores outside AWS → the property that names their address."""
_BUCKET: Final = "dataSourceConfiguration.s3Configuration.bucketArn"


@reads(*BASE)
def knowledge_base(resource: ResourceView, graph: GraphBuilder) -> None:
    """It holds what its sources hold, as vectors and as text."""
    urn = resource.resource.urn
    graph.add(StoreFact(urn, "bedrock", account=account_of(resource.resource), region=region_of(resource.resource)))
    if unplaced(graph, urn):
        unclear(graph, urn, "a managed knowledge base answers every model of the account; it has no tag ai-zone", ("phi-redaction",))
    if resource.value("knowledgeBaseConfiguration.sqlKnowledgeBaseConfiguration") is not None:
        unclear(graph, urn, "which tables the knowledge base asks is not followed")
    for vendor, address in _VENDORS.items():
        prop = f"storageConfiguration.{vendor}"
        if resource.value(prop) is not None:
            _kept_by_a_vendor(resource, graph, prop, address)


def unplaced(graph: GraphBuilder, urn: str) -> bool:
    """Whether neither a tag nor a name that the reviewer maps says of which zone it is. An unreadable tag is told by whoever classifies."""
    found = Classifier(graph).zone(urn)
    return found.zone is None and ZONE_TAG not in graph.view(urn).tags()


def _kept_by_a_vendor(resource: ResourceView, graph: GraphBuilder, prop: str, address: str) -> None:
    """Vectors and the text that they stand for are kept at an address of the internet, or behind a private link of the vendor."""
    own, because = Reference.to(resource.resource.urn), Because(resource.resource.urn, f"{prop}.{address}", "a vendor's vector store")
    link = resource.text(f"{prop}.endpointServiceName")
    if link is None:
        graph.edge(own, graph.internet(), EdgeKind.ROUTE, because, certain=resource.knows(prop), ports=((443, 443),))
    else:
        there = graph.somewhere("service", link) if isinstance(link, str) else Reference(certain=False)
        graph.edge(own, there, EdgeKind.REPLICATE, because, moves=Moves.FORWARD)


@reads(DATA_SOURCE)
def data_source(resource: ResourceView, graph: GraphBuilder) -> None:
    """Documents that are read into the base."""
    urn = resource.resource.urn
    base = resource.refers_to("knowledgeBaseId", BASE)
    if not base.targets:
        unclear(graph, urn, f"the knowledge base {base.literal or ''} is no resource of the stack")
    source = follow(resource, graph, _BUCKET, BUCKET)  # in a preview the ARN may be written out while the bucket has none yet
    if not source.targets:
        unclear(graph, urn, "what the knowledge base reads is no resource of the stack")
        return
    because = Because(urn, _BUCKET)
    graph.edge(source, base, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain and base.certain)
