"""Elastic IPs: which machines and interfaces have a public address.

Source: Amazon VPC User Guide, "Elastic IP addresses".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.kinds import INSTANCES, INTERFACES
from posture.readers.aws.looking import refer
from posture.readers.registry import inert, reads
from posture.view import ResourceView

# Token → properties that name what gets the address.
_GIVES: Final = {
    "aws:ec2/eip:Eip": ("instance", "networkInterface"),
    "aws:ec2/eipAssociation:EipAssociation": ("instanceId", "networkInterfaceId"),
    "aws-native:ec2:Eip": ("instanceId",),
    "aws-native:ec2:EipAssociation": ("instanceId", "networkInterfaceId"),
}


def elastic(graph: GraphBuilder) -> frozenset[str]:
    """Machines and interfaces that some Elastic IP may belong to. A machine has the addresses of its interfaces too."""

    def index() -> frozenset[str]:
        found: set[str] = set()
        for resource in graph.stack.of_type(*_GIVES):
            view = graph.view(resource.urn)
            for prop in _GIVES[resource.type]:
                found.update(refer(graph, view, prop, INSTANCES, INTERFACES).targets)
        return frozenset(found)

    return graph.once("aws elastic addresses", index)


@reads(*_GIVES)
def elastic_ip(resource: ResourceView, graph: GraphBuilder) -> None:
    """An address, or its association: the machine's reader asks for it. Here: only what can't be placed."""
    declared = resource.resource.declared
    for prop in _GIVES[resource.resource.type]:
        found = refer(graph, resource, prop, INSTANCES, INTERFACES)
        if declared is not None and prop not in declared:
            continue  # where the provider found it: at the interface of a NAT gateway or load balancer, which are read by themselves
        if not found.absent and not found.targets:
            graph.unreadable(resource.resource.urn, f"{prop} {found.literal or 'is unknown: it'} is no resource of the stack")


inert("A name for an address (Pulumi Registry, aws.ec2.EipDomainName)", "aws:ec2/eipDomainName:EipDomainName")
