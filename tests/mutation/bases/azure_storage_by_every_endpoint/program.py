"""An account whose blobs, files, queues and tables each have an endpoint.

Modelled on Azure Storage, "Use private endpoints for Azure Storage": a private endpoint for each storage resource that is to be reached.
"""

from pulumi_azure_native import storage

from tests.mutation.bases import azure_house as house

phi = house.ground("imaging", "phi", "10.13.0.0/16")
account = phi.store("stimagingrecords", "phi", containers=("studies", "reports"))
for kind in ("blob", "file", "queue", "table"):
    phi.endpoint(f"pe-imaging-{kind}", account, kind)
storage.FileServiceProperties(
    "stimagingrecords",
    resource_group_name=phi.name,
    account_name=account.name,
    file_services_name="default",
    share_delete_retention_policy={"enabled": True, "days": 30},
    protocol_settings={
        "smb": {
            "versions": "SMB3.1.1;",
            "authentication_methods": "Kerberos;",
            "kerberos_ticket_encryption": "AES-256;",
            "channel_encryption": "AES-256-GCM;",
        }
    },
)
storage.FileShare(
    "transfer",
    resource_group_name=phi.name,
    account_name=account.name,
    share_name="transfer",
    enabled_protocols="SMB",
    share_quota=1024,
    access_tier="TransactionOptimized",
)
storage.QueueServiceProperties("stimagingrecords", resource_group_name=phi.name, account_name=account.name, queue_service_name="default")
storage.Queue("arrivals", resource_group_name=phi.name, account_name=account.name, queue_name="arrivals")
storage.Table("index", resource_group_name=phi.name, account_name=account.name, table_name="studies")
storage.ManagementPolicy(
    "stimagingrecords",
    resource_group_name=phi.name,
    account_name=account.name,
    management_policy_name="default",
    policy={
        "rules": [
            {
                "name": "old-versions-cool",
                "enabled": True,
                "type": "Lifecycle",
                "definition": {
                    "filters": {"blob_types": ["blockBlob"]},
                    "actions": {
                        "version": {"tier_to_cool": {"days_after_creation_greater_than": 90}},
                        "base_blob": {"tier_to_cool": {"days_after_modification_greater_than": 180}},
                    },
                },
            }
        ]
    },
)
