"""Where packets of a subnet can go, by the real forwarding walk over the facts that readers said."""

from posture.graph.build import build
from posture.graph.builder import INTERNET, GraphBuilder
from posture.graph.forwarding import Forwarding
from posture.graph.ports import text
from posture.graph.survey import survey
from tests.posture.readers.aws.cloud import Made


def roads(graph: GraphBuilder, subnet: Made) -> dict[str, bool]:
    """Names of networks, endpoints and externals that packets reach → whether surely."""
    topology = survey(graph)
    found: dict[str, bool] = {}
    for arrival in Forwarding(topology, INTERNET).from_subnet(topology.subnets[subnet.urn]):
        if arrival.packets.may:
            name = topology.name(arrival.target)
            found[name] = found.get(name, False) or bool(arrival.packets.must)
    return found


def opens(graph: GraphBuilder, opener: Made, answerer: Made) -> dict[str, bool]:
    """Ports that one may open to the other, in words → whether surely."""
    return {text(edge.ports): edge.certain for edge in build(graph).edges if (edge.source, edge.target) == (opener.urn, answerer.urn)}
