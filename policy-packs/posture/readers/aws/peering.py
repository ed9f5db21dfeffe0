"""VPC peering: into the other VPC's own addresses and no further.

Sources: Amazon VPC Peering Guide, "How VPC peering connections work" (not transitive, no edge-to-edge routing),
"Create a peering connection with a VPC in another account or Region".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import GatewayFact
from posture.graph.kinds import GatewayKind
from posture.readers.aws.far_side import far_network
from posture.readers.aws.kinds import NETWORK, PEERINGS
from posture.readers.aws.looking import refer
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import ResourceView

_ACCEPTER: Final = "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter"


@reads(*PEERINGS.tokens)
def peering(resource: ResourceView, graph: GraphBuilder) -> None:
    """One connection, by its requester; by its accepter where the requester stands elsewhere. Accepted or not: it can be at any time."""
    urn = resource.resource.urn
    if resource.resource.type == _ACCEPTER:
        requested = resource.refers_to("vpcPeeringConnectionId", tuple(token for token in PEERINGS.tokens if token != _ACCEPTER))
        if requested.targets:
            return  # the requester is in the stack and says it all
    ends = [refer(graph, resource, prop, NETWORK) for prop in ("vpcId", "peerVpcId")]
    inside = tuple(end for end in ends if end.targets)
    far = Reference()
    if len(inside) < 2:
        outside = next((end.literal for end in ends if not end.targets and end.literal), None)
        if outside is None:
            graph.unreadable(urn, "one end of the peering connection is unknown")
            outside = resource.resource.name
        far = far_network(graph, "network", outside, resource.text("peerOwnerId"), resource.text("peerRegion"))
    graph.add(GatewayFact(urn, GatewayKind.PEERING, networks=inside, far=far))


inert(
    "Only lets names of the peer resolve to private addresses (Amazon VPC Peering Guide, DNS resolution)",
    "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions",
)
