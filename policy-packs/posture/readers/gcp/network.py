"""Networks and subnets as facts; a network is in its project's zone.

Sources: Google Cloud documentation, "VPC networks", "Subnets", "Shared VPC" (a service project uses the host project's subnets).
"""

from posture.graph.addresses import EMPTY
from posture.graph.builder import GraphBuilder
from posture.graph.facts import NetworkFact, SubnetFact
from posture.readers.gcp.layout import AUTO_MODE, default_networks, network_of, parts, space_of
from posture.readers.gcp.names import project_called, project_ref
from posture.readers.gcp.tokens import NETWORK, SUBNET
from posture.readers.registry import joins, reads
from posture.reference import ABSENT, Reference
from posture.view import ResourceView


@reads(NETWORK)
def network(resource: ResourceView, graph: GraphBuilder) -> None:
    """A network, with the addresses of its subnets."""
    urn = resource.resource.urn
    graph.add(NetworkFact(urn, space_of(graph, urn), project_ref(graph, resource)))


@reads(SUBNET)
def subnet(resource: ResourceView, graph: GraphBuilder) -> None:
    """A subnet; `subnets` says it. Here: only what can't be placed."""
    found = network_of(graph, resource)
    if not found.targets:
        where = found.literal or "an unknown network"
        graph.unreadable(
            resource.resource.urn, f"stands in {where}, which no resource of the stack is: its routes and rules are out of sight"
        )


@joins
def subnets(graph: GraphBuilder) -> None:
    """Every subnet once. In a subnet of Google's own proxies no workload can stand."""
    for part in parts(graph).values():
        where = part.network
        if not where.targets and where.literal is None:
            where = Reference(literal=f"unknown network of {part.key}", certain=False, prop=where.prop)
        graph.add(SubnetFact(part.key, where, EMPTY if part.only_google else part.cidrs))
    for key, project in default_networks(graph).items():
        graph.add(NetworkFact(key, AUTO_MODE, project_called(graph, project) if project else ABSENT))
        graph.add(SubnetFact(f"{key}#auto", Reference.to(key), AUTO_MODE))
