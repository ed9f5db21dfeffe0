"""Logs that a service delivers where configuration names: the destination is a move of what the log says.

Sources: AWS Network Firewall Developer Guide, "Logging network traffic"; Elastic Load Balancing, "Access logs", "Connection logs".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.firehose import FIREHOSE
from posture.readers.aws.tokens import BUCKET, LOAD_BALANCER, LOG_GROUP
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

FIREWALL: Final = ("aws:networkfirewall/firewall:Firewall", "aws-native:networkfirewall:Firewall")
_DESTINATION: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "S3": ("bucketName", BUCKET),
    "CloudWatchLogs": ("logGroup", LOG_GROUP),
    "KinesisDataFirehose": ("deliveryStream", FIREHOSE),
}


@reads("aws:networkfirewall/loggingConfiguration:LoggingConfiguration", "aws-native:networkfirewall:LoggingConfiguration")
def firewall_logs(resource: ResourceView, graph: GraphBuilder) -> None:
    """Flows and alerts of a firewall: names of hosts and the beginnings of what is sent."""
    firewall = resource.refers_to("firewallArn", FIREWALL)
    blocks = resource.blocks("loggingConfiguration.logDestinationConfigs")
    if isinstance(blocks, Unknown):
        unclear(graph, resource.resource.urn, "where the firewall's logs go is unknown until the update")
        return
    for block in blocks:
        kind = resource.text(f"{block}.logDestinationType")
        if is_unknown(kind) or kind not in _DESTINATION:
            unclear(graph, resource.resource.urn, f"the kind of the log destination is not known ({block}.logDestinationType)")
            continue
        key, kinds = _DESTINATION[kind]
        path = f"{block}.logDestination.{key}"
        target = resource.refers_to(path, kinds)
        if target.absent or target.unknown:
            unclear(graph, resource.resource.urn, f"where the firewall's logs go is not known ({path})")
            continue
        if not target.targets and target.literal is not None:
            target = graph.somewhere("bucket" if kind == "S3" else kind, target.literal)
        _delivers(graph, firewall, target, Because(resource.resource.urn, path, kind))


@reads(*LOAD_BALANCER, "aws:elb/loadBalancer:LoadBalancer")
def access_logs(resource: ResourceView, graph: GraphBuilder) -> None:
    """Requests as they came, addresses with their questions included."""
    own = Reference.to(resource.resource.urn)
    for logs in ("accessLogs", "connectionLogs", "healthCheckLogs"):
        path = f"{logs}.bucket"
        if resource.text(path) is None or resource.flag(f"{logs}.enabled") is False:
            continue
        target = resource.refers_to(path, BUCKET)
        if target.unknown:
            unclear(graph, resource.resource.urn, f"where the load balancer's logs go is not known ({path})")
        else:
            bucket = target if target.targets else graph.somewhere("bucket", target.literal or "")
            _delivers(graph, own, bucket, Because(resource.resource.urn, path, "access logs"))


def _delivers(graph: GraphBuilder, source: Reference, target: Reference, because: Because) -> None:
    graph.edge(source, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain, notice=True)
