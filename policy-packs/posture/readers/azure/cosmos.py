"""Azure Cosmos DB: regions in which an account keeps its rows, copies and restores, and whom it lets past its network rules.

Sources: Azure documentation, "Distribute your data globally with Azure Cosmos DB" (every region of `locations` holds everything), "Online
backup and on-demand data restore in Azure Cosmos DB" (periodic backups are geo-redundant by default), "Configure IP firewall in Azure
Cosmos DB" (`networkAclBypass`), "Data plane role-based access control", "Continuous change data capture in the analytical store".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import COSMOS, tokens
from posture.readers.azure.look import chosen, refer, spread
from posture.readers.azure.sending import outsider, send, shared_with, to_regions
from posture.readers.azure.storage import geo_redundant, in_paired_region
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

_CLUSTERS: Final = tokens("cosmosdb:MongoCluster", "mongocluster:MongoCluster")


@reads(*COSMOS)
def regions(resource: ResourceView, graph: GraphBuilder) -> None:
    """Each region of the account holds the whole of it."""
    own = Reference.to(resource.resource.urn)
    home = arm.location_of(resource)
    if is_unknown(resource.value("locations")):
        unclear(graph, resource.resource.urn, "the regions of the account are unknown until the update (locations)", ("phi-exit",))
        return
    for place in spread(resource, "locations.locationName"):
        to_regions(graph, resource, own, place, but=home)


@reads(*COSMOS)
def backups(resource: ResourceView, graph: GraphBuilder) -> None:
    """Periodic backups lie in the paired region too, unless they are told to stay; continuous ones stay in the account's regions."""
    path = "backupPolicy.periodicModeProperties.backupStorageRedundancy"
    kind = chosen(resource, "backupPolicy.type")
    if isinstance(kind, str) and kind == "continuous":
        return
    if resource.value(path) is not None:
        geo_redundant(graph, resource, path, ("geo",))
    elif not is_unknown(kind):
        in_paired_region(graph, resource, Because(resource.resource.urn, path, "geo-redundant by default"))


@reads(*COSMOS)
def bypass(resource: ResourceView, graph: GraphBuilder) -> None:
    """Resources that come in past the account's network rules (Synapse Link, Cognitive Search)."""
    own = Reference.to(resource.resource.urn)
    listed = resource.texts("networkAclBypassResourceIds")
    if isinstance(listed, Unknown):
        unclear(graph, resource.resource.urn, "what comes in past the network rules is unknown (networkAclBypassResourceIds)")
        return
    for index in range(len(listed)):
        path = f"networkAclBypassResourceIds[{index}]"
        found = refer(graph, resource, path, ())
        who = found if found.targets or found.literal is None else outsider(graph, found.literal)
        if who.targets or who.literal is not None:
            shared_with(graph, own, who, Because(resource.resource.urn, path, found.literal or ""))


@reads(*COSMOS, *_CLUSTERS)
def restored(resource: ResourceView, graph: GraphBuilder) -> None:
    """A restored account, or a replica of a cluster, holds what its source holds."""
    own = Reference.to(resource.resource.urn)
    for path in (
        "restoreParameters.restoreSource",
        "restoreParameters.sourceResourceId",
        "properties.replicaParameters.sourceResourceId",
        "properties.restoreParameters.sourceResourceId",
    ):
        source = refer(graph, resource, path, (*COSMOS, *_CLUSTERS))
        if source.targets:
            send(graph, source, own, Because(resource.resource.urn, path))


inert(
    "A part of an account, which is read as one with it; who may use it is said by keys and role assignments "
    "(Azure documentation, 'Databases, containers, and items in Azure Cosmos DB')",
    *tokens(
        "cosmosdb:SqlResourceSqlDatabase", "cosmosdb:SqlResourceSqlContainer", "cosmosdb:SqlResourceSqlStoredProcedure",
        "cosmosdb:SqlResourceSqlTrigger", "cosmosdb:SqlResourceSqlUserDefinedFunction", "cosmosdb:SqlResourceSqlRoleDefinition",
        "cosmosdb:MongoDBResourceMongoDBDatabase", "cosmosdb:MongoDBResourceMongoDBCollection",
        "cosmosdb:MongoDBResourceMongoRoleDefinition", "cosmosdb:MongoDBResourceMongoUserDefinition",
        "cosmosdb:TableResourceTable", "cosmosdb:TableResourceTableRoleDefinition", "cosmosdb:GremlinResourceGremlinDatabase",
        "cosmosdb:GremlinResourceGremlinGraph", "cosmosdb:GremlinResourceGremlinRoleDefinition",
        "cosmosdb:CassandraResourceCassandraKeyspace", "cosmosdb:CassandraResourceCassandraTable",
        "cosmosdb:CassandraResourceCassandraView", "cosmosdb:CassandraResourceCassandraRoleDefinition", "cosmosdb:ThroughputPool",
        "cosmosdb:ThroughputPoolAccount", "cosmosdb:MongoMIResourceMongoMIRoleDefinition", "mongocluster:User",
    ),
)  # fmt: skip
