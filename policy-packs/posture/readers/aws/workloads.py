"""Whatever has addresses in subnets: where it stands, behind which groups, and whether it is public.

Source: Amazon VPC User Guide, "Elastic network interfaces", "Default security groups for your VPCs" (what names no group gets the default one).
The table of types is `placements`; machines are read in `machines`.
"""

from collections.abc import Sequence
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.aws.kinds import DEFAULT_GROUP, GROUPS, NETWORK, SUBNETS
from posture.readers.aws.looking import refer, refer_all, spread, stand_in
from posture.readers.aws.placements import PLACEMENTS, Placement, Public
from posture.readers.aws.tokens import SUBNET
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

# Subnet groups → the property with their subnets.
SUBNET_GROUPS: Final = {
    "aws:rds/subnetGroup:SubnetGroup": "subnetIds",
    "aws-native:rds:DbSubnetGroup": "subnetIds",
    "aws:docdb/subnetGroup:SubnetGroup": "subnetIds",
    "aws:neptune/subnetGroup:SubnetGroup": "subnetIds",
    "aws:redshift/subnetGroup:SubnetGroup": "subnetIds",
    "aws:elasticache/subnetGroup:SubnetGroup": "subnetIds",
    "aws:memorydb/subnetGroup:SubnetGroup": "subnetIds",
    "aws:dax/subnetGroup:SubnetGroup": "subnetIds",
    "aws:dms/replicationSubnetGroup:ReplicationSubnetGroup": "subnetIds",
}
_NAMES: Final = ("dbSubnetGroupName", "replicationSubnetGroupId")


# How properties say it in words. Amazon MSK API Reference, PublicAccess: "The value DISABLED indicates that public access is disabled.
# SERVICE_PROVIDED_EIPS indicates that public access is enabled."
_WORDS: Final = {"ENABLED": True, "DISABLED": False, "SERVICE_PROVIDED_EIPS": True}
_SOURCES: Final = ("replicateSourceDb", "replicationSourceIdentifier", "globalClusterIdentifier", "snapshotIdentifier")


def _in_default_network(resource: ResourceView, graph: GraphBuilder, placement: Placement) -> None:
    """A database without a subnet group, or a broker without subnets: where its source stands, else in the default VPC, which has an internet gateway.

    Source: Amazon RDS API Reference, CreateDBInstance, `PubliclyAccessible`: in a default VPC with an internet gateway the instance is public.
    """
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, _paths(placement)[0], "")))
    declared = resource.resource.declared
    # A state tells empty sources too, and the cloud names none that nobody asked for.
    copied = any(resource.value(prop) not in (None, "") and (declared is None or prop in declared) for prop in _SOURCES)
    if placement.public is not None and resource.flag(placement.public) is True and not copied:
        because = Because(urn, placement.public, "public, in the default VPC, which has an internet gateway")
        graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)
    else:
        named = "subnet group" if placement.group_of_subnets else "subnet"
        graph.unreadable(urn, f"names no {named}: it stands in the default VPC, or where its source stands")


@reads(*PLACEMENTS)
def workload(resource: ResourceView, graph: GraphBuilder) -> None:
    """One line of the table, read."""
    placement = PLACEMENTS[resource.resource.type]
    urn = resource.resource.urn
    subnets = subnets_of(resource, graph, placement)
    in_default = placement.default_network or (bool(placement.group_of_subnets) and placement.parent is None)
    if not subnets:
        if placement.elsewhere is not None and _runs_elsewhere(resource):
            because = Because(urn, placement.subnets[0], "not in a VPC")
            graph.add(WorkloadFact(urn, (), (), because=because))
            graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because, certain=all(map(resource.knows, _ISOLATES)))
        elif in_default:
            _in_default_network(resource, graph, placement)
        return
    if in_default and where_the_cloud_put_it(graph, (resource,), _paths(placement), subnets):
        _in_default_network(resource, graph, placement)
        return
    for subnet in subnets:
        if subnet.unknown:
            graph.unreadable(urn, f"{subnet.prop} is unknown, and nothing that it depends on is a subnet")
    groups = tuple(group for path in placement.groups for group in refer_all(graph, resource, path, GROUPS))
    if not groups and placement.parent is not None:
        groups = tuple(
            group
            for owner in resource.refers_to(placement.parent[0], (placement.parent[1],)).targets
            for group in refer_all(graph, graph.view(owner), "vpcSecurityGroupIds", GROUPS)
        )
    if not groups and placement.default_group:
        groups = default_groups(graph, subnets)
    graph.add(
        WorkloadFact(
            urn,
            subnets,
            groups,
            public=is_public(resource, placement),
            because=Because(urn, subnets[0].prop),
            certain=not any(subnet.unknown for subnet in subnets),
        )
    )


