"""Logs that a service delivers where configuration names: the destination is a move of what the log says.

Sources: AWS Network Firewall Developer Guide, "Logging network traffic"; Amazon Route 53 Developer Guide, "Resolver query logging";
Amazon VPC User Guide, "Publish flow logs"; Elastic Load Balancing, "Access logs".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.tokens import BUCKET, LOG_GROUP
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

FIREWALL: Final = ("aws:networkfirewall/firewall:Firewall", "aws-native:networkfirewall:Firewall")
STREAM: Final = ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "aws-native:kinesisfirehose:DeliveryStream")
_DESTINATION: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "S3": ("bucketName", BUCKET),
    "CloudWatchLogs": ("logGroup", LOG_GROUP),
    "KinesisDataFirehose": ("deliveryStream", STREAM),
}


@reads("aws:networkfirewall/loggingConfiguration:LoggingConfiguration", "aws-native:networkfirewall:LoggingConfiguration")
def firewall_logs(resource: ResourceView, graph: GraphBuilder) -> None:
    """Flows and alerts of a firewall: names of hosts and the beginnings of what is sent."""
    firewall = resource.refers_to("firewallArn", FIREWALL)
    blocks = resource.blocks("loggingConfiguration.logDestinationConfigs")
    if isinstance(blocks, Unknown):
        graph.unreadable(resource.resource.urn, "where the firewall's logs go is unknown until the update")
        return
    for block in blocks:
        kind = resource.text(f"{block}.logDestinationType")
        if is_unknown(kind) or kind not in _DESTINATION:
            graph.unreadable(resource.resource.urn, f"the kind of the log destination is not known ({block}.logDestinationType)")
            continue
        key, kinds = _DESTINATION[kind]
        path = f"{block}.logDestination.{key}"
        target = resource.refers_to(path, kinds)
        if target.absent or target.unknown:
            graph.unreadable(resource.resource.urn, f"where the firewall's logs go is not known ({path})")
            continue
        if not target.targets and target.literal is not None:
            target = graph.somewhere("bucket" if kind == "S3" else kind, target.literal)
        _delivers(graph, firewall, target, Because(resource.resource.urn, path, kind))


def _delivers(graph: GraphBuilder, source: Reference, target: Reference, because: Because) -> None:
    graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)
