"""Virtual networks and subnets as facts.

Sources: Azure documentation, "What is Azure Virtual Network?", "Add, change, or delete a virtual network subnet".
"""

from posture.graph.addresses import EMPTY
from posture.graph.builder import GraphBuilder
from posture.graph.facts import NetworkFact, SubnetFact
from posture.readers.azure.layout import parts, range_of, space_of
from posture.readers.azure.tokens import NETWORK, SUBNET
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView


@reads(NETWORK)
def virtual_network(resource: ResourceView, graph: GraphBuilder) -> None:
    """A network with its address space; its inline subnets are read with the others."""
    urn = resource.resource.urn
    graph.add(NetworkFact(urn, space_of(graph, urn)))
    if is_unknown(resource.value("subnets")):
        graph.unreadable(urn, "the subnets written inside the network are unknown until the update")
    if is_unknown(resource.value("virtualNetworkPeerings")):
        graph.unreadable(urn, "the peerings written inside the network are unknown until the update")


@reads(SUBNET)
def subnet(resource: ResourceView, graph: GraphBuilder) -> None:
    """A subnet that is a resource of its own; `subnets` says it. Here: only what can't be placed."""
    part = parts(graph)[resource.resource.urn]
    if resource.value("sharingScope") not in (None, "", "DelegatedServices"):
        graph.unreadable(resource.resource.urn, "shared with others (sharingScope), who may put machines of theirs into it")
    if not part.network.targets:
        where = part.network.literal or "an unknown network"
        graph.unreadable(
            resource.resource.urn, f"stands in {where}, which no resource of the stack is: its peerings and names are out of sight"
        )


@joins
def subnets(graph: GraphBuilder) -> None:
    """Every subnet once. Where only Azure's next hops may stand, there is no place for workloads."""
    for part in parts(graph).values():
        found = EMPTY if part.only_next_hops else range_of(graph, part)
        network = part.network
        if not network.targets and network.literal is None:
            network = Reference(literal=f"unknown network of {part.key}", certain=False, prop=network.prop)
        graph.add(SubnetFact(part.key, network, found))
