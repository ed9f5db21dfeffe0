"""What holds data on Azure, or guards it: one table, a line a type, with the name by which the plan calls the service.

Containers, shares, queues and tables are their account's. A database is a store of its own, which its server opens. Where a store lies, and
whether that is ours, `abroad` says.
Sources: the documentation of each service; the tokens are those of Pulumi's azure-native 3.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import AI_ACCOUNT, PRIVATE_ENDPOINT, tokens
from posture.readers.azure.look import chosen, parent, refer_all
from posture.readers.azure.tokens import SUBNETS
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

STORAGE_SERVICE: Final = "storage"
VAULT_SERVICE: Final = "key-vault"

STORES: Final[dict[str, str]] = {
    **dict.fromkeys(tokens("storage:StorageAccount"), STORAGE_SERVICE),
    **dict.fromkeys(tokens("keyvault:Vault", "keyvault:ManagedHsm"), VAULT_SERVICE),
    **dict.fromkeys(tokens("dbforpostgresql:Server", "dbforpostgresql:SingleServer", "dbforpostgresql:ServerGroupCluster"), "postgresql"),
    **dict.fromkeys(tokens("dbformysql:Server", "dbformysql:SingleServer", "dbformariadb:Server"), "mysql"),
    **dict.fromkeys(tokens("sql:Server", "sql:Database", "sql:ManagedInstance", "sql:ManagedDatabase"), "sql"),
    **dict.fromkeys(tokens("cosmosdb:DatabaseAccount", "cosmosdb:MongoCluster", "mongocluster:MongoCluster"), "cosmos-db"),
    **dict.fromkeys(tokens("cosmosdb:CassandraCluster"), "cosmos-db"),
    **dict.fromkeys(tokens("servicebus:Namespace"), "service-bus"),
    **dict.fromkeys(tokens("eventhub:Namespace"), "event-hubs"),
    **dict.fromkeys(tokens("relay:Namespace"), "relay"),
    **dict.fromkeys(tokens("eventgrid:Topic", "eventgrid:Domain", "eventgrid:SystemTopic", "eventgrid:Namespace"), "event-grid"),
    **dict.fromkeys(tokens("eventgrid:PartnerTopic"), "event-grid"),
    **dict.fromkeys(tokens("search:Service"), "ai-search"),
    **dict.fromkeys(tokens("healthcareapis:Workspace", "healthcareapis:FhirService", "healthcareapis:DicomService"), "health-data"),
    **dict.fromkeys(tokens("healthcareapis:Service"), "health-data"),
    **dict.fromkeys(tokens("containerregistry:Registry"), "container-registry"),
    **dict.fromkeys(tokens("machinelearningservices:Registry"), "machine-learning"),
    **dict.fromkeys(tokens("redis:Redis", "redisenterprise:RedisEnterprise"), "redis"),
    **dict.fromkeys(tokens("operationalinsights:Workspace", "applicationinsights:Component", "monitor:AzureMonitorWorkspace"), "monitor"),
    **dict.fromkeys(tokens("recoveryservices:Vault", "dataprotection:BackupVault"), "backup"),
    **dict.fromkeys(tokens("compute:Disk", "compute:Snapshot", "compute:Image", "compute:GalleryImageVersion"), "disk"),
    **dict.fromkeys(tokens("compute:RestorePointCollection"), "disk"),
    **dict.fromkeys(tokens("kusto:Cluster"), "kusto"),
}

_PARTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    **dict.fromkeys(tokens("sql:Database"), ("serverName", tokens("sql:Server"))),
    **dict.fromkeys(tokens("sql:ManagedDatabase"), ("managedInstanceName", tokens("sql:ManagedInstance"))),
    **dict.fromkeys(
        tokens("healthcareapis:FhirService", "healthcareapis:DicomService"), ("workspaceName", tokens("healthcareapis:Workspace"))
    ),
}
"""Type that is a store of its own, though its owner's address opens it → the path parameter that names the owner."""
_IN_SUBNET: Final[dict[str, str]] = {
    **dict.fromkeys(tokens("dbforpostgresql:Server", "dbformysql:Server"), "network.delegatedSubnetResourceId"),
    **dict.fromkeys(tokens("sql:ManagedInstance", "redis:Redis"), "subnetId"),
    **dict.fromkeys(tokens("cosmosdb:CassandraCluster"), "delegatedManagementSubnetId"),
}
"""Type → the property with the subnet in which it stands, where it stands in one."""


