"""Larger parts that several Azure programs need: a PostgreSQL server, a machine, an account of Azure AI services.

Sources: Azure Database for PostgreSQL, "Security in Azure Database for PostgreSQL - Flexible Server", "Audit logging"; Azure Virtual Machines,
"Server-side encryption of Azure Disk Storage", "Trusted Launch"; Azure OpenAI, "Configure Azure OpenAI networking".
"""

from typing import Any

import pulumi
from pulumi_azure_native import authorization, cognitiveservices, compute, dbforpostgresql, network

from tests.mutation.bases import azure_house as house

PARAMETERS = {
    "shared_preload_libraries": "pgaudit,pg_cron",
    "pgaudit.log": "ddl,read,role,write",
    "require_secure_transport": "on",
    "ssl_min_protocol_version": "TLSv1.2",
    "log_connections": "on",
    "log_disconnections": "on",
    "log_checkpoints": "on",
    "connection_throttle.enable": "on",
    "azure.extensions": "VECTOR,PGAUDIT",
}


def postgres(name: str, at: house.Ground, data_class: str | None = "phi", **more: Any) -> dbforpostgresql.Server:
    """A server that only private endpoints reach and only Entra ID signs in to, with its own key, an audit and backups of 35 days."""
    made = dbforpostgresql.Server(
        name,
        resource_group_name=at.name,
        server_name=name,
        version="16",
        sku={"name": "Standard_D4ds_v5", "tier": "GeneralPurpose"},
        storage={"storage_size_gb": 256, "auto_grow": "Enabled"},
        identity={"type": "UserAssigned", "user_assigned_identities": at.key.identity.id.apply(lambda one: {one: {}})},
        data_encryption={
            "type": "AzureKeyVault",
            "primary_key_uri": at.key.key.key_uri_with_version,
            "primary_user_assigned_identity_id": at.key.identity.id,
        },
        network={"public_network_access": "Disabled"},
        auth_config={"active_directory_auth": "Enabled", "password_auth": "Disabled", "tenant_id": house.TENANT},
        backup={"backup_retention_days": 35, "geo_redundant_backup": "Disabled"},
        high_availability={"mode": "ZoneRedundant", "standby_availability_zone": "2"},
        availability_zone="1",
        maintenance_window={"custom_window": "Enabled", "day_of_week": 0, "start_hour": 3, "start_minute": 0},
        tags={label: value for label, value in (("ai-zone", at.zone), ("data-class", data_class)) if value} or None,
        opts=pulumi.ResourceOptions.merge(at.opts, pulumi.ResourceOptions(protect=True, depends_on=[at.key.grant])),
        **more,
    )
    dbforpostgresql.AdministratorsMicrosoftEntra(
        name,
        resource_group_name=at.name,
        server_name=made.name,
        object_id=house.PEOPLE,
        principal_name="dba",
        principal_type="Group",
        tenant_id=house.TENANT,
        opts=at.opts,
    )
    before: list[pulumi.Resource] = []
    for parameter, value in PARAMETERS.items():
        # One after another: the server takes one change at a time, and an audit needs its library first.
        before = [
            dbforpostgresql.Configuration(
                f"{name}-{parameter}",
                resource_group_name=at.name,
                server_name=made.name,
                configuration_name=parameter,
                value=value,
                source="user-override",
                opts=pulumi.ResourceOptions.merge(at.opts, pulumi.ResourceOptions(depends_on=before)),
            )
        ]
    at.recorded(name, made)
    house.kept(name, made, at.opts)
    return made


def disk_keys(name: str, at: house.Ground, **more: Any) -> compute.DiskEncryptionSet:
    """Disks are encrypted with the zone's key, and once more with the platform's."""
    return compute.DiskEncryptionSet(
        name,
        resource_group_name=at.name,
        disk_encryption_set_name=name,
        encryption_type=more.pop("encryption_type", "EncryptionAtRestWithPlatformAndCustomerKeys"),
        identity={"type": "UserAssigned", "user_assigned_identities": [at.key.identity.id]},
        active_key={"key_url": at.key.key.key_uri_with_version, "source_vault": {"id": at.key.vault.id}},
        rotation_to_latest_key_version_enabled=True,
        opts=pulumi.ResourceOptions.merge(at.opts, pulumi.ResourceOptions(depends_on=[at.key.grant])),
        **more,
    )


