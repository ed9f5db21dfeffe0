"""Managed knowledge bases: Bedrock reads a store by a role, and gives what it finds to a model and to whoever asks.

Source: Amazon Bedrock User Guide, "Retrieve data and generate AI responses with Amazon Bedrock Knowledge Bases", "Connect a data source".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import reads
from posture.view import ResourceView

BASE: Final = ("aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase",)
DATA_SOURCE: Final = "aws:bedrock/agentDataSource:AgentDataSource"
_BUCKET: Final = "dataSourceConfiguration.s3Configuration.bucketArn"


@reads(*BASE)
def knowledge_base(resource: ResourceView, graph: GraphBuilder) -> None:
    """It holds what its sources hold, as vectors and as text."""
    urn = resource.resource.urn
    graph.add(StoreFact(urn, "bedrock", account=account_of(resource.resource), region=region_of(resource.resource)))
    if "ai-zone" not in resource.tags():
        unclear(graph, urn, "a managed knowledge base answers every model of the account; it has no tag ai-zone", ("phi-redaction",))
    if resource.value("knowledgeBaseConfiguration.sqlKnowledgeBaseConfiguration") is not None:
        unclear(graph, urn, "which tables the knowledge base asks is not followed")


@reads(DATA_SOURCE)
def data_source(resource: ResourceView, graph: GraphBuilder) -> None:
    """Documents that are read into the base."""
    urn = resource.resource.urn
    base = resource.refers_to("knowledgeBaseId", BASE)
    if not base.targets:
        unclear(graph, urn, f"the knowledge base {base.literal or ''} is no resource of the stack")
    source = resource.refers_to(_BUCKET, BUCKET)
    if not source.targets:
        unclear(graph, urn, "what the knowledge base reads is no resource of the stack")
        return
    because = Because(urn, _BUCKET)
    graph.edge(source, base, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain and base.certain)
