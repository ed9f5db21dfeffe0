"""Azure Virtual Network Manager: connectivity configurations join networks without peerings of their own.

A configuration works once it is deployed: by a `Commit` of the stack, or by somebody's hand. Without a commit that names it nobody can tell,
so what it joins is uncertain.

Sources: Azure documentation, "Connectivity configuration in Azure Virtual Network Manager" (mesh, hub and spoke, direct connectivity),
"Configuration deployments", "Network groups and Azure Policy" (members by hand and by policy), "Security admin rules".
"""

from collections.abc import Iterator
from itertools import combinations

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, GatewayFact
from posture.graph.kinds import GatewayKind
from posture.readers.azure.arm import look_up, parent_of, refer
from posture.readers.azure.tokens import (
    ADMIN_COLLECTION,
    ADMIN_CONFIGURATION,
    ADMIN_RULE,
    CONNECTIVITY,
    NETWORK,
    NETWORK_GROUP,
    NETWORK_MANAGER,
    STATIC_MEMBER,
)
from posture.readers.registry import inert, joins, reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

COMMIT = "azure-native:network:Commit"


@record
class Mesh:
    """Two networks that a configuration joins."""

    key: str
    networks: tuple[str, str]
    certain: bool
    because: Because


def meshes(graph: GraphBuilder) -> tuple[Mesh, ...]:
    """Every pair that a configuration of the stack joins."""
    return graph.once("azure meshes", lambda: tuple(_meshes(graph)))


def meshed_with(graph: GraphBuilder, network: str) -> dict[str, Mesh]:
    """Networks joined to one by a configuration."""
    found: dict[str, Mesh] = {}
    for mesh in meshes(graph):
        if network in mesh.networks:
            found[mesh.networks[1 - mesh.networks.index(network)]] = mesh
    return found


def _meshes(graph: GraphBuilder) -> Iterator[Mesh]:
    for resource in graph.stack.of_type(CONNECTIVITY):
        view = graph.view(resource.urn)
        deployed = _is_deployed(graph, resource.urn)
        topology = view.text("connectivityTopology")
        hubs = [urn for block in _blocks(view, "hubs") for urn in refer(graph, view, f"{block}.resourceId", NETWORK).targets]
        pairs: dict[tuple[str, str], None] = {}
        for block in _blocks(view, "appliesToGroups"):
            group = refer(graph, view, f"{block}.networkGroupId", NETWORK_GROUP)
            spokes = [urn for target in group.targets for urn in _members(graph, target)]
            direct = view.text(f"{block}.groupConnectivity")
            if topology == "Mesh" or direct == "DirectlyConnected":
                pairs.update(dict.fromkeys(combinations(sorted(set(spokes)), 2)))
            pairs.update(dict.fromkeys((hub, spoke) for hub in hubs for spoke in spokes if hub != spoke))
        for number, pair in enumerate(pairs):
            yield Mesh(f"{resource.urn}#{number}", pair, deployed, Because(resource.urn, "appliesToGroups", str(topology)))


def _blocks(view: ResourceView, path: Path) -> list[Path]:
    blocks = view.blocks(path)
    return [] if is_unknown(blocks) else blocks


def _is_deployed(graph: GraphBuilder, configuration: str) -> bool:
    for resource in graph.stack.of_type(COMMIT):
        view = graph.view(resource.urn)
        texts = view.texts("configurationIds")
        if is_unknown(texts) or any(is_unknown(text) for text in texts):
            if view.refers_to("configurationIds", (CONNECTIVITY,)).targets == (configuration,):
                return True
        elif any(configuration in look_up(graph, str(text), (CONNECTIVITY,)).targets for text in texts):
            return True
    return False


def _members(graph: GraphBuilder, group: str) -> list[str]:
    found: list[str] = []
    for resource in graph.stack.of_type(STATIC_MEMBER):
        view = graph.view(resource.urn)
        if group in parent_of(view, graph, NETWORK_GROUP).targets:
            found.extend(refer(graph, view, "resourceId", NETWORK).targets)
    return found


@joins
def joined_by_manager(graph: GraphBuilder) -> None:
    """Each pair as a next hop between its networks."""
    for mesh in meshes(graph):
        networks = tuple(Reference.to(urn) for urn in mesh.networks)
        graph.add(GatewayFact(mesh.key, GatewayKind.PEERING, networks=networks, certain=mesh.certain))


@reads(CONNECTIVITY)
def connectivity(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with its groups. Here: only what can't be understood."""
    urn = resource.resource.urn
    for prop in ("appliesToGroups", "hubs", "connectivityTopology"):
        if is_unknown(resource.value(prop)):
            graph.unreadable(urn, f"{prop} is unknown until the update: which networks it joins")
    for block in _blocks(resource, "appliesToGroups"):
        group = refer(graph, resource, f"{block}.networkGroupId", NETWORK_GROUP)
        if len(group.targets) != 1:
            graph.unreadable(urn, f"joins the networks of {group.literal or 'an unknown group'}, which no resource of the stack is")


@reads(STATIC_MEMBER)
def static_member(resource: ResourceView, graph: GraphBuilder) -> None:
    """A network in a group. Here: only what can't be placed."""
    member = refer(graph, resource, "resourceId", NETWORK)
    group = parent_of(resource, graph, NETWORK_GROUP)
    if not member.targets or not group.targets:
        graph.unreadable(
            resource.resource.urn, f"puts {member.literal or 'an unknown network'} into a group; one of them is no resource of the stack"
        )


@reads(
    "azure-native:network:NetworkManagerRoutingConfiguration",
    "azure-native:network:RoutingRule",
    "azure-native:network:RoutingConfiguration",
)
def routing_configuration(resource: ResourceView, graph: GraphBuilder) -> None:
    """Writes routes into the tables of a group's subnets once it is deployed: not followed."""
    graph.unreadable(
        resource.resource.urn, "a routing configuration of Virtual Network Manager writes routes into tables, which is not followed"
    )


@reads(ADMIN_RULE)
def admin_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """Stands before every security group. One that denies only takes away; one that always allows lets past them, which is not followed."""
    access = resource.text("access")
    if not isinstance(access, str) or access.lower() == "alwaysallow":
        graph.unreadable(resource.resource.urn, "an admin rule that always allows lets packets past security groups, which is not followed")


inert(
    "Holds groups, rules and configurations, which are read one by one (Azure documentation, What is Azure Virtual Network Manager?)",
    NETWORK_MANAGER,
    NETWORK_GROUP,
    ADMIN_CONFIGURATION,
    ADMIN_COLLECTION,
    COMMIT,
    "azure-native:network:ManagementGroupNetworkManagerConnection",
    "azure-native:network:SubscriptionNetworkManagerConnection",
    "azure-native:network:ScopeConnection",
    "azure-native:network:RoutingRuleCollection",
)
