"""Azure OpenAI, AI services and AI Foundry: where prompts are processed, what accounts may reach, and where agents run.

An account is what the theorem of redaction calls the cloud's own model (`stores` says it). Sources: Azure documentation, "Deployment types
for Azure AI Foundry Models" (Global: any region; DataZone: any region of the zone), "Configure data loss prevention for Azure AI services"
(`restrictOutboundNetworkAccess` and `allowedFqdnList`; unrestricted by default: an address in a request is fetched), "Set up private
networking for Azure AI Foundry Agent Service" (`networkInjections`, capability hosts), "Bring your own storage".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import AI_ACCOUNT, AI_PROJECT, STORAGE, tokens
from posture.readers.azure.look import chosen, parent, refer, spread
from posture.readers.azure.managed_networks import isolation, outbound_rule, outbound_rules
from posture.readers.azure.sending import address, outsider, to_region, to_regions
from posture.readers.azure.tokens import SUBNETS
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

DEPLOYMENT: Final = tokens("cognitiveservices:Deployment")
HOSTS: Final = tokens("cognitiveservices:AccountCapabilityHost", "cognitiveservices:ProjectCapabilityHost")
_NETWORK: Final = tokens("cognitiveservices:ManagedNetworkSetting")
_UNRESTRICTED: Final = "unrestricted outbound access"


@reads(*AI_ACCOUNT)
def outbound(resource: ResourceView, graph: GraphBuilder) -> None:
    """An account fetches what a request names. Unless restricted, that may be any address: it can't be ruled out that data leaves so."""
    own = Reference.to(resource.resource.urn)
    path = "properties.restrictOutboundNetworkAccess"
    flag = resource.flag(path)
    if flag is not True:
        because = Because(resource.resource.urn, path, _UNRESTRICTED)
        graph.edge(own, graph.internet(), EdgeKind.ROUTE, because, certain=False, ports=((443, 443),))
        return
    listed = resource.texts("properties.allowedFqdnList")
    if isinstance(listed, Unknown):
        unclear(graph, resource.resource.urn, "which names the account may fetch is unknown (properties.allowedFqdnList)")
        return
    for index, name in enumerate(listed):
        place = f"properties.allowedFqdnList[{index}]"
        if isinstance(name, Unknown):
            unclear(graph, resource.resource.urn, f"a name that the account may fetch is unknown ({place})")
            continue
        found = refer(graph, resource, place, STORAGE)
        target = found if found.targets else address(graph, name)
        graph.edge(own, target, EdgeKind.ROUTE, Because(resource.resource.urn, place, name), certain=target.certain, ports=((443, 443),))


@reads(*AI_ACCOUNT)
def kept(resource: ResourceView, graph: GraphBuilder) -> None:
    """Files that the account keeps in a storage account of the user; regions among which it routes requests."""
    own = Reference.to(resource.resource.urn)
    for place in spread(resource, "properties.userOwnedStorage.resourceId"):
        found = refer(graph, resource, place, STORAGE)
        if found.absent:
            continue
        who = found if found.targets or found.literal is None else outsider(graph, found.literal)
        if who.targets or who.literal is not None:
            graph.edge(own, who, EdgeKind.USE, Because(resource.resource.urn, place, "own storage"), certain=who.certain)
    for place in spread(resource, "properties.locations.regions.name"):
        to_regions(graph, resource, own, place, but=arm.location_of(resource))


@reads(*AI_ACCOUNT)
def agents_in_a_network(resource: ResourceView, graph: GraphBuilder) -> None:
    """Agents whose traffic comes from a subnet of ours."""
    for place in spread(resource, "properties.networkInjections.subnetArmId"):
        if resource.value(place) is not None:
            _placed(graph, resource, place)


def _placed(graph: GraphBuilder, view: ResourceView, place: str) -> None:
    urn = view.resource.urn
    subnet = arm.refer(graph, view, place, *SUBNETS)
    if subnet.unknown:
        unclear(graph, urn, f"{place} is unknown, and nothing that it depends on is a subnet")
    key = f"{urn}#agents"
    graph.add(WorkloadFact(key, (subnet,), (), because=Because(urn, place), certain=not subnet.unknown))
    graph.edge(Reference.to(key), Reference.to(urn), EdgeKind.USE, Because(urn, place, "agents"))


