"""The edge of a network: a place for next hops that stand in no subnet (NAT gateways, a hub's firewall), with a road to the internet.

Source: Azure documentation, "What is Azure NAT Gateway?" (associated with subnets, deployed in none of them).
"""

from typing import Final

from posture.graph.addresses import ANY_V4, EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import AssociationFact, Because, Destination, GatewayFact, RouteFact, SubnetFact, TableFact
from posture.graph.kinds import GatewayKind
from posture.readers.azure.layout import Part
from posture.reference import Reference

SYSTEMS: Final = 900
"""Preference of the system's own routes: the user's and announced ones of the same prefix win."""
RESERVED: Final = AddressSet.parse("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
"""Private addresses of no network that is joined here: the system drops them ("Virtual network traffic routing", default routes to None)."""


def nat_of(graph: GraphBuilder, part: Part, nat: str) -> str:
    """The NAT gateway as a next hop: it stands at the network's edge, where everything goes on to the internet."""
    made = graph.once("azure NAT gateways", set[str])
    home = edge_of(graph, part.network)
    if (key := f"{nat}@{home}") not in made:
        made.add(key)
        graph.add(GatewayFact(nat, GatewayKind.NAT, subnets=(Reference.to(home),)))
    return nat


def edge_of(graph: GraphBuilder, network: Reference, *, local: bool = True) -> str:
    """A place in a network for next hops that stand in no subnet: without addresses, and with a road to the internet.

    `local` False: the network has no machines of its own (a virtual hub).
    """
    owner = network.targets[0] if network.targets else network.literal or "unknown network"
    key = f"{owner}#edge"
    made = graph.once("azure edges", set[str])
    if key not in made:
        made.add(key)
        because = Because(owner, "", "0.0.0.0/0")
        graph.add(SubnetFact(key, network, EMPTY))
        graph.add(TableFact(f"{key}#routes", network if local else Reference(), because))
        graph.add(AssociationFact(Reference.to(f"{key}#routes"), Reference.to(key), because))
        graph.add(
            RouteFact(Reference.to(f"{key}#routes"), Destination(ANY_V4, text="0.0.0.0/0"), Reference(), because, SYSTEMS, internet=True)
        )
        drop_reserved(graph, f"{key}#routes", because)
    return key


def drop_reserved(graph: GraphBuilder, table: str, because: Because) -> None:
    """The system's routes to None."""
    destination = Destination(RESERVED, text="private addresses of no joined network")
    graph.add(RouteFact(Reference.to(table), destination, Reference(), because, SYSTEMS, blackhole=True))
