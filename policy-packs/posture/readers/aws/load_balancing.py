"""Load balancers: what they listen on and what stands behind them.

Sources: Elastic Load Balancing, "Listeners for your Network Load Balancers", "Target groups" (targets: instances, addresses, functions,
load balancers).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ListenerFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.looking import spread
from posture.readers.aws.tokens import LOAD_BALANCER
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView


def _forms(name: str) -> tuple[str, ...]:
    lower = name[0].lower() + name[1:]
    return tuple(f"aws:{module}/{lower}:{name}" for module in ("lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing"))


LISTENERS: Final = (*_forms("Listener"), "aws-native:elasticloadbalancingv2:Listener")
TARGET_GROUPS: Final = (*_forms("TargetGroup"), "aws-native:elasticloadbalancingv2:TargetGroup")
TARGET_ATTACHMENTS: Final = _forms("TargetGroupAttachment")
_UDP: Final = {"UDP": ("udp",), "TCP_UDP": ("tcp", "udp"), "QUIC": ("udp",), "TCP_QUIC": ("tcp", "udp")}


@reads(*LISTENERS)
def listener(resource: ResourceView, graph: GraphBuilder) -> None:
    """One port of a load balancer. Unknown: every port."""
    urn = resource.resource.urn
    balancer = resource.refers_to("loadBalancerArn", LOAD_BALANCER)
    port, protocol = resource.number("port"), resource.text("protocol")
    if not balancer.targets:
        graph.unreadable(urn, f"the load balancer {balancer.literal or 'is unknown: it'} is no resource of the stack")
    if not isinstance(port, int) or is_unknown(protocol):
        if not (port is None and any(_is_gateway(graph, target) for target in balancer.targets)):
            graph.unreadable(urn, "the port or protocol that it listens on is unknown")
        return
    for name in _UDP.get(str(protocol).upper(), ("tcp",)):
        graph.add(ListenerFact(balancer, port, name, Because(urn, "port", str(port))))


def _is_gateway(graph: GraphBuilder, balancer: str) -> bool:
    view = graph.view(balancer)
    return "gateway" in (view.text("loadBalancerType"), view.text("type"))


@reads("aws:elb/loadBalancer:LoadBalancer", "aws:elasticloadbalancing/loadBalancer:LoadBalancer")
def classic_listeners(resource: ResourceView, graph: GraphBuilder) -> None:
    """A Classic Load Balancer lists its listeners itself."""
    urn = resource.resource.urn
    for path in spread(resource, "listeners.lbPort"):
        port = resource.number(path)
        if isinstance(port, int):
            graph.add(ListenerFact(Reference.to(urn), port, "tcp", Because(urn, path, str(port))))
        elif port is not None or is_unknown(resource.value("listeners")):
            graph.unreadable(urn, "the port that it listens on is unknown")


@reads(*TARGET_ATTACHMENTS)
def target(resource: ResourceView, graph: GraphBuilder) -> None:
    """A function behind a load balancer is called by the service itself; machines and addresses are reached by packets, which are followed."""
    function = resource.refers_to("targetId", ("aws:lambda/function:Function", "aws-native:lambda:Function"))
    if not function.targets:
        return
    group = resource.refers_to("targetGroupArn", TARGET_GROUPS)
    balancers = _balancers_of(graph, group.targets)
    because = Because(resource.resource.urn, "targetId")
    for urn in balancers:
        graph.edge(Reference.to(urn), function, EdgeKind.USE, because, certain=group.certain and function.certain)
    if not balancers:
        graph.unreadable(resource.resource.urn, "which load balancer calls the function is unknown")


def _balancers_of(graph: GraphBuilder, groups: tuple[str, ...]) -> list[str]:
    """Load balancers that may forward to one of the target groups: by listeners and rules that name them."""
    found: list[str] = []
    for resource in graph.stack.of_type(*LISTENERS, *_forms("ListenerRule")):
        props = frozenset().union(*resource.property_dependencies.values()) if resource.property_dependencies else frozenset()
        arns = {str(graph.stack.by_urn[group].props.get("arn")) for group in groups}
        if not (props & set(groups)) and not any(arn in str(resource.props) for arn in arns - {"None"}):
            continue
        view = graph.view(resource.urn)
        listeners = [view] if resource.type in LISTENERS else [graph.view(u) for u in view.refers_to("listenerArn", LISTENERS).targets]
        for one in listeners:
            found.extend(one.refers_to("loadBalancerArn", LOAD_BALANCER).targets)
    return list(dict.fromkeys(found))


inert(
    "Picks among targets that packets reach anyway; addresses, machines and functions behind it are followed by themselves",
    *TARGET_GROUPS,
    *_forms("ListenerRule"),
    *_forms("ListenerCertificate"),
    "aws:lb/trustStore:TrustStore",
    "aws:lb/trustStoreRevocation:TrustStoreRevocation",
    "aws:elb/attachment:Attachment",
    "aws:autoscaling/attachment:Attachment",
)
inert(
    "How a classic load balancer encrypts, and to which target a client comes back; what it reaches is read of itself (User Guide for Classic Load "
    "Balancers, 'SSL negotiation configurations', 'Configure sticky sessions')",
    "aws:elb/loadBalancerPolicy:LoadBalancerPolicy",
    "aws:elb/loadBalancerBackendServerPolicy:LoadBalancerBackendServerPolicy",
    "aws:elb/listenerPolicy:ListenerPolicy",
    "aws:elb/sslNegotiationPolicy:SslNegotiationPolicy",
    "aws:elb/appCookieStickinessPolicy:AppCookieStickinessPolicy",
    "aws:elb/loadBalancerCookieStickinessPolicy:LoadBalancerCookieStickinessPolicy",
)
