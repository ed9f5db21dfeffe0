"""Ways by which a storage account hands on what it holds: anonymous containers, copies in other regions, replication, named instances.

Shared keys and signatures (SAS) open no network: whoever holds one comes in where the account answers (`doors`), and nowhere else. A key
that exists at all is a rule's matter. So are users of SFTP, who come in by the account's own address.
Sources: Azure documentation, "Configure anonymous read access for containers and blobs" (`allowBlobPublicAccess` is off by default, and
stands over what containers say), "Static website hosting in Azure Storage" (served to anonymous readers whatever containers say), "Data
redundancy in Azure Storage", "Object replication for block blobs", "Prevent object replication across Microsoft Entra tenants" (off by
default since December 2023), "Azure Storage firewall rules: resource instances", "Storage Tasks", "Calculate blob inventory".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import CONTAINER, STORAGE, tokens
from posture.readers.azure.doors import answers_outside
from posture.readers.azure.look import chosen, guid, parent, refer, spread
from posture.readers.azure.regions import UNPAIRED, pair_of
from posture.readers.azure.sending import goes_to, outsider, shared_with, tenant, to_region
from posture.readers.azure.unclear import RESIDENCE, unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_GEO: Final = ("grs", "gzrs")
REPLICATION: Final = tokens("storage:ObjectReplicationPolicy")
WEBSITE: Final = tokens("storage:StorageAccountStaticWebsite")
_PUBLIC: Final = ("blob", "container")


@reads(*STORAGE)
def copies(resource: ResourceView, graph: GraphBuilder) -> None:
    """Geo-redundant storage keeps a copy in the paired region (`Standard_GRS`, `RAGRS`, `GZRS`, `RAGZRS`)."""
    geo_redundant(graph, resource, "sku.name", _GEO)


def geo_redundant(graph: GraphBuilder, view: ResourceView, path: str, words: tuple[str, ...]) -> None:
    """A copy in the region's pair, where the setting ends with or holds one of the words."""
    urn = view.resource.urn
    value = chosen(view, path)
    if is_unknown(value):
        unclear(graph, urn, f"whether a copy lies in another region is unknown until the update ({path})", RESIDENCE)
        return
    if value is None or not any(str(value).endswith(word) or str(value) == word for word in words):
        return
    in_paired_region(graph, view, Because(urn, path, str(view.value(path))))


def in_paired_region(graph: GraphBuilder, view: ResourceView, because: Because, *, certain: bool = True) -> None:
    """A copy in the pair of the resource's region."""
    region = arm.location_of(view)
    paired = pair_of(region) if region is not None else None
    if paired is not None:
        text = f"{because.text}: a copy in {paired}"
        to_region(graph, Reference.to(because.urn), paired, Because(because.urn, because.prop, text), certain=certain)
    elif region is None or region not in UNPAIRED:
        reason = f"the region that its copies lie in is not known: the pair of {region or 'an unknown region'} ({because.prop})"
        unclear(graph, because.urn, reason, RESIDENCE)


@reads(*STORAGE)
def instances(resource: ResourceView, graph: GraphBuilder) -> None:
    """Instances of services that come in past the network rules. One of another tenant is somebody else's.

    While the public endpoint answers everybody, the internet is the wider way; here the named instance is said besides.
    """
    own = Reference.to(resource.resource.urn)
    for place in spread(resource, "networkRuleSet.resourceAccessRules.resourceId"):
        block = place.rpartition(".")[0]
        found = refer(graph, resource, place, ())
        text = resource.value(place)
        if found.absent and resource.value(block) is None:
            continue
        if found.targets:
            shared_with(graph, own, found, Because(resource.resource.urn, place, "resource instance"))
        elif isinstance(text, str) and not text.lower().startswith("/subscriptions/*"):
            foreign = resource.value(f"{block}.tenantId")
            if isinstance(foreign, str) and foreign.lower() not in _own_tenants(graph):
                tenant(graph, resource, f"{block}.tenantId", own)
            else:
                shared_with(graph, own, outsider(graph, text), Because(resource.resource.urn, place, text))
        elif isinstance(text, str):
            # `/subscriptions/*/…`: every instance of a kind in the tenant.
            tenant(graph, resource, f"{block}.tenantId", own, text)
        else:
            unclear(graph, own.targets[0], f"which instance is let in is unknown until the update ({place})")


def _own_tenants(graph: GraphBuilder) -> frozenset[str]:
    return frozenset(listed.lower() for listed in graph.approved.organization.azure_tenant_ids)


@reads(*CONTAINER)
def container(resource: ResourceView, graph: GraphBuilder) -> None:
    """A part of its account; the join says whether it is open to anonymous readers."""
    owner = parent(graph, resource, "accountName", STORAGE)
    if not owner.targets and chosen(resource, "publicAccess") not in (None, "none"):
        unclear(graph, resource.resource.urn, f"the account {owner.literal or ''} of the container is no resource of the stack")


@reads(*WEBSITE)
def website(resource: ResourceView, graph: GraphBuilder) -> None:
    """`$web`, served to whoever asks; the join asks whether the account answers outside."""
    if not parent(graph, resource, "accountName", STORAGE).targets:
        unclear(graph, resource.resource.urn, "the account of the web site is no resource of the stack")