@reads(*STORES)
def store(resource: ResourceView, graph: GraphBuilder) -> None:
    """One store; where it stands in a subnet, with its place; where it is a part, opened by its owner."""
    urn, token = resource.resource.urn, resource.resource.type
    service = STORES[token]
    graph.add(_fact(resource, service, keyed=service == VAULT_SERVICE))
    if token in _PARTS:
        prop, kinds = _PARTS[token]
        owner = parent(graph, resource, prop, kinds)
        if owner.targets:
            graph.edge(owner, Reference.to(urn), EdgeKind.USE, Because(urn, prop), certain=owner.certain)
        else:
            unclear(graph, urn, f"what it is a part of, {owner.literal or 'unknown'}, is no resource of the stack ({prop})")
    prop = _IN_SUBNET.get(token, "")
    if prop and resource.value(prop) is not None:
        placed(resource, graph, prop)


@reads(*AI_ACCOUNT)
def ai_account(resource: ResourceView, graph: GraphBuilder) -> None:
    """An account of models: `OpenAI`, or one of the other services (`AIServices`, `SpeechServices`, …)."""
    kind = chosen(resource, "kind")
    graph.add(_fact(resource, "openai" if kind == "openai" else "ai-services"))


def placed(resource: ResourceView, graph: GraphBuilder, prop: str) -> None:
    """It stands in a subnet of ours, with an address there."""
    urn = resource.resource.urn
    subnet = arm.refer(graph, resource, prop, *SUBNETS)
    if subnet.unknown:
        graph.unreadable(urn, f"{prop} is unknown, and nothing that it depends on is a subnet")
    graph.add(WorkloadFact(urn, (subnet,), (), because=Because(urn, prop), certain=not subnet.unknown))


def _fact(resource: ResourceView, service: str, *, keyed: bool = False) -> StoreFact:
    return StoreFact(resource.resource.urn, service, account=arm.subscription_of(resource), region=arm.location_of(resource), keyed=keyed)


def behind_endpoint(graph: GraphBuilder, urn: str) -> bool | None:
    """Whether a private endpoint of the stack leads to the resource; None when one may."""
    maybe = False
    for endpoint in graph.stack.of_type(*PRIVATE_ENDPOINT):
        view = graph.view(endpoint.urn)
        for prop in ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections"):
            for found in refer_all(graph, view, f"{prop}.privateLinkServiceId", (graph.stack.by_urn[urn].type,)):
                if urn in found.targets and found.certain:
                    return True
                maybe = maybe or urn in found.targets
            maybe = maybe or is_unknown(view.value(prop))
    return None if maybe else False


inert(
    "A part of a store, which is read as one with it (Azure documentation: 'Introduction to Azure Storage', 'Azure Key Vault basic concepts', "
    "'Service Bus queues, topics, and subscriptions', 'Features and terminology in Azure Event Hubs')",
    *tokens(
        "storage:FileShare", "storage:Queue", "storage:Table", "storage:EncryptionScope", "storage:FileServiceProperties",
        "storage:QueueServiceProperties", "storage:TableServiceProperties", "storage:BlobContainerImmutabilityPolicy",
        "storage:BlobContainerLegalHold", "storage:ManagementPolicy", "keyvault:Key", "keyvault:Secret", "servicebus:Rule",
        "servicebus:DefaultRule", "eventhub:Cluster", "eventhub:ConsumerGroup", "eventhub:SchemaRegistry", "eventhub:ApplicationGroup",
        "eventgrid:DomainTopic", "eventgrid:NamespaceTopic", "redisenterprise:AccessPolicyAssignment", "kusto:ReadWriteDatabase",
        "dbforpostgresql:Database", "dbforpostgresql:SingleServerDatabase", "dbformysql:Database", "dbformysql:SingleServerDatabase",
        "dbformariadb:Database", "cosmosdb:CassandraDataCenter", "storage:Blob",
    ),
)  # fmt: skip
