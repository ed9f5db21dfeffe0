"""The edge of a network: a place for next hops that stand in no subnet (NAT gateways, a hub's firewall), with a road to the internet.

Source: Azure documentation, "What is Azure NAT Gateway?" (associated with subnets, deployed in none of them).
"""

from typing import Final

from posture.graph.addresses import ANY_V4, EMPTY
from posture.graph.builder import GraphBuilder
from posture.graph.facts import AssociationFact, Because, Destination, GatewayFact, RouteFact, SubnetFact, TableFact
from posture.graph.kinds import GatewayKind
from posture.readers.azure.layout import Part
from posture.reference import Reference

SYSTEMS: Final = 900
"""Preference of the system's own routes: the user's and announced ones of the same prefix win."""


def nat_of(graph: GraphBuilder, part: Part, nat: str) -> str:
    """The NAT gateway as a next hop: it stands at the network's edge, where everything goes on to the internet."""
    made = graph.once("azure NAT gateways", set[str])
    home = edge_of(graph, part.network)
    if (key := f"{nat}@{home}") not in made:
        made.add(key)
        graph.add(GatewayFact(nat, GatewayKind.NAT, subnets=(Reference.to(home),)))
    return nat


def edge_of(graph: GraphBuilder, network: Reference) -> str:
    """A place in a network for next hops that stand in no subnet: without addresses, and with a road to the internet."""
    owner = network.targets[0] if network.targets else network.literal or "unknown network"
    key = f"{owner}#edge"
    made = graph.once("azure edges", set[str])
    if key not in made:
        made.add(key)
        because = Because(owner, "", "0.0.0.0/0")
        graph.add(SubnetFact(key, network, EMPTY))
        graph.add(TableFact(f"{key}#routes", network, because))
        graph.add(AssociationFact(Reference.to(f"{key}#routes"), Reference.to(key), because))
        graph.add(
            RouteFact(Reference.to(f"{key}#routes"), Destination(ANY_V4, text="0.0.0.0/0"), Reference(), because, SYSTEMS, internet=True)
        )
    return key
