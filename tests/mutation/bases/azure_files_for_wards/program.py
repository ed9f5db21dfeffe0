"""Scanned letters on a premium file share, mounted by machines of the wards with Entra Kerberos.

Modelled on Azure Files, "Networking considerations for Azure Files", and "Enable Microsoft Entra Kerberos authentication".
"""

import pulumi
from pulumi_azure_native import storage

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

phi = house.ground(
    "letters", "phi", "10.50.0.0/16", rules={label: house.to_own("10.50.0.0/16", "443", "445") for label in ("workload", "endpoint")}
)
account = storage.StorageAccount(
    "stlettersfiles",
    resource_group_name=phi.name,
    account_name="stlettersfiles",
    kind="FileStorage",
    sku={"name": "Premium_ZRS"},
    identity={"type": "UserAssigned", "user_assigned_identities": [phi.key.identity.id]},
    encryption={
        "key_source": "Microsoft.Keyvault",
        "key_vault_properties": {"key_name": "records", "key_vault_uri": phi.key.vault.properties.vault_uri},
        "encryption_identity": {"encryption_user_assigned_identity": phi.key.identity.id},
        "require_infrastructure_encryption": True,
        "services": {"file": {"enabled": True, "key_type": "Account"}},
    },
    azure_files_identity_based_authentication={
        "directory_service_options": "AADKERB",
        "default_share_permission": "None",
    },
    minimum_tls_version="TLS1_2",
    enable_https_traffic_only=True,
    allow_blob_public_access=False,
    allow_shared_key_access=False,
    default_to_o_auth_authentication=True,
    allow_cross_tenant_replication=False,
    allowed_copy_scope="PrivateLink",
    is_local_user_enabled=False,
    public_network_access="Disabled",
    network_rule_set={"default_action": "Deny", "bypass": "None"},
    sas_policy={"sas_expiration_period": "00.01:00:00", "expiration_action": "Block"},
    tags={"ai-zone": "phi", "data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True, depends_on=[phi.key.grant]),
)
service = storage.FileServiceProperties(
    "stlettersfiles",
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
            "multichannel": {"enabled": True},
        }
    },
)
storage.FileShare(
    "letters",
    resource_group_name=phi.name,
    account_name=account.name,
    share_name="letters",
    enabled_protocols="SMB",
    share_quota=512,
    access_tier="Premium",
    opts=pulumi.ResourceOptions(depends_on=[service]),
)
house.recorded("stlettersfiles", account.id.apply(lambda one: f"{one}/fileServices/default"), phi.logs)
house.kept("stlettersfiles", account)
phi.endpoint("pe-letters-file", account, "file")
parts.machine("vm-letters", phi, parts.disk_keys("des-letters", phi))
