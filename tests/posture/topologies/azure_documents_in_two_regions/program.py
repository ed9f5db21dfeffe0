"""A Cosmos DB account with a second location in America."""

from pulumi_azure_native import cosmosdb

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
cosmosdb.DatabaseAccount(
    "ward-documents",
    resource_group_name=rg.name,
    account_name="ward-documents-clinic",
    database_account_offer_type="Standard",
    locations=[
        {"location_name": "westeurope", "failover_priority": 0},
        {"location_name": "East US", "failover_priority": 1},
    ],
    public_network_access="Disabled",
    disable_local_auth=True,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
