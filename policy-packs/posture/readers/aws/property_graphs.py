"""Neptune Analytics: graphs in memory that stand in no network of ours.

Sources: Amazon Neptune Analytics User Guide, "Creating a Neptune Analytics graph" (`publicConnectivity`: "whether or not the graph can be
reachable over the internet"; every request is signed), "Private graph endpoints"; Pulumi Registry, aws.neptunegraph.Graph (default false).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

GRAPH: Final = "aws:neptunegraph/graph:Graph"


@reads(GRAPH)
def property_graph(resource: ResourceView, graph: GraphBuilder) -> None:
    """Without public connectivity it answers private endpoints alone. (That it is a store, and where it lies, is read by `stores`.)"""
    urn, public = resource.resource.urn, resource.flag("publicConnectivity")
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "publicConnectivity")))
    if public is True or is_unknown(public):
        because = Because(urn, "publicConnectivity", "reachable over the internet")
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, certain=public is True)
