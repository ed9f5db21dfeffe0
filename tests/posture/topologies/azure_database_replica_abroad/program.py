"""A read replica in another region."""

from pulumi_azure_native import dbforpostgresql

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
server = dbforpostgresql.Server(
    "ward-db",
    resource_group_name=rg.name,
    server_name="ward-db",
    version="16",
    sku={"name": "Standard_D4ds_v5", "tier": "GeneralPurpose"},
    storage={"storage_size_gb": 128},
    auth_config={"active_directory_auth": "Enabled", "password_auth": "Disabled", "tenant_id": shared.TENANT},
    network={"public_network_access": "Disabled"},
    tags={"ai-zone": "phi", "data-class": "phi"},
)
dbforpostgresql.Server(
    "ward-db-copy",
    resource_group_name=rg.name,
    server_name="ward-db-copy",
    location="swedencentral",
    create_mode="Replica",
    source_server_resource_id=server.id,
    network={"public_network_access": "Disabled"},
    tags={"ai-zone": "phi", "data-class": "phi"},
)
