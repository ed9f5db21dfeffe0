"""Network attachments: who may have an interface in a subnet of ours. Connections over such an interface are opened from both sides.

Machines of the stack that have one stand in the attachment's subnets (`machines`); here is who else may come.

Sources: Google Cloud documentation, "About Private Service Connect interfaces" (connections in both directions), "About network attachments"
(`ACCEPT_AUTOMATIC`, `ACCEPT_MANUAL`, accepted and rejected projects, by id or number).
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.gcp.databases import consumers
from posture.readers.gcp.names import refer_all
from posture.readers.gcp.tokens import NETWORK_ATTACHMENT, SUBNET
from posture.readers.registry import reads
from posture.values import is_unknown
from posture.view import ResourceView


@reads(NETWORK_ATTACHMENT)
def network_attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """Projects whose machines may have an interface in the subnets."""
    urn = resource.resource.urn
    found = refer_all(graph, resource, "subnetworks", SUBNET)
    if not found or any(not subnet.targets for subnet in found):
        graph.unreadable(urn, "a subnet of the network attachment is no resource of the stack")
    preference = resource.text("connectionPreference")
    if is_unknown(preference):
        graph.unreadable(urn, "whose machines may have an interface is unknown until the update (connectionPreference)")
    for subnet in found:
        if preference == "ACCEPT_AUTOMATIC":
            because = Because(urn, "connectionPreference", "ACCEPT_AUTOMATIC")
            graph.edge(subnet, graph.anybody(), EdgeKind.SHARE, because, certain=subnet.certain)
            continue
        for one in subnet.targets:
            consumers(graph, resource, "producerAcceptLists", one)
