"""A transit gateway that is shared with somebody who is not ours, and takes what they attach without asking.

Sources: AWS RAM User Guide, "Shareable AWS resources" (transit gateways: participants attach their own VPCs); Amazon VPC Transit Gateways
guide, "Transit gateways" (auto accept shared attachments; default association and propagation hold for shared attachments too).
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import AttachmentFact, EdgeFact
from posture.graph.kinds import EdgeKind, Outside
from posture.readers.aws.far_side import standing
from posture.readers.aws.kinds import TRANSIT_GATEWAYS
from posture.reference import Reference


def attached_by_others(graph: GraphBuilder) -> None:
    """An attachment of each stranger whose attachments the gateway accepts by itself: what they announce, nobody here knows.

    Without auto accept each attachment needs an accepter of ours, which is read for itself.
    """
    for edge in list(graph.of(EdgeFact)):
        far = edge.target.literal
        if edge.kind is not EdgeKind.SHARE or far is None or standing(graph, edge.target) is Outside.OURS:
            continue
        for hub in edge.source.targets:
            resource = graph.stack.by_urn.get(hub)
            if resource is None or resource.type not in TRANSIT_GATEWAYS.tokens:
                continue
            if graph.view(hub).value("autoAcceptSharedAttachments") in (None, "disable"):
                continue
            graph.add(AttachmentFact(f"{hub}#{far}", Reference.to(hub), far=edge.target, because=edge.because))
