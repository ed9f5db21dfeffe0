"""Data Factory, Synapse, Stream Analytics and Data Explorer: services that carry records between what they are linked with.

A factory runs in Microsoft's network and reaches the internet; a managed virtual network adds private endpoints and takes nothing away.
Synapse closes that road where data exfiltration protection is on.
Sources: Azure documentation, "Azure Data Factory managed virtual network" (outbound ports are open), "Integration runtime in Azure Data
Factory", "Data exfiltration protection for Azure Synapse Analytics workspaces" (only approved tenants), "Outputs from Azure Stream
Analytics", "Create a follower database in Azure Data Explorer", "Allow cross-tenant queries" (`trustedExternalTenants`).
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure.data_tokens import AI_ACCOUNT, FACTORY, SYNAPSE, WEB_APP, tokens
from posture.readers.azure.look import parent, refer, resolve, spread
from posture.readers.azure.placing import at_large, stands
from posture.readers.azure.sending import outsider, send, target_of, tenant
from posture.readers.azure.stores import STORES
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

JOB: Final = tokens("streamanalytics:StreamingJob")
KUSTO: Final = tokens("kusto:Cluster")
_KINDS: Final = (*STORES, *WEB_APP, *AI_ACCOUNT, *SYNAPSE)
_HOST: Final = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+){2,}", re.IGNORECASE)
_ACCOUNT: Final = re.compile(r"AccountName=([^;]+)", re.IGNORECASE)
_NAMED: Final = ("accountName", "serviceBusNamespace", "server", "accountId", "functionAppName", "cluster")


@reads(*FACTORY)
def factory(resource: ResourceView, graph: GraphBuilder) -> None:
    """Copies by its integration runtimes; the one that is always there reaches the internet."""
    stands(graph, resource, ())
    at_large(graph, resource, "publicNetworkAccess", "integration runtime in Microsoft's network")


@reads(*tokens("datafactory:LinkedService"))
def linked_service(resource: ResourceView, graph: GraphBuilder) -> None:
    """A store, server or company that the factory reads from or writes to."""
    own = parent(graph, resource, "factoryName", FACTORY)
    if not own.targets:
        unclear(graph, resource.resource.urn, f"the factory {own.literal or ''} is no resource of the stack")
        return
    _works_on(graph, resource, own, "properties", resource.text("properties.type"))


@reads(*tokens("datafactory:ManagedPrivateEndpoint", "kusto:ManagedPrivateEndpoint"))
def managed_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """A private endpoint of the service's own into a store."""
    owners = (("factoryName", FACTORY), ("clusterName", KUSTO))
    prop, kinds = next(((prop, kinds) for prop, kinds in owners if resource.value(prop) is not None), owners[0])
    own = parent(graph, resource, prop, kinds)
    path = next((p for p in ("properties.privateLinkResourceId", "privateLinkResourceId") if resource.value(p) is not None), "properties")
    found = target_of(graph, resource, path, ())
    if own.targets and (found.targets or found.literal is not None):
        because = Because(resource.resource.urn, path, "managed private endpoint")
        graph.edge(own, found, EdgeKind.USE, because, certain=own.certain and found.certain)
    else:
        unclear(graph, resource.resource.urn, f"what the managed private endpoint leads to is not known ({path})")


def _works_on(graph: GraphBuilder, view: ResourceView, own: Reference, path: str, kind: object) -> None:
    """Stores that a description of a connection names, by address or by account."""
    top = path.split(".")[0].split("[")[0]
    found = list(_stores_in(graph, view, view.value(path)))
    named = sorted(
        urn
        for urn in view.resource.property_dependencies.get(top, ())
        if (resource := graph.stack.by_urn.get(urn)) is not None and resource.type in _KINDS
    )
    because = Because(view.resource.urn, path, str(kind) if isinstance(kind, str) else "linked")
    targets = dict.fromkeys((*found, *(() if found else named)))
    for urn in targets:
        graph.edge(own, Reference.to(urn), EdgeKind.USE, because, certain=own.certain and (bool(found) or len(named) == 1))
    if targets:
        return
    company = isinstance(kind, str) and not kind.lower().startswith(("azure", "cosmosdb"))
    if company:
        graph.edge(own, graph.internet(), EdgeKind.ROUTE, because, certain=own.certain, ports=((443, 443),))
    else:
        unclear(graph, view.resource.urn, f"which store it is linked with is no resource of the stack, or not known ({path})")


