"""Azure Machine Learning: workspaces and the code that runs in them, in a managed network, in a subnet of ours, or beside all networks.

Code of a workspace without a managed network and without a subnet has the internet: jobs, notebooks, builds and endpoints run in
Microsoft's network. A project runs in its hub's.
Sources: Azure documentation, "Plan for network isolation in Azure Machine Learning", "Workspace managed virtual network isolation"
(`Disabled` unless chosen), "Create an Azure Machine Learning compute cluster" and "compute instance" (`enableNodePublicIp` is on by default),
"Use network isolation with managed online endpoints" (`publicNetworkAccess` is Enabled by default), "Azure Machine Learning registries".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import ML_WORKSPACE, STORAGE, tokens
from posture.readers.azure.doors import Access, access_of
from posture.readers.azure.look import chosen, parent, refer, spread
from posture.readers.azure.managed_networks import isolation, outbound_rule, outbound_rules
from posture.readers.azure.sending import outsider, to_regions
from posture.readers.azure.tokens import SUBNETS
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

COMPUTE: Final = tokens("machinelearningservices:Compute")
ONLINE: Final = tokens("machinelearningservices:OnlineEndpoint", "machinelearningservices:ServerlessEndpoint",
                       "machinelearningservices:InferenceEndpoint")  # fmt: skip
_WORKS_ON: Final = (
    "storageAccount",
    "keyVault",
    "applicationInsights",
    "containerRegistry",
    "encryption.storageAccountResourceId",
    "encryption.cosmosDbResourceId",
    "encryption.searchAccountResourceId",
)
_MODE: Final = "managedNetwork.isolationMode"


@reads(*ML_WORKSPACE)
def workspace(resource: ResourceView, graph: GraphBuilder) -> None:
    """Where its code runs, and what that may reach."""
    urn = resource.resource.urn
    own = Reference.to(urn)
    hub = refer(graph, resource, "hubResourceId", ML_WORKSPACE)
    subnet = "serverlessComputeSettings.serverlessComputeCustomSubnet"
    if resource.value(subnet) is not None:
        place = arm.refer(graph, resource, subnet, *SUBNETS)
        graph.add(WorkloadFact(urn, (place,), (), because=Because(urn, subnet), certain=not place.unknown))
    else:
        graph.add(WorkloadFact(urn, (), (), because=Because(urn, _MODE)))
    if not hub.absent:
        _of_hub(graph, resource, hub)
        return
    kept = isolation(graph, resource, _MODE, own)
    if kept:
        outbound_rules(graph, resource, "managedNetwork.outboundRules", own)
    elif kept is None and resource.value(subnet) is None:
        because = Because(urn, _MODE, "no managed network")
        graph.edge(own, graph.internet(), EdgeKind.ROUTE, because, certain=not is_unknown(resource.value("managedNetwork")))


def _of_hub(graph: GraphBuilder, view: ResourceView, hub: Reference) -> None:
    urn = view.resource.urn
    if hub.targets:
        graph.edge(Reference.to(urn), hub, EdgeKind.USE, Because(urn, "hubResourceId", "project of a hub"), certain=hub.certain)
    else:
        unclear(graph, urn, f"in which network the project runs, its hub {hub.literal or ''} decides, which is no resource of the stack")


@reads(*ML_WORKSPACE)
def works_on(resource: ResourceView, graph: GraphBuilder) -> None:
    """Stores in which the workspace keeps files, models, logs and images."""
    own = Reference.to(resource.resource.urn)
    for path in _WORKS_ON:
        if resource.value(path) is None:
            continue
        found = refer(graph, resource, path, ())
        who = found if found.targets or found.literal is None else outsider(graph, found.literal)
        if who.targets or who.literal is not None:
            graph.edge(own, who, EdgeKind.USE, Because(resource.resource.urn, path), certain=who.certain)
        else:
            unclear(graph, own.targets[0], f"where the workspace keeps its data is unknown until the update ({path})")
    for place in spread(resource, "sharedPrivateLinkResources.privateLinkResourceId"):
        found = refer(graph, resource, place, ())
        if found.targets:
            graph.edge(own, found, EdgeKind.USE, Because(resource.resource.urn, place, "private link"), certain=found.certain)


@reads(*tokens("machinelearningservices:ManagedNetworkSettingsRule", "machinelearningservices:OutboundRule"))
def network_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """One more thing that a workspace's managed network may reach."""
    owner = parent(graph, resource, "workspaceName", ML_WORKSPACE)
    if owner.targets:
        outbound_rule(graph, resource, "properties", owner)
    else:
        unclear(graph, resource.resource.urn, "the workspace of the rule is no resource of the stack")


@reads(*COMPUTE)
def compute(resource: ResourceView, graph: GraphBuilder) -> None:
    """Machines of a workspace: in a subnet, or in the workspace's own network."""
    urn = resource.resource.urn
    own = Reference.to(urn)
    owner = parent(graph, resource, "workspaceName", ML_WORKSPACE)
    if not owner.targets:
        unclear(graph, urn, f"the workspace {owner.literal or ''} of the machines is no resource of the stack")
    inner = "properties.properties"
    subnet = f"{inner}.subnet.id"
    public = resource.flag(f"{inner}.enableNodePublicIp")
    attached = refer(graph, resource, "properties.resourceId", ())
    if owner.targets:
        graph.edge(own, owner, EdgeKind.USE, Because(urn, "workspaceName", "runs its code"), certain=owner.certain)
    if resource.value(subnet) is not None:
        place = arm.refer(graph, resource, subnet, *SUBNETS)
        graph.add(WorkloadFact(urn, (place,), (), public is not False, Because(urn, subnet), certain=not place.unknown))
        if public is not False:
            # A public address on the nodes is a way out of the subnet, whatever its own roads are.
            because = Because(urn, f"{inner}.enableNodePublicIp", "public address")
            graph.edge(own, graph.internet(), EdgeKind.ROUTE, because, certain=not is_unknown(public))
    else:
        graph.add(WorkloadFact(urn, (), (), because=Because(urn, subnet)))
    if attached.targets:
        graph.edge(own, attached, EdgeKind.USE, Because(urn, "properties.resourceId", "attached"), certain=attached.certain)
    _by_ssh(graph, resource, inner, public)


