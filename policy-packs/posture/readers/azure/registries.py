"""Container registries: who may pull, where images lie, and where they are sent.

Sources: Azure documentation, "Make your container registry content publicly available" (`anonymousPullEnabled`, off by default), "Geo-
replication in Azure Container Registry", "Using Azure Container Registry webhooks", "Create a transfer with Azure resources" (export
pipelines), "What is a connected registry?", "Disable export of artifacts from an Azure container registry", "Manage public network access".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import REGISTRY, STORAGE, tokens
from posture.readers.azure.doors import answers_outside
from posture.readers.azure.look import chosen, parent
from posture.readers.azure.sending import address, goes_to, send, shared_with, to_regions
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_PARTS: Final = tokens("containerregistry:ExportPipeline", "containerregistry:ConnectedRegistry", "containerregistry:Task")


@joins
def anonymous_pull(graph: GraphBuilder) -> None:
    """Whoever reaches the registry pulls without a name, where that is on and the registry answers outside."""
    for resource in graph.stack.of_type(*REGISTRY):
        flag = graph.view(resource.urn).flag("anonymousPullEnabled")
        may, sure = answers_outside(graph, resource.urn)
        if may and flag not in (None, False):
            because = Because(resource.urn, "anonymousPullEnabled", "anonymous pull")
            shared_with(graph, Reference.to(resource.urn), graph.anybody(), because, certain=sure and not is_unknown(flag))


@reads(*tokens("containerregistry:Replication"))
def replication(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every image lies in the replica's region too."""
    owner = parent(graph, resource, "registryName", REGISTRY)
    if not owner.targets:
        unclear(graph, resource.resource.urn, "the registry of the replica is no resource of the stack")
        return
    home = arm.location_of(graph.view(owner.targets[0]))
    to_regions(graph, resource, owner, "location", but=home)


@reads(*tokens("containerregistry:Webhook"))
def webhook(resource: ResourceView, graph: GraphBuilder) -> None:
    """Tells an address which images come and go: names and digests, with the headers that it is given."""
    if chosen(resource, "status") == "disabled":
        return
    owner = parent(graph, resource, "registryName", REGISTRY)
    url = resource.text("serviceUri")
    who = address(graph, url) if isinstance(url, str) else graph.internet()
    send(graph, owner, who, Because(resource.resource.urn, "serviceUri", "webhook"), certain=isinstance(url, str))


@reads(*tokens("containerregistry:ExportPipeline"))
def export(resource: ResourceView, graph: GraphBuilder) -> None:
    """Images are written to a container."""
    owner = parent(graph, resource, "registryName", REGISTRY)
    goes_to(graph, resource, owner, "target.uri", STORAGE, text="export pipeline")


@reads(*tokens("containerregistry:ConnectedRegistry"))
def connected(resource: ResourceView, graph: GraphBuilder) -> None:
    """A registry in somebody's own house, filled from this one."""
    owner = parent(graph, resource, "registryName", REGISTRY)
    name = arm.name_of(resource) or resource.resource.name
    send(graph, owner, graph.somewhere("connected registry", name), Because(resource.resource.urn, "mode", "connected registry"))


@reads(*tokens("containerregistry:Task", "containerregistry:TaskRun"))
def task(resource: ResourceView, graph: GraphBuilder) -> None:
    """A build runs in Microsoft's network, unless a pool of agents puts it into a subnet: it has the internet."""
    owner = parent(graph, resource, "registryName", REGISTRY)
    if resource.value("agentPoolName") is None and owner.targets:
        because = Because(resource.resource.urn, "agentPoolName", "build in Microsoft's network")
        graph.edge(owner, graph.internet(), EdgeKind.ROUTE, because, certain=owner.certain)


inert(
    "Says who may pull or push, or which images come in: nothing leaves by it that the registry's own address does not show "
    "(Azure documentation, 'Create a token with repository-scoped permissions', 'Artifact cache in Azure Container Registry')",
    *tokens(
        "containerregistry:Token", "containerregistry:ScopeMap", "containerregistry:CacheRule", "containerregistry:CredentialSet",
        "containerregistry:ImportPipeline", "containerregistry:PipelineRun", "containerregistry:AgentPool",
    ),
)  # fmt: skip
