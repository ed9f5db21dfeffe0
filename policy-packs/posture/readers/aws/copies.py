"""Networking types that copy packets, or lend an interface to somebody else.

Sources: Amazon VPC Traffic Mirroring guide, "How Traffic Mirroring works"; Amazon EC2 API Reference, CreateNetworkInterfacePermission.
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.kinds import INTERFACES
from posture.readers.aws.looking import refer
from posture.readers.aws.tokens import LOAD_BALANCER, VPC_ENDPOINT
from posture.readers.registry import inert, reads
from posture.view import ResourceView

_TARGETS = ("aws:ec2/trafficMirrorTarget:TrafficMirrorTarget", "aws-native:ec2:TrafficMirrorTarget")


@reads("aws:ec2/trafficMirrorSession:TrafficMirrorSession", "aws-native:ec2:TrafficMirrorSession")
def mirror(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every packet of an interface is copied to the target, past all filters of the interface."""
    urn = resource.resource.urn
    source = refer(graph, resource, "networkInterfaceId", INTERFACES)
    target = resource.refers_to("trafficMirrorTargetId", _TARGETS)
    because = Because(urn, "trafficMirrorTargetId")
    if not source.targets or not target.targets:
        graph.unreadable(urn, "copies packets between an interface and a target that are not both resources of the stack")
    for found in target.targets:
        view = graph.view(found)
        ends = [refer(graph, view, "networkInterfaceId", INTERFACES), view.refers_to("networkLoadBalancerArn", LOAD_BALANCER)]
        ends.append(view.refers_to("gatewayLoadBalancerEndpointId", VPC_ENDPOINT))
        for end in ends:
            if end.absent:
                continue
            if not end.targets:
                end = graph.somewhere("mirror target", end.literal or view.resource.name)
            graph.edge(source, end, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain and target.certain)


@reads("aws:ec2/networkInterfacePermission:NetworkInterfacePermission", "aws-native:ec2:NetworkInterfacePermission")
def lent_interface(resource: ResourceView, graph: GraphBuilder) -> None:
    """Another account may attach the interface to a machine of its own."""
    account = resource.text("awsAccountId")
    interface = refer(graph, resource, "networkInterfaceId", INTERFACES)
    if not isinstance(account, str) or not interface.targets:
        graph.unreadable(resource.resource.urn, "lends an interface: which one, or to whom, is unknown")
        return
    graph.edge(
        interface,
        graph.aws_account(account),
        EdgeKind.SHARE,
        Because(resource.resource.urn, "awsAccountId", account),
        certain=interface.certain,
    )


@reads("aws:ec2/secondaryNetwork:SecondaryNetwork", "aws:ec2/secondarySubnet:SecondarySubnet")
def secondary_network(resource: ResourceView, graph: GraphBuilder) -> None:
    """A second network between machines of different VPCs, beside their route tables; it is not followed."""
    graph.unreadable(resource.resource.urn, "a secondary network joins machines beside the VPCs' routes, which is not followed")


inert("Read by the session that uses it", *_TARGETS)
inert(
    "Chooses which packets a mirror session copies; all count as copied",
    "aws:ec2/trafficMirrorFilter:TrafficMirrorFilter",
    "aws:ec2/trafficMirrorFilterRule:TrafficMirrorFilterRule",
    "aws-native:ec2:TrafficMirrorFilter",
    "aws-native:ec2:TrafficMirrorFilterRule",
)