def _by_ssh(graph: GraphBuilder, view: ResourceView, inner: str, public: object) -> None:
    """SSH to a machine with a public address. Closed unless it is opened."""
    for path in (f"{inner}.remoteLoginPortPublicAccess", f"{inner}.sshSettings.sshPublicAccess"):
        value = chosen(view, path)
        if value in (None, "disabled", "notspecified") or public is False:
            continue
        because = Because(view.resource.urn, path, "SSH")
        own = Reference.to(view.resource.urn)
        graph.edge(graph.internet(), own, EdgeKind.ROUTE, because, certain=value == "enabled", ports=((22, 22),))


@reads(*ONLINE)
def online_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """A model that answers at an address: a public one, unless public access is off."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "properties.publicNetworkAccess")))
    owner = parent(graph, resource, "workspaceName", ML_WORKSPACE)
    if owner.targets:
        graph.edge(Reference.to(urn), owner, EdgeKind.USE, Because(urn, "workspaceName", "endpoint"), certain=owner.certain)
    else:
        unclear(graph, urn, f"the workspace {owner.literal or ''} of the endpoint is no resource of the stack")
    access = access_of(resource, "properties.publicNetworkAccess")
    if access is not Access.OFF:
        because = Because(urn, "properties.publicNetworkAccess", "public endpoint")
        sure = access is Access.ON
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, certain=sure, ports=((443, 443),))


@reads(*tokens("machinelearningservices:Datastore"))
def datastore(resource: ResourceView, graph: GraphBuilder) -> None:
    """A store that code of the workspace reads and writes."""
    owner = parent(graph, resource, "workspaceName", ML_WORKSPACE)
    path = "properties.accountName"
    urn = resource.resource.urn
    found = refer(graph, resource, path, STORAGE)
    if found.absent:
        unclear(graph, urn, "which store the workspace works on is not known (properties)")
        return
    who = found if found.targets or found.literal is None else graph.somewhere("storage account", found.literal)
    if owner.targets and (who.targets or who.literal is not None):
        graph.edge(owner, who, EdgeKind.USE, Because(urn, path, "datastore"), certain=owner.certain and who.certain)
    else:
        unclear(graph, urn, "which workspace works on which store is not known")


@reads(*tokens("machinelearningservices:Registry"))
def registry(resource: ResourceView, graph: GraphBuilder) -> None:
    """Models and images are kept in each of its regions."""
    own = Reference.to(resource.resource.urn)
    for place in spread(resource, "regionDetails.location"):
        to_regions(graph, resource, own, place, but=arm.location_of(resource))


@reads(*tokens("machinelearningservices:LinkedService", "machinelearningservices:LinkedWorkspace"))
def linked(resource: ResourceView, graph: GraphBuilder) -> None:
    """Another service that works with the workspace."""
    owner = parent(graph, resource, "workspaceName", ML_WORKSPACE)
    path = "properties.linkedServiceResourceId"
    path = path if resource.value(path) is not None else "properties.linkedWorkspaceResourceId"
    found = refer(graph, resource, path, ())
    if owner.targets and found.targets:
        graph.edge(owner, found, EdgeKind.USE, Because(resource.resource.urn, path, "linked"), certain=owner.certain and found.certain)
    else:
        unclear(graph, resource.resource.urn, f"what the workspace is linked with is not known ({path})")


inert(
    "Names, versions and runs within a workspace or registry: code of it runs where its computes and network are, which are read "
    "(Azure documentation, 'Azure Machine Learning workspace', 'Azure Machine Learning resources and assets')",
    *tokens(
        *(f"machinelearningservices:{name}" for name in (
            "BatchDeployment", "BatchEndpoint", "CodeContainer", "CodeVersion", "ComponentContainer", "ComponentVersion", "DataContainer",
            "DataVersion", "EnvironmentContainer", "EnvironmentSpecificationVersion", "EnvironmentVersion", "FeaturesetContainerEntity",
            "FeaturesetVersion", "FeaturestoreEntityContainerEntity", "FeaturestoreEntityVersion", "Job", "LabelingJob", "ModelContainer",
            "ModelVersion", "OnlineDeployment", "RegistryCodeContainer", "RegistryCodeVersion", "RegistryComponentContainer",
            "RegistryComponentVersion", "RegistryDataContainer", "RegistryDataVersion", "RegistryEnvironmentContainer",
            "RegistryEnvironmentVersion", "RegistryModelContainer", "RegistryModelVersion", "Schedule", "RaiPolicy",
            "ConnectionRaiBlocklist", "ConnectionRaiBlocklistItem", "ConnectionRaiPolicy", "MarketplaceSubscription",
            "CapacityReservationGroup",
        )),
    ),
)  # fmt: skip
