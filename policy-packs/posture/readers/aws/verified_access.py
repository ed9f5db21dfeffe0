"""Verified Access: people on the internet open connections to what stands behind an endpoint, as far as its policies permit.

Without any policy "all access requests will be blocked until you define a policy"; where a group and an endpoint both have one, both must
permit. What a policy asks is the identity provider's and the device's word: that anybody passes is a road in, and so a way for answers out.
A policy that permits without conditions asks nothing at all.
Sources: AWS Verified Access User Guide, "Verified Access policies", "Verified Access policy statement structure", "Verified Access groups",
"Verified Access endpoints" (load balancer, network interface, RDS, network CIDR), "Verified Access logs".
"""

import re
from enum import Enum, auto
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import OPEN_FRONT, Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.kinds import INTERFACES
from posture.readers.aws.looking import refer
from posture.readers.aws.tokens import BUCKET, DATABASE, LOAD_BALANCER
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

ENDPOINT: Final = ("aws:verifiedaccess/endpoint:Endpoint", "aws-native:ec2:VerifiedAccessEndpoint")
GROUP: Final = ("aws:verifiedaccess/group:Group", "aws-native:ec2:VerifiedAccessGroup")
INSTANCE: Final = ("aws:verifiedaccess/instance:Instance", "aws-native:ec2:VerifiedAccessInstance")
LOGGING: Final = "aws:verifiedaccess/instanceLoggingConfiguration:InstanceLoggingConfiguration"
_PROXY: Final = ("aws:rds/proxy:Proxy", "aws-native:rds:DbProxy")
_STREAM: Final = ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "aws-native:kinesisfirehose:DeliveryStream")

_COMMENT: Final = re.compile(r"//[^\n]*")
_PERMIT: Final = re.compile(r"\bpermit\s*\(")
_PERMITS_ALL: Final = re.compile(r"\bpermit\s*\(\s*principal\s*,\s*action\s*,\s*resource\s*\)\s*(?:when\s*\{\s*true\s*\}\s*)*(?:;|$)")


class Opening(Enum):
    """What one policy lets in."""

    NOBODY = auto()
    SOME = auto()
    EVERYBODY = auto()
    UNKNOWN = auto()


def opening(policy: object) -> Opening:
    """What a Cedar policy lets in, as far as its statements' shapes tell: a forbid only narrows."""
    if is_unknown(policy):
        return Opening.UNKNOWN
    text = _COMMENT.sub("", policy) if isinstance(policy, str) else ""
    if not _PERMIT.search(text):
        return Opening.NOBODY
    if _PERMITS_ALL.search(text) and not re.search(r"\bforbid\s*\(", text):
        return Opening.EVERYBODY
    return Opening.SOME


@reads(*ENDPOINT)
def endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """One application, or a range of addresses: from the internet to the endpoint, and from it to what it names."""
    urn = resource.resource.urn
    group = resource.refers_to("verifiedAccessGroupId", GROUP)
    words = [opening(_policy(resource))] if _policy(resource) is not None else []
    for of in group.targets:
        policy = _policy(graph.view(of))
        words += [opening(policy)] if policy is not None else []
    out_of_sight = not group.targets
    if out_of_sight:
        graph.unreadable(
            urn, f"its Verified Access group {group.literal or ''} is no resource of the stack: what its policy asks is unknown"
        )
    everybody = bool(words) and not out_of_sight and all(word is Opening.EVERYBODY for word in words)
    # A front without a policy, or with one that permits nobody, is shut; but it is one property away from being open.
    certain = bool(words) and Opening.NOBODY not in words and Opening.UNKNOWN not in words and not out_of_sight
    because = Because(urn, "policyDocument", OPEN_FRONT if everybody else "Verified Access")
    graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, certain=certain)
    for target, low, high in _behind(resource, graph):
        graph.edge(Reference.to(urn), target, EdgeKind.ROUTE, Because(urn, target.prop), certain=target.certain, ports=((low, high),))


def _policy(view: ResourceView) -> object:
    """The policy's text; None where there is none, or it is switched off (`policyEnabled` of CloudFormation's types)."""
    if view.flag("policyEnabled") is False:
        return None
    text = view.text("policyDocument")
    return None if text == "" else text


