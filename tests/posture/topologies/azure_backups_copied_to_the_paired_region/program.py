"""A Recovery Services vault with geo-redundant storage and restore across regions."""

from pulumi_azure_native import recoveryservices

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
recoveryservices.Vault(
    "ward-backups",
    resource_group_name=rg.name,
    vault_name="ward-backups",
    sku={"name": "RS0", "tier": "Standard"},
    properties={
        "public_network_access": "Disabled",
        "redundancy_settings": {"standard_tier_storage_redundancy": "GeoRedundant", "cross_region_restore": "Enabled"},
    },
    tags={"ai-zone": "phi", "data-class": "phi"},
)
