"""EC2 machines: instances, network interfaces, launch templates and the groups, fleets and clusters' nodes that use them.

Sources: Amazon EC2 User Guide, "Amazon EC2 instance IP addressing" (a launch may override the subnet's public address setting),
"Launch templates"; Amazon EC2 Auto Scaling User Guide, "Provide network connectivity for your Auto Scaling instances".
"""

from collections.abc import Iterable
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.kinds import GROUPS, INSTANCES, INTERFACES, SUBNETS
from posture.readers.aws.looking import refer, refer_all, spread
from posture.readers.aws.public_address import elastic
from posture.readers.aws.route import places_of
from posture.readers.aws.subnet import launches_public
from posture.readers.aws.tokens import SUBNET
from posture.readers.aws.workloads import default_groups, where_the_cloud_put_it
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import Path, ResourceView

NODE_GROUP: Final = ("aws:eks/nodeGroup:NodeGroup", "aws-native:eks:Nodegroup")
"""Nodes of a cluster; without groups in their launch template they are in a group that Amazon EKS makes, which filters nothing of theirs."""
_INTERFACES: Final = ("aws:ec2/networkInterface:NetworkInterface", "aws-native:ec2:NetworkInterface")
_TEMPLATES: Final = (
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws-native:ec2:LaunchTemplate",
)
_INTERFACE_ATTACHMENT: Final = "aws:ec2/networkInterfaceAttachment:NetworkInterfaceAttachment"
_GROUP_ATTACHMENT: Final = "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment"
_GROUP_PATHS: Final = (
    "vpcSecurityGroupIds",
    "securityGroups",
    "securityGroupIds",
    "networkInterfaces.securityGroups",
    "networkInterfaces.groupSet",
    "launchTemplateData.securityGroupIds",
    "launchTemplateData.networkInterfaces.groups",
    "launchSpecifications.vpcSecurityGroupIds",
)
_SUBNET_PATHS: Final = (
    "subnetId",
    "subnetIds",
    "subnets",
    "vpcZoneIdentifiers",
    "vpcZoneIdentifier",
    "networkInterfaces.subnetId",
    "launchTemplateData.networkInterfaces.subnetId",
    "launchTemplateConfigs.overrides.subnetId",
    "launchSpecifications.subnetId",
)
_PUBLIC_PATHS: Final = (
    "associatePublicIpAddress",
    "networkInterfaces.associatePublicIpAddress",
    "launchTemplateData.networkInterfaces.associatePublicIpAddress",
    "launchSpecifications.associatePublicIpAddress",
)
_TEMPLATE_PATHS: Final = (
    "launchTemplate.id",
    "launchTemplate.name",
    "launchTemplate.launchTemplateId",
    "launchTemplate.launchTemplateName",
    "launchConfiguration",
    "launchConfigurationName",
    "launchTemplateConfigs.launchTemplateSpecification.id",
    "launchTemplateConfigs.launchTemplateSpecification.launchTemplateId",
    "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateId",
)


@reads(*_INTERFACES)
def network_interface(resource: ResourceView, graph: GraphBuilder) -> None:
    """An interface in one subnet, behind its groups, with the addresses that Elastic IPs give it."""
    urn = resource.resource.urn
    subnet = refer(graph, resource, "subnetId", SUBNETS)
    if subnet.absent or subnet.unknown:
        graph.unreadable(urn, "the subnet of the network interface is unknown")
    groups = (*_named_groups(resource, graph, ("securityGroups", "groupSet")), *_attached_groups(graph, urn))
    subnets = (subnet,)
    graph.add(
        WorkloadFact(
            urn,
            subnets,
            groups or default_groups(graph, subnets),
            public=urn in elastic(graph),
            because=Because(urn, "subnetId"),
            certain=not (subnet.absent or subnet.unknown),
        )
    )