@reads(*DEPLOYMENT)
def deployment(resource: ResourceView, graph: GraphBuilder) -> None:
    """Where prompts are processed: in the account's region, in a zone of data, or anywhere."""
    owner = parent(graph, resource, "accountName", AI_ACCOUNT)
    urn = resource.resource.urn
    kind = chosen(resource, "sku.name")
    if is_unknown(kind):
        unclear(graph, urn, "where prompts are processed is unknown until the update (sku.name)", ("phi-exit",))
        return
    text = str(resource.value("sku.name"))
    if isinstance(kind, str) and kind.startswith(("global", "developer")):
        to_region(graph, owner, "any region of Azure", Because(urn, "sku.name", text))
    elif isinstance(kind, str) and kind.startswith("datazone"):
        to_region(graph, owner, "any region of the data zone", Because(urn, "sku.name", text))
    source = refer(graph, resource, "properties.model.sourceAccount", AI_ACCOUNT)
    if source.targets:
        graph.edge(source, owner, EdgeKind.REPLICATE, Because(urn, "properties.model.sourceAccount", "model"), certain=source.certain)


@reads(*AI_PROJECT)
def project(resource: ResourceView, graph: GraphBuilder) -> None:
    """A project works with its account's models, and keeps agents, files and threads there: one place with it."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "accountName")))
    owner = parent(graph, resource, "accountName", AI_ACCOUNT)
    if owner.targets:
        graph.edge(Reference.to(urn), owner, EdgeKind.USE, Because(urn, "accountName", "project"), certain=owner.certain)
    else:
        unclear(graph, urn, f"the account {owner.literal or ''} of the project is no resource of the stack")


@reads(*_NETWORK)
def network(resource: ResourceView, graph: GraphBuilder) -> None:
    """The managed network of an account's agents."""
    owner = parent(graph, resource, "accountName", AI_ACCOUNT)
    if not owner.targets:
        unclear(graph, resource.resource.urn, "the account of the managed network is no resource of the stack")
        return
    if isolation(graph, resource, "properties.managedNetwork.isolationMode", owner):
        outbound_rules(graph, resource, "properties.managedNetwork.outboundRules", owner)


@reads(*tokens("cognitiveservices:OutboundRule"))
def network_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """One more thing that the managed network may reach."""
    outbound_rule(graph, resource, "properties", parent(graph, resource, "accountName", AI_ACCOUNT))


@reads(*HOSTS)
def host(resource: ResourceView, graph: GraphBuilder) -> None:
    """Agents of an account or project: the join asks in which network they run."""
    if resource.value("capabilityHostProperties.customerSubnet") is not None:
        _placed(graph, resource, "capabilityHostProperties.customerSubnet")


@joins
def agents_at_large(graph: GraphBuilder) -> None:
    """Agents for which nobody chose a network run in Microsoft's, and reach the internet from there with their tools."""
    networks = [graph.view(resource.urn) for resource in graph.stack.of_type(*_NETWORK)]
    for resource in graph.stack.of_type(*HOSTS):
        view = graph.view(resource.urn)
        owner = parent(graph, view, "accountName", AI_ACCOUNT)
        if view.value("capabilityHostProperties.customerSubnet") is not None:
            continue
        for urn in owner.targets:
            about = graph.view(urn)
            injected = about.value("properties.networkInjections")
            if injected is None and not any(urn in parent(graph, other, "accountName", AI_ACCOUNT).targets for other in networks):
                because = Because(resource.urn, "capabilityHostProperties.customerSubnet", "agents in Microsoft's network")
                graph.edge(Reference.to(urn), graph.internet(), EdgeKind.ROUTE, because, certain=owner.certain)


@reads(*tokens("cognitiveservices:RaiExternalSafetyProvider"))
def safety_provider(resource: ResourceView, graph: GraphBuilder) -> None:
    """Prompts and answers are sent to a filter at an address."""
    url = resource.text("properties.url")
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "properties.url")))
    who = address(graph, url) if isinstance(url, str) else graph.internet()
    graph.edge(Reference.to(urn), who, EdgeKind.ROUTE, Because(urn, "properties.url", url if isinstance(url, str) else ""))
    for account in graph.stack.of_type(*AI_ACCOUNT):
        graph.edge(Reference.to(account.urn), Reference.to(urn), EdgeKind.USE, Because(urn, "properties.url", "filter"), certain=False)


inert(
    "Filters what models say, or counts what they may be asked (Azure documentation, 'Content filtering', 'Commitment tier pricing')",
    *tokens(
        "cognitiveservices:RaiPolicy", "cognitiveservices:RaiBlocklist", "cognitiveservices:RaiBlocklistItem", "cognitiveservices:RaiTopic",
        "cognitiveservices:RaiToolLabel", "cognitiveservices:SubscriptionRaiPolicy", "cognitiveservices:CommitmentPlan",
        "cognitiveservices:CommitmentPlanAssociation", "cognitiveservices:SharedCommitmentPlan", "cognitiveservices:EncryptionScope",
    ),
)  # fmt: skip
