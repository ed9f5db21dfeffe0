"""Services that carry files from one place to another: Storage Mover, Data Box, Import/Export, File Sync, Data Share.

A box or a drive that is sent out of a store of ours goes to an address on the street: nobody's network. What comes in takes nothing out.
Sources: Azure documentation, "Introduction to Azure Storage Mover", "What is Azure Data Box?" (`ExportFromAzure`), "What is the Azure
Import/Export service?", "What is Azure File Sync?", "What is Azure Data Share?" (invitations by mail address, or by tenant and object).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure.data_tokens import SQL_SERVER, STORAGE, tokens
from posture.readers.azure.look import chosen, parent, refer, spread
from posture.readers.azure.sending import asserted, goes_to, send, shared_with, target_of
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

MOVER_END: Final = tokens("storagemover:Endpoint")
SHARE: Final = tokens("datashare:Share")
INVITATION: Final = tokens("datashare:Invitation")
_SETS: Final = tuple(
    f"azure-native:datashare:{name}"
    for name in ("ADLSGen2FileDataSet", "ADLSGen2FileSystemDataSet", "ADLSGen2FolderDataSet", "BlobContainerDataSet", "BlobDataSet",
                 "BlobFolderDataSet", "KustoClusterDataSet", "KustoDatabaseDataSet", "KustoTableDataSet", "SqlDBTableDataSet",
                 "SqlDWTableDataSet", "SynapseWorkspaceSqlPoolTableDataSet", "ADLSGen1FileDataSet", "ADLSGen1FolderDataSet")
)  # fmt: skip
_SYNC_CLOUD: Final = tokens("storagesync:CloudEndpoint")


@reads(*MOVER_END, *tokens("storagemover:JobDefinition"))
def mover(resource: ResourceView, graph: GraphBuilder) -> None:
    """Ends and jobs: the join knows both."""


@joins
def moved(graph: GraphBuilder) -> None:
    """Files go from a job's source to its target."""
    for resource in graph.stack.of_type(*tokens("storagemover:JobDefinition")):
        view = graph.view(resource.urn)
        source, target = _mover_end(graph, view, "sourceName"), _mover_end(graph, view, "targetName")
        if source.targets and (target.targets or target.literal is not None):
            send(graph, source, target, Because(resource.urn, "targetName", "storage mover"))
        elif source.targets or source.unknown:
            unclear(graph, resource.urn, "where files are moved to, or whose they are, is not known")


def _mover_end(graph: GraphBuilder, view: ResourceView, prop: str) -> Reference:
    ends = refer(graph, view, prop, MOVER_END)
    if len(ends.targets) != 1:
        return Reference(certain=False)
    end = graph.view(ends.targets[0])
    if end.value("properties.storageAccountResourceId") is not None:
        return target_of(graph, end, "properties.storageAccountResourceId", STORAGE)
    host = next((text for path in ("host", "multiCloudConnectorId") if isinstance(text := end.text(f"properties.{path}"), str)), None)
    return graph.somewhere("file server", host) if host is not None else Reference(certain=False)


@reads(*tokens("databox:Job"))
def box(resource: ResourceView, graph: GraphBuilder) -> None:
    """A device that is filled from an account and sent to a street."""
    if chosen(resource, "transferType") == "importtoazure":
        return
    places = spread(resource, "details.dataExportDetails.accountDetails.storageAccountId")
    for place in places:
        _sent(graph, resource, place, "Data Box")
    if not places:
        unclear(graph, resource.resource.urn, "whether the device takes data out, and from which account, is not known (details)")


@reads(*tokens("importexport:Job"))
def drives(resource: ResourceView, graph: GraphBuilder) -> None:
    """Drives that are filled from an account and sent back."""
    if chosen(resource, "properties.jobType") == "import":
        return
    _sent(graph, resource, "properties.storageAccountId", "drives")


def _sent(graph: GraphBuilder, view: ResourceView, place: str, text: str) -> None:
    source = refer(graph, view, place, STORAGE)
    if source.targets:
        who = graph.somewhere("shipment", view.resource.name)
        target = who if asserted(graph, view.resource.name) is not None else graph.anybody()
        send(graph, source, target, Because(view.resource.urn, place, text))
    elif not source.absent and source.literal is None:
        unclear(graph, view.resource.urn, f"from which account data is sent is not known ({place})")


