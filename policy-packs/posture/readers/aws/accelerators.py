"""AWS Global Accelerator: addresses of the internet in front of balancers, machines and subnets, private ones too.

Source: AWS Global Accelerator Developer Guide, "Endpoints for standard accelerators" (internal Application Load Balancers and instances in
private subnets are reached as well), "Custom routing accelerators" (an endpoint is a subnet), "Cross-account attachments".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.aws.looking import spread
from posture.readers.aws.tokens import LOAD_BALANCER, SUBNET
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

_LISTENER: Final = (
    "aws:globalaccelerator/listener:Listener",
    "aws:globalaccelerator/customRoutingListener:CustomRoutingListener",
    "aws-native:globalaccelerator:Listener",
)
ENDPOINT_GROUPS: Final = (
    "aws:globalaccelerator/endpointGroup:EndpointGroup",
    "aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup",
    "aws-native:globalaccelerator:EndpointGroup",
)
_MACHINES: Final = ("aws:ec2/instance:Instance", "aws-native:ec2:Instance")
_ADDRESS: Final = ("aws:ec2/eip:Eip", "aws-native:ec2:Eip")
_ATTACHMENT: Final = "aws:globalaccelerator/crossAccountAttachment:CrossAccountAttachment"
_EVERY_PORT: Final = ((0, 65535),)


@reads(*ENDPOINT_GROUPS)
def endpoint_group(resource: ResourceView, graph: GraphBuilder) -> None:
    """Whoever is on the internet reaches what the group names, on the ports of its listener."""
    urn = resource.resource.urn
    blocks = resource.blocks("endpointConfigurations")
    if isinstance(blocks, Unknown):
        unclear(graph, urn, "which endpoints stand behind the accelerator is not known")
        return
    ports = _ports(resource)
    for block in blocks:
        path = f"{block}.endpointId"
        endpoint = resource.refers_to(path, (*LOAD_BALANCER, *_MACHINES, *_ADDRESS, *SUBNET))
        because = Because(urn, path, "accelerator")
        if not endpoint.targets:
            unclear(
                graph, urn, f"an accelerator before {endpoint.literal or 'something unknown'}, which is no resource of the stack ({path})"
            )
        for target in endpoint.targets:
            if graph.stack.by_urn[target].type not in _ADDRESS:  # an address makes its machine public, and that is read
                graph.edge(graph.internet(), Reference.to(target), EdgeKind.ROUTE, because, ports=ports, certain=endpoint.certain)


def _ports(group: ResourceView) -> tuple[tuple[int, int], ...]:
    """Ports that the listener takes; every one where they are not known. Overrides change the port at the endpoint, too."""
    found: list[tuple[int, int]] = []
    for urn in group.refers_to("listenerArn", _LISTENER).targets:
        listener = group.stack.by_urn[urn]
        view = ResourceView(listener, group.stack)
        blocks = view.blocks("portRanges")
        for block in [] if isinstance(blocks, Unknown) else blocks:
            first, last = view.number(f"{block}.fromPort"), view.number(f"{block}.toPort")
            if not isinstance(first, int) or not isinstance(last, int):
                return _EVERY_PORT
            found.append((first, last))
    for path in spread(group, "portOverrides.endpointPort"):
        port = group.number(path)
        if isinstance(port, int):
            found.append((port, port))
    return tuple(found) or _EVERY_PORT


@reads(_ATTACHMENT)
def cross_account_attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """Others may put our endpoints behind an accelerator of theirs."""
    urn = resource.resource.urn
    principals = resource.texts("principals")
    if is_unknown(principals):
        unclear(graph, urn, "who may put our endpoints behind an accelerator is not known (principals)")
        return
    for path in spread(resource, "resources.endpointId"):
        endpoint = resource.refers_to(path, (*LOAD_BALANCER, *_MACHINES))
        for index, principal in enumerate(principals):
            if not isinstance(principal, str):
                unclear(graph, urn, f"who may put our endpoints behind an accelerator is not known (principals[{index}])")
            elif principal.isdigit():
                because = Because(urn, f"principals[{index}]", principal)
                graph.edge(endpoint, graph.aws_account(principal), EdgeKind.SHARE, because, certain=endpoint.certain)


inert(
    "Leads nowhere but to its endpoint groups, which are read (AWS Global Accelerator Developer Guide, 'Components')",
    "aws:globalaccelerator/accelerator:Accelerator",
    "aws:globalaccelerator/customRoutingAccelerator:CustomRoutingAccelerator",
    "aws-native:globalaccelerator:Accelerator",
    *_LISTENER,
)
