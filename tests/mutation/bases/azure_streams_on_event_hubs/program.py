"""Monitors' readings on Event Hubs, captured into the zone's account.

Modelled on Azure Event Hubs, "Allow access to Azure Event Hubs namespaces via private endpoints", and "Capture events through Azure Event Hubs".
"""

import pulumi
from pulumi_azure_native import eventhub

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
phi = house.ground("vitals", "phi", "10.21.0.0/16")
lake = phi.store("stvitalslake", "phi", containers=("readings",))
phi.endpoint("pe-vitals-blob", lake, "blob")
parts.granted("capture-writes", phi, phi.key.identity.principal_id, CONTRIBUTOR, lake.id)
namespace = eventhub.Namespace(
    "evhns-vitals-clinic",
    resource_group_name=phi.name,
    namespace_name="evhns-vitals-clinic",
    sku={"name": "Premium", "tier": "Premium", "capacity": 1},
    public_network_access="Disabled",
    disable_local_auth=True,
    minimum_tls_version="1.2",
    kafka_enabled=False,
    is_auto_inflate_enabled=False,
    zone_redundant=True,
    identity={"type": "UserAssigned", "user_assigned_identities": [phi.key.identity.id]},
    encryption={
        "key_source": "Microsoft.KeyVault",
        "require_infrastructure_encryption": True,
        "key_vault_properties": [
            {
                "key_name": "records",
                "key_vault_uri": phi.key.vault.properties.vault_uri,
                "identity": {"user_assigned_identity": phi.key.identity.id},
            }
        ],
    },
    tags={"ai-zone": "phi", "data-class": "phi"},
    opts=pulumi.ResourceOptions(depends_on=[phi.key.grant]),
)
eventhub.NamespaceNetworkRuleSet(
    "evhns-vitals-clinic",
    resource_group_name=phi.name,
    namespace_name=namespace.name,
    default_action="Deny",
    public_network_access="Disabled",
    trusted_service_access_enabled=False,
)
hub = eventhub.EventHub(
    "readings",
    resource_group_name=phi.name,
    namespace_name=namespace.name,
    event_hub_name="readings",
    partition_count=4,
    retention_description={"cleanup_policy": "Delete", "retention_time_in_hours": 168},
    capture_description={
        "enabled": True,
        "encoding": "Avro",
        "interval_in_seconds": 300,
        "size_limit_in_bytes": 314572800,
        "skip_empty_archives": True,
        "destination": {
            "name": "EventHubArchive.AzureBlockBlob",
            "storage_account_resource_id": lake.id,
            "blob_container": "readings",
            "archive_name_format": "{Namespace}/{EventHub}/{PartitionId}/{Year}/{Month}/{Day}/{Hour}/{Minute}/{Second}",
            "identity": {"type": "UserAssigned", "user_assigned_identity": phi.key.identity.id},
        },
    },
)
eventhub.ConsumerGroup(
    "wards", resource_group_name=phi.name, namespace_name=namespace.name, event_hub_name=hub.name, consumer_group_name="wards"
)
phi.recorded("evhns-vitals-clinic", namespace)
phi.endpoint("pe-evhns-vitals", namespace, "namespace")