@joins
def anonymous(graph: GraphBuilder) -> None:
    """Containers and web sites that anybody reads, where their account answers outside at all."""
    for resource in graph.stack.of_type(*CONTAINER, *WEBSITE):
        view = graph.view(resource.urn)
        site = resource.type in WEBSITE
        public = chosen(view, "publicAccess")
        if not site and public not in _PUBLIC and not is_unknown(public):
            continue
        owner = parent(graph, view, "accountName", STORAGE)
        for urn in owner.targets:
            may, sure = answers_outside(graph, urn)
            allowed = graph.view(urn).flag("allowBlobPublicAccess")
            if not may or (not site and allowed in (None, False)):
                continue
            told = site or (allowed is True and not is_unknown(public))
            text = "static web site" if site else f"anonymous access: {public if isinstance(public, str) else 'unknown'}"
            because = Because(resource.urn, "indexDocument" if site else "publicAccess", text)
            shared_with(graph, Reference.to(urn), graph.anybody(), because, certain=sure and told and owner.certain)


@reads(*REPLICATION)
def object_replication(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every new version of a blob in the source goes to the destination. Each account has a policy; either tells."""
    source = refer(graph, resource, "sourceAccount", STORAGE)
    if source.unknown:
        unclear(graph, resource.resource.urn, "the account that is replicated is unknown until the update (sourceAccount)")
    if source.targets:
        goes_to(graph, resource, source, "destinationAccount", STORAGE)


@reads(*tokens("storage:BlobInventoryPolicy", "storage:BlobServiceProperties"))
def within_account(resource: ResourceView, graph: GraphBuilder) -> None:
    """Reports and logs that stay in the account: lists of names, versions, changes."""


@reads(*tokens("storage:StorageTaskAssignment"))
def task(resource: ResourceView, graph: GraphBuilder) -> None:
    """A task of Storage Actions works on the account's blobs within the account; whose task it is, its id says."""
    own = parent(graph, resource, "accountName", STORAGE)
    named = refer(graph, resource, "properties.taskId", tokens("storageactions:StorageTask"))
    if own.targets and named.literal is not None and not named.targets:
        shared_with(graph, own, outsider(graph, named.literal), Because(resource.resource.urn, "properties.taskId", named.literal))


@reads(*tokens("storage:DataShare"))
def data_share(resource: ResourceView, graph: GraphBuilder) -> None:
    """A share of the account's data with principals, each of a tenant."""
    own = parent(graph, resource, "accountName", STORAGE)
    for place in spread(resource, "properties.accessPolicies.tenantId"):
        tenant(graph, resource, place, own)
    if is_unknown(resource.value("properties.accessPolicies")):
        unclear(graph, resource.resource.urn, "whom the data is shared with is unknown until the update")


@reads(*tokens("storage:Connector"))
def connector(resource: ResourceView, graph: GraphBuilder) -> None:
    """Brings another account's share into this one: nothing leaves by it, what comes is somebody else's."""
    own = parent(graph, resource, "accountName", STORAGE)
    uri = resource.text("properties.source.connection.dataShareUri")
    if own.targets and isinstance(uri, str) and guid(uri) is None and not uri.startswith("azds://"):
        unclear(graph, resource.resource.urn, f"what the connector reads is not known ({uri})")


@reads(*tokens("storage:LocalUser"))
def sftp_user(resource: ResourceView, graph: GraphBuilder) -> None:
    """A user of SFTP or NFS: comes in by the account's own address, which `doors` judges."""
    owner = parent(graph, resource, "accountName", STORAGE)
    if not owner.targets:
        unclear(graph, resource.resource.urn, f"the account {owner.literal or ''} of the user is no resource of the stack")


@reads(*tokens("storageactions:StorageTask"))
def storage_task(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a task does; on which accounts, assignments say."""


inert(
    "An approval of a connection that the private endpoint itself already counts (Azure documentation, 'Manage private endpoint connections')",
    *tokens(
        "storage:PrivateEndpointConnection", "keyvault:PrivateEndpointConnection", "keyvault:MHSMPrivateEndpointConnection",
        "dbforpostgresql:PrivateEndpointConnection", "dbforpostgresql:ServerGroupPrivateEndpointConnection",
        "dbformysql:PrivateEndpointConnection", "dbformariadb:PrivateEndpointConnection", "sql:PrivateEndpointConnection",
        "sql:ManagedInstancePrivateEndpointConnection", "cosmosdb:PrivateEndpointConnection", "servicebus:PrivateEndpointConnection",
        "eventhub:PrivateEndpointConnection", "eventgrid:PrivateEndpointConnection", "relay:PrivateEndpointConnection",
        "cognitiveservices:PrivateEndpointConnection", "search:PrivateEndpointConnection", "redis:PrivateEndpointConnection",
        "machinelearningservices:PrivateEndpointConnection", "healthcareapis:PrivateEndpointConnection",
        "healthcareapis:WorkspacePrivateEndpointConnection", "containerregistry:PrivateEndpointConnection",
        "web:WebAppPrivateEndpointConnection", "web:WebAppPrivateEndpointConnectionSlot", "web:StaticSitePrivateEndpointConnection",
        "app:ManagedEnvironmentPrivateEndpointConnection", "datafactory:PrivateEndpointConnection", "synapse:PrivateEndpointConnection",
        "recoveryservices:PrivateEndpointConnection", "compute:DiskAccessAPrivateEndpointConnection", "kusto:PrivateEndpointConnection",
        "containerservice:PrivateEndpointConnection", "redisenterprise:PrivateEndpointConnection",
        "mongocluster:PrivateEndpointConnection", "databricks:PrivateEndpointConnection", "hdinsight:PrivateEndpointConnection",
    ),
)  # fmt: skip
