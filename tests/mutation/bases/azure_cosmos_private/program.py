"""Cosmos DB for sessions of the records' application, by private endpoint.

Modelled on Azure Cosmos DB, "Configure Azure Private Link for an Azure Cosmos DB account", and "Disable key-based authentication".
"""

import pulumi
from pulumi_azure_native import cosmosdb

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

phi = house.ground("charts", "phi", "10.19.0.0/16")
account = cosmosdb.DatabaseAccount(
    "cosmos-charts-clinic",
    resource_group_name=phi.name,
    account_name="cosmos-charts-clinic",
    kind="GlobalDocumentDB",
    database_account_offer_type="Standard",
    locations=[{"location_name": "westeurope", "failover_priority": 0, "is_zone_redundant": True}],
    consistency_policy={"default_consistency_level": "Session"},
    identity={"type": "UserAssigned", "user_assigned_identities": [phi.key.identity.id]},
    default_identity=pulumi.Output.concat("UserAssignedIdentity=", phi.key.identity.id),
    key_vault_key_uri=phi.key.key.key_uri,
    public_network_access="Disabled",
    network_acl_bypass="None",
    is_virtual_network_filter_enabled=True,
    disable_local_auth=True,
    disable_key_based_metadata_write_access=True,
    minimal_tls_version="Tls12",
    enable_multiple_write_locations=False,
    enable_automatic_failover=False,
    enable_analytical_storage=False,
    enable_free_tier=False,
    backup_policy={"type": "Continuous", "continuous_mode_properties": {"tier": "Continuous30Days"}},
    tags={"ai-zone": "phi", "data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True, depends_on=[phi.key.grant]),
)
database = cosmosdb.SqlResourceSqlDatabase(
    "charts", resource_group_name=phi.name, account_name=account.name, database_name="charts", resource={"id": "charts"}
)
cosmosdb.SqlResourceSqlContainer(
    "sessions",
    resource_group_name=phi.name,
    account_name=account.name,
    database_name=database.name,
    container_name="sessions",
    resource={"id": "sessions", "partition_key": {"paths": ["/patient"], "kind": "Hash", "version": 2}, "default_ttl": 86400},
    options={"autoscale_settings": {"max_throughput": 4000}},
)
phi.recorded("cosmos-charts-clinic", account)
house.kept("cosmos-charts-clinic", account)
phi.endpoint("pe-charts-cosmos", account, "Sql")
parts.machine("vm-charts", phi, parts.disk_keys("des-charts", phi))