def _stores_in(graph: GraphBuilder, view: ResourceView, value: Any) -> Iterator[str]:
    if isinstance(value, str):
        literals = [*_HOST.findall(value), *(text for text in (value,) if value.startswith("/subscriptions/"))]
        for literal in literals:
            yield from resolve(graph, view, literal, _KINDS).targets
        for name in _ACCOUNT.findall(value):
            yield from resolve(graph, view, name, tokens("storage:StorageAccount"), "accountName").targets
    elif isinstance(value, dict):
        for item in value.values():
            yield from _stores_in(graph, view, item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _stores_in(graph, view, item)


@reads(*SYNAPSE)
def synapse(resource: ResourceView, graph: GraphBuilder) -> None:
    """Pools and pipelines reach the internet, unless data exfiltration protection keeps them to approved tenants."""
    urn = resource.resource.urn
    own = Reference.to(urn)
    stands(graph, resource, ())
    path = "managedVirtualNetworkSettings.preventDataExfiltration"
    prevents = resource.flag(path)
    if prevents is True and resource.text("managedVirtualNetwork") is not None:
        for place in _items(resource, "managedVirtualNetworkSettings.allowedAadTenantIdsForLinking"):
            tenant(graph, resource, place, own)
    else:
        at_large(graph, resource, path, "no data exfiltration protection", certain=not is_unknown(prevents))
    for path in ("defaultDataLakeStorage.resourceId", "defaultDataLakeStorage.accountUrl"):
        found = refer(graph, resource, path, tokens("storage:StorageAccount"))
        if found.targets:
            graph.edge(own, found, EdgeKind.USE, Because(urn, path, "data lake"), certain=found.certain)
            return
    named = refer(graph, resource, "defaultDataLakeStorage.resourceId", ())
    if named.literal is not None:
        graph.edge(own, outsider(graph, named.literal), EdgeKind.USE, Because(urn, "defaultDataLakeStorage.resourceId", named.literal))


def _items(view: ResourceView, path: str) -> list[str]:
    texts = view.texts(path)
    return [path] if isinstance(texts, Unknown) else [f"{path}[{index}]" for index in range(len(texts))]


@reads(*tokens("synapse:SqlPool", "synapse:BigDataPool", "synapse:KustoPool"))
def pool(resource: ResourceView, graph: GraphBuilder) -> None:
    """Tables, or machines, of a workspace: one place with it."""
    own = parent(graph, resource, "workspaceName", SYNAPSE)
    if own.targets:
        because = Because(resource.resource.urn, "workspaceName", "pool")
        stands(graph, resource, ())
        graph.edge(Reference.to(resource.resource.urn), own, EdgeKind.USE, because, certain=own.certain)
    else:
        unclear(graph, resource.resource.urn, "the workspace of the pool is no resource of the stack")


@reads(*JOB)
def job(resource: ResourceView, graph: GraphBuilder) -> None:
    """Reads its inputs, and writes what it makes of them to its outputs."""
    stands(graph, resource, ())
    own = Reference.to(resource.resource.urn)
    for prop, inward in (("inputs", True), ("outputs", False)):
        blocks = resource.blocks(prop)
        if is_unknown(blocks):
            unclear(graph, resource.resource.urn, f"what the job reads or writes is unknown until the update ({prop})")
            continue
        for block in blocks:
            _end(graph, resource, own, f"{block}.properties.datasource" if inward else f"{block}.datasource", inward=inward)


@reads(*tokens("streamanalytics:Input", "streamanalytics:Output"))
def job_end(resource: ResourceView, graph: GraphBuilder) -> None:
    """An input or output of a job, in a resource of its own."""
    own = parent(graph, resource, "jobName", JOB)
    inward = resource.resource.type.endswith(":Input")
    if own.targets:
        _end(graph, resource, own, "properties.datasource" if inward else "datasource", inward=inward)
    else:
        unclear(graph, resource.resource.urn, "the job is no resource of the stack")


def _end(graph: GraphBuilder, view: ResourceView, job: Reference, path: str, *, inward: bool) -> None:
    found = Reference(certain=False)
    for place in (*spread(view, f"{path}.storageAccounts.accountName"), *(f"{path}.{name}" for name in _NAMED)):
        named = refer(graph, view, place, _KINDS)
        if not named.absent:
            found = named if named.targets or named.literal is None else graph.somewhere("store", named.literal)
            break
    because = Because(view.resource.urn, path, view.text(f"{path}.type") if isinstance(view.value(f"{path}.type"), str) else "")  # type: ignore[arg-type]
    if not found.targets and found.literal is None:
        unclear(graph, view.resource.urn, f"what the job {'reads' if inward else 'writes to'} is not known ({path})")
    elif inward:
        if found.targets:
            send(graph, found, job, because)
    else:
        send(graph, job, found, because)


@reads(*KUSTO)
def kusto(resource: ResourceView, graph: GraphBuilder) -> None:
    """Tenants whose people may ask the cluster; its own calls outside, unless restricted."""
    own = Reference.to(resource.resource.urn)
    for place in spread(resource, "trustedExternalTenants.value"):
        if resource.text(place) == "*":
            graph.edge(own, graph.anybody(), EdgeKind.SHARE, Because(resource.resource.urn, place, "every tenant"))
        else:
            tenant(graph, resource, place, own)


@reads(*tokens("kusto:AttachedDatabaseConfiguration", "synapse:KustoPoolAttachedDatabaseConfiguration"))
def follower(resource: ResourceView, graph: GraphBuilder) -> None:
    """A cluster that follows another one's databases sees all of them."""
    own = parent(graph, resource, "clusterName", KUSTO)
    leader = refer(graph, resource, "clusterResourceId", KUSTO)
    if own.targets and leader.targets:
        send(graph, leader, own, Because(resource.resource.urn, "clusterResourceId", "follows"))
    else:
        unclear(graph, resource.resource.urn, "which cluster follows which is not known")


@reads(*tokens("kusto:EventHubDataConnection", "kusto:EventHubConnection", "kusto:EventGridDataConnection", "kusto:CosmosDbDataConnection"))
def ingested(resource: ResourceView, graph: GraphBuilder) -> None:
    """Events and rows come into a cluster."""
    own = parent(graph, resource, "clusterName", KUSTO)
    for path in ("eventHubResourceId", "storageAccountResourceId", "cosmosDbAccountResourceId"):
        source = refer(graph, resource, path, tuple(STORES))
        if own.targets and source.targets:
            send(graph, source, own, Because(resource.resource.urn, path, "ingested"))


inert(
    "Describes what pipelines do between the services that a factory or workspace is linked with, which are read "
    "(Azure documentation, 'Pipelines and activities in Azure Data Factory and Azure Synapse Analytics')",
    *tokens(
        "datafactory:Dataset", "datafactory:DataFlow", "datafactory:Trigger", "datafactory:GlobalParameter", "datafactory:CredentialOperation",
        "datafactory:Pipeline", "datafactory:IntegrationRuntime", "datafactory:ChangeDataCapture", "synapse:IntegrationRuntime",
        "synapse:Key", "synapse:WorkspaceAadAdmin", "synapse:WorkspaceSqlAadAdmin", "synapse:SqlPoolSensitivityLabel",
        "synapse:SqlPoolTransparentDataEncryption", "synapse:SqlPoolWorkloadClassifier", "synapse:SqlPoolWorkloadGroup",
        "synapse:ReadWriteDatabase", "streamanalytics:Function", "streamanalytics:Cluster", "kusto:Script",
    ),
)  # fmt: skip