def _behind(resource: ResourceView, graph: GraphBuilder) -> list[tuple[Reference, int, int]]:
    """What the endpoint connects to by name, and on which ports. A range of addresses is reached from where the endpoint stands."""
    found: list[tuple[Reference, int, int]] = []
    for options, prop, kinds in (
        ("loadBalancerOptions", "loadBalancerArn", LOAD_BALANCER),
        ("rdsOptions", "rdsDbInstanceArn", DATABASE),
        ("rdsOptions", "rdsDbClusterArn", DATABASE),
        ("rdsOptions", "rdsDbProxyArn", _PROXY),
    ):
        target = resource.refers_to(f"{options}.{prop}", kinds)
        found += [(target, *ports) for ports in _ports(resource, options) if target.targets]
    interface = refer(graph, resource, "networkInterfaceOptions.networkInterfaceId", INTERFACES)
    if not interface.absent and not interface.targets:
        graph.unreadable(
            resource.resource.urn, f"leads to the network interface {interface.literal or ''}, which no resource of the stack is"
        )
    found += [(interface, *ports) for ports in _ports(resource, "networkInterfaceOptions") if interface.targets]
    return found


def _ports(resource: ResourceView, options: str) -> list[tuple[int, int]]:
    port = resource.number(f"{options}.port")
    if isinstance(port, int):
        return [(port, port)]
    ranges = resource.blocks(f"{options}.portRanges")
    if is_unknown(ranges) or not ranges:
        return [(0, 65535)]
    pairs = [(resource.number(f"{path}.fromPort"), resource.number(f"{path}.toPort")) for path in ranges]
    return [(low, high) if isinstance(low, int) and isinstance(high, int) else (0, 65535) for low, high in pairs]


@reads(LOGGING)
def logs(resource: ResourceView, graph: GraphBuilder) -> None:
    """A line for each request, with its address and, where that is asked for, what the trust providers said of the person."""
    instance = resource.refers_to("verifiedaccessInstanceId", INSTANCE)
    for prop, kinds in (("accessLogs.s3.bucketName", BUCKET), ("accessLogs.kinesisDataFirehose.deliveryStream", _STREAM)):
        if resource.flag(f"{prop.rpartition('.')[0]}.enabled") is False:
            continue
        target = resource.refers_to(prop, kinds)
        if target.absent:
            continue
        if not target.targets:
            unclear(
                graph,
                resource.resource.urn,
                f"requests are logged to {target.literal or 'somewhere unknown'}, which no resource of the stack is",
            )
            continue
        because = Because(resource.resource.urn, prop)
        for front in graph.stack.of_type(*ENDPOINT):
            if instances_of(graph, front.urn) & set(instance.targets):
                graph.edge(Reference.to(front.urn), target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)


def instances_of(graph: GraphBuilder, endpoint_urn: str) -> frozenset[str]:
    """Instances that an endpoint belongs to, by its group. Worked out once: each web ACL asks it of each endpoint."""
    known: dict[str, frozenset[str]] = graph.once("aws verified access instances", dict)
    if endpoint_urn not in known:
        known[endpoint_urn] = frozenset(_instances_of(graph, endpoint_urn))
    return known[endpoint_urn]


def _instances_of(graph: GraphBuilder, endpoint_urn: str) -> set[str]:
    groups = graph.view(endpoint_urn).refers_to("verifiedAccessGroupId", GROUP).targets
    return {
        urn
        for group in groups
        for prop in ("verifiedaccessInstanceId", "verifiedAccessInstanceId")
        for urn in graph.view(group).refers_to(prop, INSTANCE).targets
    }


inert("A policy over endpoints, which are read with it (AWS Verified Access User Guide, Verified Access groups)", *GROUP)
inert(
    "Who vouches for people and devices, and where it is asked; opens no road (AWS Verified Access User Guide, Trust providers)",
    *INSTANCE,
    "aws:verifiedaccess/trustProvider:TrustProvider",
    "aws:verifiedaccess/instanceTrustProviderAttachment:InstanceTrustProviderAttachment",
    "aws-native:ec2:VerifiedAccessTrustProvider",
)
