"""Azure AI Search: what an index holds comes from the stores that the service may read, and it gives it to every model that asks.

Indexers and data sources are made in the service itself, which no program of the resource manager sees. What can be seen are the private
links that the service has into stores of ours, and the roles of its identity (`identity_use`).
Sources: Azure documentation, "Make outbound connections through a shared private link", "Indexer access to content protected by Azure
network security", "Configure a search service to connect using a managed identity" (`dataExfiltrationProtections`).
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure.data_tokens import SEARCH, tokens
from posture.readers.azure.look import parent, refer
from posture.readers.azure.sending import outsider
from posture.readers.azure.unclear import unclear
from posture.readers.registry import reads
from posture.view import ResourceView


@reads(*tokens("search:SharedPrivateLinkResource"))
def shared_link(resource: ResourceView, graph: GraphBuilder) -> None:
    """The service reads a store past its public side: documents come into the index."""
    owner = parent(graph, resource, "searchServiceName", SEARCH)
    path = "properties.privateLinkResourceId"
    found = refer(graph, resource, path, ())
    urn = resource.resource.urn
    if not owner.targets or (found.unknown and not found.targets):
        unclear(graph, urn, "which store the search service has a link into, or whose link it is, is not known")
        return
    who = found if found.targets or found.literal is None else outsider(graph, found.literal)
    graph.edge(owner, who, EdgeKind.USE, Because(urn, path, "shared private link"), certain=owner.certain and who.certain)