def machine(name: str, at: house.Ground, disks: compute.DiskEncryptionSet, label: str = "workload", **more: Any) -> compute.VirtualMachine:
    """A machine without a public address, password or open port; its disks can't be exported."""
    card = network.NetworkInterface(
        name,
        resource_group_name=at.name,
        network_interface_name=f"{name}-nic",
        enable_ip_forwarding=False,
        ip_configurations=[
            {"name": "primary", "primary": True, "private_ip_allocation_method": "Dynamic", "subnet": {"id": at.subnet(label)}}
        ],
        opts=at.opts,
    )
    return compute.VirtualMachine(
        name,
        resource_group_name=at.name,
        vm_name=name,
        hardware_profile={"vm_size": "Standard_D4s_v5"},
        network_profile={"network_interfaces": [{"id": card.id, "primary": True}]},
        storage_profile={
            "image_reference": {"publisher": "Canonical", "offer": "ubuntu-24_04-lts", "sku": "server", "version": "latest"},
            "os_disk": {
                "create_option": "FromImage",
                "caching": "ReadWrite",
                "delete_option": "Delete",
                "managed_disk": {"storage_account_type": "Premium_LRS", "disk_encryption_set": {"id": disks.id}},
            },
        },
        os_profile={
            "computer_name": name,
            "admin_username": "operator",
            "linux_configuration": {
                "disable_password_authentication": True,
                "provision_vm_agent": True,
                "patch_settings": {"patch_mode": "AutomaticByPlatform", "assessment_mode": "AutomaticByPlatform"},
                "ssh": {"public_keys": [{"key_data": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "path": "/home/operator/.ssh/authorized_keys"}]},
            },
        },
        security_profile={
            "encryption_at_host": True,
            "security_type": "TrustedLaunch",
            "uefi_settings": {"secure_boot_enabled": True, "v_tpm_enabled": True},
        },
        identity={"type": "SystemAssigned"},
        tags={"ai-zone": at.zone} if at.zone else None,
        opts=at.opts,
        **more,
    )


def ai_account(name: str, at: house.Ground, kind: str, **more: Any) -> cognitiveservices.Account:
    """An account for private endpoints and Entra ID alone, under the zone's key, that calls nobody."""
    made = cognitiveservices.Account(
        name,
        resource_group_name=at.name,
        account_name=name,
        kind=kind,
        sku={"name": "S0" if kind in ("OpenAI", "AIServices") else "S"},
        identity={"type": "UserAssigned", "user_assigned_identities": [at.key.identity.id]},
        properties={
            "custom_sub_domain_name": name,
            "public_network_access": "Disabled",
            "network_acls": {"default_action": "Deny", "bypass": "None"},
            "disable_local_auth": True,
            "restrict_outbound_network_access": True,
            "allowed_fqdn_list": [],
            "encryption": {
                "key_source": "Microsoft.KeyVault",
                "key_vault_properties": {
                    "key_name": "records",
                    "key_vault_uri": at.key.vault.properties.vault_uri,
                    "key_version": at.key.key.key_uri_with_version.apply(lambda one: one.rsplit("/", 1)[-1]),
                    "identity_client_id": at.key.identity.client_id,
                },
            },
        },
        tags={"ai-zone": at.zone} if at.zone else None,
        opts=pulumi.ResourceOptions.merge(at.opts, pulumi.ResourceOptions(depends_on=[at.key.grant])),
        **more,
    )
    at.recorded(name, made)
    return made


def model(name: str, at: house.Ground, account: cognitiveservices.Account, named: str = "gpt-4o", version: str = "2024-11-20") -> None:
    """A model that is served in the region of the account, behind filters that block."""
    filters = [
        {"name": each, "enabled": True, "blocking": True, "severity_threshold": "Medium", "source": source}
        for each in ("hate", "sexual", "selfharm", "violence")
        for source in ("Prompt", "Completion")
    ]
    policy = cognitiveservices.RaiPolicy(
        name,
        resource_group_name=at.name,
        account_name=account.name,
        rai_policy_name=f"{name}-filter",
        properties={
            "base_policy_name": "Microsoft.DefaultV2",
            "mode": "Blocking",
            "content_filters": [
                *filters,
                {"name": "jailbreak", "enabled": True, "blocking": True, "source": "Prompt"},
                {"name": "Indirect Attack", "enabled": True, "blocking": True, "source": "Prompt"},
            ],
        },
        opts=at.opts,
    )
    cognitiveservices.Deployment(
        name,
        resource_group_name=at.name,
        account_name=account.name,
        deployment_name=name,
        sku={"name": "Standard", "capacity": 20},
        properties={
            "model": {"format": "OpenAI", "name": named, "version": version},
            "rai_policy_name": policy.name,
            "version_upgrade_option": "NoAutoUpgrade",
        },
        opts=at.opts,
    )


def granted(name: str, at: house.Ground, principal: Any, role: str, scope: Any, **more: Any) -> authorization.RoleAssignment:
    """A built-in role on one resource for one identity."""
    return authorization.RoleAssignment(
        name,
        scope=scope,
        role_definition_id=house.role(role),
        principal_id=principal,
        principal_type="ServicePrincipal",
        opts=at.opts,
        **more,
    )