@reads(
    *INSTANCES.tokens,
    *NODE_GROUP,
    "aws:autoscaling/group:Group",
    "aws-native:autoscaling:AutoScalingGroup",
    "aws:ec2/fleet:Fleet",
    "aws:ec2/spotFleetRequest:SpotFleetRequest",
)
def machine(resource: ResourceView, graph: GraphBuilder) -> None:
    """An instance, or a group of them: its own properties first, then those of its launch template, then the subnet's."""
    urn = resource.resource.urn
    templates = _templates(resource, graph)
    views = (resource, *templates)
    subnets = [*places_of(graph, resource)] or _all(graph, views, _SUBNET_PATHS)
    interfaces = _interfaces(resource, graph)
    for interface in interfaces:
        subnets.append(refer(graph, graph.view(interface), "subnetId", SUBNETS))
    subnets = list(dict.fromkeys(subnet for subnet in subnets if not subnet.absent))
    if not subnets or (not interfaces and where_the_cloud_put_it(graph, views, _SUBNET_PATHS, subnets)):
        # "A default VPC comes with a public subnet in each Availability Zone, an internet gateway ..." (Amazon VPC User Guide, "Default VPCs").
        because = Because(urn, "subnetId", "in the default VPC, whose subnets are public")
        graph.add(WorkloadFact(urn, (), (), because=because))
        graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)
        return
    for subnet in subnets:
        if subnet.unknown:
            graph.unreadable(urn, f"{subnet.prop} is unknown, and nothing that it depends on is a subnet")
    groups = [group for view in views for group in _named_groups(view, graph, _GROUP_PATHS)]
    for interface in interfaces:
        groups.extend(_named_groups(graph.view(interface), graph, ("securityGroups", "groupSet")))
        groups.extend(_attached_groups(graph, interface))
    groups.extend(_attached_groups(graph, urn))
    graph.add(
        WorkloadFact(
            urn,
            tuple(subnets),
            tuple(dict.fromkeys(groups)) or (() if resource.resource.type in NODE_GROUP else default_groups(graph, tuple(subnets))),
            public=_is_public(graph, views, subnets, (urn, *interfaces)),
            because=Because(urn, subnets[0].prop),
            certain=not any(subnet.unknown for subnet in subnets),
        )
    )


def _templates(resource: ResourceView, graph: GraphBuilder) -> list[ResourceView]:
    found: list[str] = []
    for path in _TEMPLATE_PATHS:
        for place in spread(resource, path):
            found.extend(resource.refers_to(place, _TEMPLATES).targets)
    return [graph.view(urn) for urn in dict.fromkeys(found)]


def _all(graph: GraphBuilder, views: Iterable[ResourceView], paths: Iterable[Path]) -> list[Reference]:
    return [found for view in views for path in paths for found in refer_all(graph, view, path, SUBNETS)]


def _named_groups(view: ResourceView, graph: GraphBuilder, paths: Iterable[Path]) -> list[Reference]:
    return [group for path in paths for group in refer_all(graph, view, path, GROUPS) if not group.absent]


def _attached_groups(graph: GraphBuilder, interface: str) -> tuple[Reference, ...]:
    def index() -> dict[str, list[Reference]]:
        found: dict[str, list[Reference]] = {}
        for resource in graph.stack.of_type(_GROUP_ATTACHMENT):
            view = graph.view(resource.urn)
            group = refer(graph, view, "securityGroupId", GROUPS)
            for urn in refer(graph, view, "networkInterfaceId", INTERFACES).targets:
                found.setdefault(urn, []).append(group)
        return found

    return tuple(graph.once("aws groups attached to interfaces", index).get(interface, ()))


def _interfaces(machine: ResourceView, graph: GraphBuilder) -> list[str]:
    """Interfaces of the stack that are attached to the machine, by its own property or by an attachment."""
    found: list[str] = []
    for path in ("networkInterfaces.networkInterfaceId", "primaryNetworkInterface.networkInterfaceId"):
        for place in spread(machine, path):
            found.extend(refer(graph, machine, place, INTERFACES).targets)

    def index() -> dict[str, list[str]]:
        attached: dict[str, list[str]] = {}
        for resource in graph.stack.of_type(_INTERFACE_ATTACHMENT):
            view = graph.view(resource.urn)
            for owner in refer(graph, view, "instanceId", INSTANCES).targets:
                attached.setdefault(owner, []).extend(refer(graph, view, "networkInterfaceId", INTERFACES).targets)
        return attached

    found.extend(graph.once("aws interfaces attached to machines", index).get(machine.resource.urn, ()))
    return [urn for urn in dict.fromkeys(found) if urn != machine.resource.urn and graph.stack.by_urn[urn].type in _INTERFACES]


def _is_public(graph: GraphBuilder, views: tuple[ResourceView, ...], subnets: list[Reference], holders: tuple[str, ...]) -> bool:
    if any(holder in elastic(graph) for holder in holders):
        return True
    for view in views:
        flags = [flag for path in _PUBLIC_PATHS for place in spread(view, path) if (flag := view.flag(place)) is not None]
        if flags:
            return any(flag is not False for flag in flags)
    places = [urn for subnet in subnets for urn in subnet.targets]
    return any(graph.stack.by_urn[urn].type in SUBNET and launches_public(graph.view(urn)) for urn in places)


@reads(_INTERFACE_ATTACHMENT, _GROUP_ATTACHMENT)
def attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """An interface of a machine, or one more group of an interface; their readers ask for it. Here: only what can't be placed."""
    interface = refer(graph, resource, "networkInterfaceId", INTERFACES)
    if not interface.targets:
        graph.unreadable(resource.resource.urn, f"the interface {interface.literal or 'is unknown: it'} is no resource of the stack")


inert("Starts nothing by itself; groups, fleets and instances that use it are read with it", *_TEMPLATES)
