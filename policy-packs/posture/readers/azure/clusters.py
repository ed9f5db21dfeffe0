"""Clusters: Kubernetes (AKS), Batch, HDInsight and Databricks: where their nodes stand, how those come out, and who may call them.

Sources: Azure documentation, "Customize cluster egress with outbound types in AKS" (`loadBalancer` by default: nodes come out by a public
address), "Create a private AKS cluster", "Use authorized IP ranges to secure API server access", "Use instance-level public IPs in AKS";
"Create a Batch pool without public IP addresses"; "Plan a virtual network for Azure HDInsight", "Restrict public connectivity in Azure
HDInsight"; "Deploy Azure Databricks in your Azure virtual network (VNet injection)", "Secure cluster connectivity".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import CLUSTER, STORAGE, tokens
from posture.readers.azure.look import chosen, entries, parent, refer, spread
from posture.readers.azure.placing import answers, at_large, logs_to, stands, subnets
from posture.readers.azure.sending import asserted
from posture.readers.azure.tokens import NETWORK
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

POOL: Final = tokens("containerservice:AgentPool")
BATCH: Final = tokens("batch:BatchAccount")
DATABRICKS: Final = tokens("databricks:Workspace")
_OUTBOUND: Final = "networkProfile.outboundType"
_CLOSED: Final = ("userdefinedrouting", "userassignednatgateway", "none", "block")
"""Outbound types that leave the way out to the subnet's own routes."""


@reads(*CLUSTER)
def kubernetes(resource: ResourceView, graph: GraphBuilder) -> None:
    """Nodes of every pool, the way out that the cluster makes for them, and the API server."""
    urn = resource.resource.urn
    places = subnets(graph, resource, "agentPoolProfiles.vnetSubnetID", "agentPoolProfiles.podSubnetID")
    for pool in graph.stack.of_type(*POOL):
        view = graph.view(pool.urn)
        if urn in parent(graph, view, "resourceName", CLUSTER).targets:
            places.extend(subnets(graph, view, "vnetSubnetID", "podSubnetID"))
    flags = [resource.flag(place) for place in spread(resource, "agentPoolProfiles.enableNodePublicIP")]
    stands(graph, resource, dict.fromkeys(places), public=any(flag is True for flag in flags))
    outbound = chosen(resource, _OUTBOUND)
    if outbound not in _CLOSED:
        at_large(graph, resource, _OUTBOUND, "nodes come out by a public address", certain=not is_unknown(outbound))
    if any(flag not in (None, False) for flag in flags):
        sure = any(flag is True for flag in flags)
        at_large(graph, resource, "agentPoolProfiles", "nodes with public addresses", certain=sure)
    _api_server(graph, resource)
    listed = entries(resource, "addonProfiles")
    for name, place in () if isinstance(listed, Unknown) else listed:
        if name.lower() == "omsagent" and resource.flag(f"{place}.enabled") is not False:
            logs_to(graph, resource, f"{place}.config.logAnalyticsWorkspaceResourceID", Reference.to(urn))
    logs_to(graph, resource, "securityProfile.defender.logAnalyticsWorkspaceResourceId", Reference.to(urn))


def _api_server(graph: GraphBuilder, view: ResourceView) -> None:
    """Public, unless the cluster is private; addresses may narrow who comes in."""
    path = "apiServerAccessProfile.enablePrivateCluster"
    private = view.flag(path)
    if private is True or chosen(view, "publicNetworkAccess") == "disabled":
        return
    sure = not is_unknown(private)
    listed = view.texts("apiServerAccessProfile.authorizedIPRanges")
    if isinstance(listed, Unknown) or not listed:
        answers(graph, view, path, "API server", certain=sure and not isinstance(listed, Unknown), ports=((443, 443),))
        return
    for index, text in enumerate(listed):
        place = f"apiServerAccessProfile.authorizedIPRanges[{index}]"
        named = asserted(graph, text, text.removesuffix("/32")) if isinstance(text, str) else None
        who = graph.somewhere("address", named) if named is not None else None
        shown = f"API server, from {text}" if isinstance(text, str) else "API server"
        answers(graph, view, place, shown, certain=sure and isinstance(text, str), ports=((443, 443),), who=who)


@reads(*POOL)
def pool(resource: ResourceView, graph: GraphBuilder) -> None:
    """Nodes of a cluster, read with it; public addresses of their own are said here."""
    owner = parent(graph, resource, "resourceName", CLUSTER)
    if not owner.targets:
        unclear(graph, resource.resource.urn, f"the cluster {owner.literal or ''} of the nodes is no resource of the stack")
    public = resource.flag("enableNodePublicIP")
    if public not in (None, False) and owner.targets:
        because = Because(resource.resource.urn, "enableNodePublicIP", "nodes with public addresses")
        graph.edge(owner, graph.internet(), EdgeKind.ROUTE, because, certain=owner.certain and public is True)


@reads(*BATCH)
def batch(resource: ResourceView, graph: GraphBuilder) -> None:
    """An account's tasks run on its pools, and keep their files in its storage account."""
    stands(graph, resource, ())
    path = "autoStorage.storageAccountId"
    found = refer(graph, resource, path, STORAGE)
    if found.targets:
        graph.edge(Reference.to(resource.resource.urn), found, EdgeKind.USE, Because(resource.resource.urn, path), certain=found.certain)


