"""Machines in their subnets, behind the firewall as it works for them.

Sources: Google Cloud documentation, "Network interfaces", "IP addresses" (external addresses), "VPC firewall rules" (rules are for interfaces).
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.readers.gcp.firewalls import guards_of
from posture.readers.gcp.machines import cards
from posture.readers.gcp.names import project_ref
from posture.readers.registry import joins


@joins
def machines(graph: GraphBuilder) -> None:
    """Each interface stands in its subnet, behind the firewall as it works for this machine."""
    for card in cards(graph):
        urn = card.owner.resource.urn
        if not card.subnet.targets and not card.network.targets:
            where = card.subnet.literal or card.network.literal
            graph.unreadable(
                urn, f"stands in {where or 'an unknown subnet'}, which no resource of the stack is: its roads are out of sight"
            )
            graph.add(WorkloadFact(urn, (), (), within=project_ref(graph, card.owner), because=Because(urn, f"{card.base}subnetwork")))
            continue
        if card.public is None:
            graph.unreadable(urn, "whether it has an external address is unknown until the update")
        graph.add(
            WorkloadFact(
                urn,
                (card.subnet,) if card.subnet.targets else (),
                guards_of(graph, card),
                public=card.public is not False,
                because=Because(urn, f"{card.base}accessConfigs" if card.public else f"{card.base}subnetwork"),
                certain=card.subnet.certain and bool(card.subnet.targets),
                network=card.network,
                within=project_ref(graph, card.owner),
            )
        )
