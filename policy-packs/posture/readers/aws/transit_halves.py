"""A peering of two transit gateways of one stack is an attachment at each: both route to it by one id, each associates it with a table of its own.

Source: Amazon VPC Transit Gateways guide, "Transit gateway peering attachments", "Example: Peered transit gateways".
"""

from posture.graph.builder import GraphBuilder
from posture.readers.aws.kinds import TRANSIT_GATEWAYS
from posture.readers.aws.looking import refer
from posture.readers.aws.transit_default import default_table
from posture.reference import Reference


def peer_half(attachment: str) -> str:
    """Name of a peering at the gateway that accepts it."""
    return f"{attachment}#accepted"


def half_at(graph: GraphBuilder, table: Reference, attachment: str) -> str:
    """The half of a peering that stands at the gateway of the table; any other attachment stands for itself."""
    resource = graph.stack.by_urn.get(attachment)
    if resource is None or resource.props.get("peerTransitGatewayId") is None:
        return attachment
    accepts = refer(graph, graph.view(attachment), "peerTransitGatewayId", TRANSIT_GATEWAYS).targets
    return peer_half(attachment) if any(hub in accepts for one in table.targets for hub in _hubs(graph, one)) else attachment


def _hubs(graph: GraphBuilder, table: str) -> tuple[str, ...]:
    resource = graph.stack.by_urn.get(table)
    if resource is None:
        return tuple(hub.urn for hub in graph.stack.of_type(*TRANSIT_GATEWAYS.tokens) if default_table(hub.urn) == table)
    return refer(graph, graph.view(table), "transitGatewayId", TRANSIT_GATEWAYS).targets