@reads(*_SYNC_CLOUD, *tokens("storagesync:ServerEndpoint"))
def file_sync(resource: ResourceView, graph: GraphBuilder) -> None:
    """A share in the cloud and folders of servers are kept alike: the join knows which belong together."""


@joins
def synced(graph: GraphBuilder) -> None:
    """Share ↔ servers of its group."""
    for resource in graph.stack.of_type(*tokens("storagesync:ServerEndpoint")):
        view = graph.view(resource.urn)
        group = view.value("syncGroupName")
        server = view.text("serverResourceId")
        for cloud in graph.stack.of_type(*_SYNC_CLOUD):
            other = graph.view(cloud.urn)
            share = refer(graph, other, "storageAccountResourceId", STORAGE)
            if not share.targets or not (other.value("syncGroupName") == group or is_unknown(group)):
                continue
            name = server if isinstance(server, str) else resource.name
            because = Because(resource.urn, "serverResourceId", "file sync")
            graph.edge(share, graph.somewhere("server", name), EdgeKind.REPLICATE, because, certain=share.certain and not is_unknown(group))


@reads(*_SETS, *INVITATION)
def shared(resource: ResourceView, graph: GraphBuilder) -> None:
    """What stands in a share, and who is invited to it: the join knows both."""


@joins
def invited(graph: GraphBuilder) -> None:
    """Stores of a share → whoever is invited."""
    for resource in graph.stack.of_type(*INVITATION):
        view = graph.view(resource.urn)
        share = parent(graph, view, "shareName", SHARE)
        who, prop = _guest(graph, view)
        for data in graph.stack.of_type(*_SETS):
            about = graph.view(data.urn)
            if set(parent(graph, about, "shareName", SHARE).targets) != set(share.targets) or not share.targets:
                continue
            held = _held(graph, about)
            if held.targets:
                text = str(view.value(prop)) if isinstance(view.value(prop), str) else "invited"
                shared_with(graph, held, who, Because(resource.urn, prop, text))
            else:
                unclear(graph, data.urn, "which store is shared is no resource of the stack")


def _guest(graph: GraphBuilder, view: ResourceView) -> tuple[Reference, str]:
    tenant = view.text("targetActiveDirectoryId")
    if isinstance(tenant, str):
        return graph.azure_tenant(tenant), "targetActiveDirectoryId"
    mail = view.text("targetEmail")
    if isinstance(mail, str):
        return graph.somewhere("mail address", mail), "targetEmail"
    return Reference(certain=False), "targetEmail"


def _held(graph: GraphBuilder, view: ResourceView) -> Reference:
    for path, kinds in (
        ("storageAccountName", STORAGE),
        ("sqlServerResourceId", SQL_SERVER),
        ("kustoClusterResourceId", tokens("kusto:Cluster")),
        ("kustoDatabaseResourceId", tokens("kusto:Cluster")),
        ("synapseWorkspaceSqlPoolTableResourceId", tokens("synapse:Workspace", "synapse:SqlPool")),
    ):
        found = refer(graph, view, path, kinds)
        if not found.absent:
            return found
    return Reference(certain=False)


@reads(*tokens("storagecache:StorageTarget"))
def cached(resource: ResourceView, graph: GraphBuilder) -> None:
    """A container behind a cache of files."""
    cache = parent(graph, resource, "cacheName", tokens("storagecache:Cache"))
    if cache.targets:
        for path in ("clfs.target", "blobNfs.target"):
            if resource.value(path) is not None:
                goes_to(graph, resource, cache, path, STORAGE, text="behind the cache")
    else:
        unclear(graph, resource.resource.urn, "the cache is no resource of the stack")


inert(
    "Parts of a service that carries files, which move nothing by themselves; its ends, jobs and invitations are read "
    "(Azure documentation, 'Azure Storage Mover resource hierarchy', 'Azure Data Share terminology', 'Plan for Azure File Sync')",
    *tokens(
        "storagemover:StorageMover", "storagemover:Project", "storagemover:Agent", "storagemover:Connection", "storagesync:StorageSyncService",
        "storagesync:SyncGroup", "storagesync:RegisteredServer", "storagesync:PrivateEndpointConnection", "datashare:Account",
        "datashare:Share", "datashare:ScheduledSynchronizationSetting", "datashare:ScheduledTrigger", "datashare:ShareSubscription",
    ),
)  # fmt: skip