def _paths(placement: Placement) -> tuple[Path, ...]:
    return (*placement.subnets, *placement.group_of_subnets)


def where_the_cloud_put_it(graph: GraphBuilder, views: Sequence[ResourceView], paths: Sequence[Path], subnets: Sequence[Reference]) -> bool:
    """Whether nobody wrote the subnets that a state tells, and no resource of the stack is one of them: the cloud took its default network.

    A preview of the same program has none; it must not say more than the state.
    """
    if any(one.targets for one in subnets) or {one.literal for one in subnets} & {one.literal for one in graph.approved.asserted}:
        return False
    for view in views:
        declared = view.resource.declared
        if declared is None or view.resource.external or any(path.partition(".")[0] in declared for path in paths if path):
            return False
    return True


def subnets_of(resource: ResourceView, graph: GraphBuilder, placement: Placement) -> tuple[Reference, ...]:
    """Subnets named by id or ARN, by a subnet group, or by the cluster that a member belongs to."""
    found = [subnet for path in placement.subnets for subnet in refer_all(graph, resource, path, SUBNETS)]
    for path in placement.group_of_subnets:
        found.extend(_of_group(resource, graph, path))
    if not found and placement.parent is not None:
        prop, token = placement.parent
        for owner in resource.refers_to(prop, (token,)).targets:
            for path in placement.group_of_subnets:
                found.extend(_of_group(graph.view(owner), graph, path))
    return tuple(dict.fromkeys(found))


def _of_group(view: ResourceView, graph: GraphBuilder, path: Path) -> list[Reference]:
    found: list[Reference] = []
    for place in spread(view, path):
        group = view.refers_to(place, tuple(SUBNET_GROUPS))
        if group.absent:
            continue
        targets = list(group.targets)
        if group.literal is not None and not targets:
            targets = _by_group_id(graph, group.literal)
        if not targets:
            found.append(Reference(literal=group.literal, certain=group.literal is not None, prop=place))
        for urn in targets:
            owner = graph.view(urn)
            found.extend(refer_all(graph, owner, SUBNET_GROUPS[owner.resource.type], SUBNETS))
    return found


def _by_group_id(graph: GraphBuilder, literal: str) -> list[str]:
    return [r.urn for r in graph.stack.of_type(*SUBNET_GROUPS) if any(str(r.props.get(prop)).lower() == literal.lower() for prop in _NAMES)]