@reads(*tokens("batch:Pool"))
def batch_pool(resource: ResourceView, graph: GraphBuilder) -> None:
    """Nodes with public addresses, unless the pool says that it has none."""
    urn = resource.resource.urn
    places = subnets(graph, resource, "networkConfiguration.subnetId")
    kind = chosen(resource, "networkConfiguration.publicIPAddressConfiguration.provision")
    stands(graph, resource, places, public=kind != "nopublicipaddresses")
    if not places or kind != "nopublicipaddresses":
        at_large(graph, resource, "networkConfiguration", "nodes with public addresses", certain=not is_unknown(kind))
    owner = parent(graph, resource, "accountName", BATCH)
    if owner.targets:
        graph.edge(Reference.to(urn), owner, EdgeKind.USE, Because(urn, "accountName", "tasks"), certain=owner.certain)
    for mount in ("azureBlobFileSystemConfiguration", "azureFileShareConfiguration"):
        for place in spread(resource, f"mountConfiguration.{mount}.accountName"):
            found = refer(graph, resource, place, STORAGE)
            if found.targets:
                graph.edge(Reference.to(urn), found, EdgeKind.USE, Because(urn, place, "mount"), certain=found.certain)


@reads(*tokens("hdinsight:Cluster"))
def hdinsight(resource: ResourceView, graph: GraphBuilder) -> None:
    """Nodes in a subnet, with public gateways unless the cluster is private."""
    urn = resource.resource.urn
    places = subnets(graph, resource, "properties.computeProfile.roles.virtualNetworkProfile.subnet")
    stands(graph, resource, places)
    private = chosen(resource, "properties.networkProperties.privateLink")
    direction = chosen(resource, "properties.networkProperties.resourceProviderConnection")
    if direction != "outbound" or private != "enabled":
        sure = not is_unknown(private) and not is_unknown(direction)
        answers(graph, resource, "properties.networkProperties.resourceProviderConnection", "public gateway", certain=sure)
    if not places:
        at_large(graph, resource, "properties.computeProfile.roles", "no virtual network")
    for prop in ("resourceId", "name"):
        for place in spread(resource, f"properties.storageProfile.storageaccounts.{prop}"):
            found = refer(graph, resource, place, STORAGE)
            if found.targets:
                graph.edge(Reference.to(urn), found, EdgeKind.USE, Because(urn, place, "cluster storage"), certain=found.certain)


@reads(*DATABRICKS)
def databricks(resource: ResourceView, graph: GraphBuilder) -> None:
    """Notebooks and jobs run in subnets of ours where the workspace is injected; serverless ones in Microsoft's network."""
    network = arm.refer(graph, resource, "parameters.customVirtualNetworkId.value", NETWORK)
    names = [resource.text(f"parameters.{name}.value") for name in ("customPrivateSubnetName", "customPublicSubnetName")]
    keys = [
        key
        for urn in network.targets
        for key in arm.subnets_of(graph, urn)
        if _is_called(graph, key, [n for n in names if isinstance(n, str)])
    ]
    urn = resource.resource.urn
    if network.absent:
        stands(graph, resource, ())
        at_large(graph, resource, "parameters.customVirtualNetworkId", "no virtual network of ours")
        return
    found = tuple(Reference((key,), certain=network.certain) for key in keys)
    graph.add(WorkloadFact(urn, found, (), because=Because(urn, "parameters.customVirtualNetworkId"), network=network, certain=bool(found)))
    if not network.targets:
        unclear(graph, urn, "the virtual network of the workspace is no resource of the stack (customVirtualNetworkId)")
    closed = resource.flag("parameters.enableNoPublicIp.value")
    if closed is not True:
        because = "parameters.enableNoPublicIp"
        at_large(graph, resource, because, "nodes with public addresses", certain=closed is False)


def _is_called(graph: GraphBuilder, key: str, names: list[str]) -> bool:
    name = key.rpartition("#subnets/")[2] if "#subnets/" in key else (arm.name_of(graph.view(key)) or "")
    return any(name.lower() == wanted.lower() for wanted in names)


@reads(*tokens("databricks:VNetPeering"))
def databricks_peering(resource: ResourceView, graph: GraphBuilder) -> None:
    """Joins the network that Databricks made for itself with one of ours."""
    network = arm.refer(graph, resource, "remoteVirtualNetwork.id", NETWORK)
    owner = parent(graph, resource, "workspaceName", DATABRICKS)
    if network.targets and owner.targets:
        because = Because(resource.resource.urn, "remoteVirtualNetwork.id", "peering")
        graph.edge(owner, network, EdgeKind.ROUTE, because, certain=owner.certain and network.certain)
    else:
        unclear(graph, resource.resource.urn, "which networks are peered is not known")


inert(
    "Settings, identities or schedules of a cluster; where its nodes stand and how they come out is read with it "
    "(Azure documentation, 'AKS cluster and workload concepts', 'Batch service workflow and resources', 'Access connector for Databricks')",
    *tokens(
        "containerservice:MaintenanceConfiguration", "containerservice:AutoUpgradeProfile", "containerservice:DeploymentSafeguard",
        "containerservice:TrustedAccessRoleBinding", "containerservice:Snapshot", "containerservice:ManagedClusterSnapshot",
        "containerservice:IdentityBinding", "containerservice:Namespace", "containerservice:ManagedNamespace", "batch:Application",
        "batch:ApplicationPackage", "databricks:AccessConnector", "hdinsight:ExtensionMonitoringStatus",
    ),
)  # fmt: skip