def default_groups(graph: GraphBuilder, subnets: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The default security group of the subnets' VPC."""
    found: dict[str, bool] = {}
    for subnet in subnets:
        for urn in subnet.targets:
            if graph.stack.by_urn[urn].type in SUBNET:
                network = refer(graph, graph.view(urn), "vpcId", NETWORK)
                for vpc in network.targets:
                    found[stand_in(graph, vpc, DEFAULT_GROUP)] = network.certain and subnet.certain
    return tuple(Reference((group,), certain=certain, prop="defaultSecurityGroupId") for group, certain in found.items())


def is_public(resource: ResourceView, placement: Placement) -> bool:
    """Whether it has, or may be given, a public address. Unknown counts as yes."""
    if placement.public is None:
        return False
    answers = [_flag(resource, path) for path in spread(resource, placement.public)] or [None]
    if placement.when_absent is Public.UNLESS:
        return any(answer is not True for answer in answers)
    if all(answer is None for answer in answers):
        return placement.when_absent is Public.YES
    return any(answer is not None and answer is not False for answer in answers)


def _flag(resource: ResourceView, path: Path) -> object:
    text = resource.text(path) if isinstance(resource.value(path), str) else None
    if isinstance(text, str) and text.upper() in _WORDS:
        return _WORDS[text.upper()]
    return resource.flag(path)


_LABELING: Final = "aws:sagemaker/labelingJob:LabelingJob"
_ISOLATES: Final = ("enableNetworkIsolation", "networkConfiguration.networkMode")


def _runs_elsewhere(resource: ResourceView) -> bool:
    """Whether code of the user runs outside every VPC, or may. Isolated containers of SageMaker reach nothing, nor does code in a sandbox.

    Source: Amazon Bedrock AgentCore Developer Guide, "Code Interpreter" (network mode: Sandbox, Public, VPC).
    """
    if resource.resource.type == _LABELING and resource.value("labelingJobAlgorithmsConfig") is None:
        return (
            False  # people label; only automated labeling runs containers (Amazon SageMaker AI Developer Guide, "Automate data labeling")
        )
    if resource.resource.type.startswith("aws:appstream/") and resource.flag("enableDefaultInternetAccess") in (False, None):
        return False  # desktops without a network of ours and without the internet
    return resource.flag("enableNetworkIsolation") is not True and resource.text("networkConfiguration.networkMode") != "SANDBOX"


@reads("aws:sagemaker/notebookInstance:NotebookInstance")
def notebook(resource: ResourceView, graph: GraphBuilder) -> None:
    """A notebook has the internet beside its subnet unless that is switched off.

    Source: Amazon SageMaker AI Developer Guide, "Connect a notebook instance in a VPC to external resources" (enabled by default).
    """
    direct = resource.text("directInternetAccess")
    if direct != "Disabled":
        because = Because(resource.resource.urn, "directInternetAccess", "Enabled")
        graph.edge(Reference.to(resource.resource.urn), graph.internet(), EdgeKind.ROUTE, because, certain=not is_unknown(direct))


@reads("aws:sagemaker/domain:Domain")
def studio_domain(resource: ResourceView, graph: GraphBuilder) -> None:
    """Studio's applications have the internet beside the VPC unless the domain says `VpcOnly`.

    Source: Amazon SageMaker AI Developer Guide, "Connect Studio in a VPC to external resources" (default `PublicInternetOnly`).
    """
    kind = resource.text("appNetworkAccessType")
    if kind != "VpcOnly":
        because = Because(resource.resource.urn, "appNetworkAccessType", "PublicInternetOnly")
        graph.edge(Reference.to(resource.resource.urn), graph.internet(), EdgeKind.ROUTE, because, certain=not is_unknown(kind))


@reads("aws:eks/cluster:Cluster")
def kubernetes_api(resource: ResourceView, graph: GraphBuilder) -> None:
    """The API server answers on a public endpoint unless that is switched off.

    Source: Amazon EKS User Guide, "Cluster API server endpoint" (public access is on by default).
    """
    public = resource.flag("vpcConfig.endpointPublicAccess")
    if public is not False:
        because = Because(resource.resource.urn, "vpcConfig.endpointPublicAccess", "public endpoint")
        graph.edge(
            graph.internet(),
            Reference.to(resource.resource.urn),
            EdgeKind.ROUTE,
            because,
            certain=not is_unknown(public),
            ports=((443, 443),),
        )


@reads("aws:efs/mountTarget:MountTarget", "aws-native:efs:MountTarget")
def mount_target(resource: ResourceView, graph: GraphBuilder) -> None:
    """The door of a file system in a subnet."""
    store = resource.refers_to("fileSystemId", ("aws:efs/fileSystem:FileSystem", "aws-native:efs:FileSystem"))
    if not store.targets:
        graph.unreadable(resource.resource.urn, f"the file system {store.literal or 'is unknown: it'} is no resource of the stack")
        return
    graph.edge(
        Reference.to(resource.resource.urn), store, EdgeKind.USE, Because(resource.resource.urn, "fileSystemId"), certain=store.certain
    )


inert("A list of subnets; what names it is read with them", *SUBNET_GROUPS)


@reads("aws:ecs/service:Service", "aws-native:ecs:Service")
def on_machines_of_others(resource: ResourceView, graph: GraphBuilder) -> None:
    """Containers on machines that AWS does not run: what they hold is outside, and their networks are out of sight.

    Source: Amazon ECS Developer Guide, "Amazon ECS clusters for external instances".
    """
    if resource.text("launchType") == "EXTERNAL":
        urn = resource.resource.urn
        because = Because(urn, "launchType", "runs on machines outside AWS")
        graph.add(WorkloadFact(urn, (), (), because=because))
        graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)


@reads("aws:ssm/activation:Activation")
def machines_of_others(resource: ResourceView, graph: GraphBuilder) -> None:
    """Machines outside AWS take the activation's role: whatever it may read is read there.

    Source: AWS Systems Manager User Guide, "Create a hybrid activation to register nodes with Systems Manager" (the IAM service role).
    """
    urn = resource.resource.urn
    because = Because(urn, "iamRole", "machines outside AWS")
    graph.add(WorkloadFact(urn, (), (), because=because))
    graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because)
