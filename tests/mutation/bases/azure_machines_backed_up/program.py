"""Machines with records are backed up into an immutable vault in the same region.

Modelled on Azure Backup, "Immutable vault for Azure Backup", "Secure by default with Azure Backup", and "Create and use private endpoints".
"""

import pulumi
from pulumi_azure_native import recoveryservices

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

phi = house.ground("wards", "phi", "10.25.0.0/16")
machine = parts.machine("vm-wards", phi, parts.disk_keys("des-wards", phi))
vault = recoveryservices.Vault(
    "rsv-wards",
    resource_group_name=phi.name,
    vault_name="rsv-wards",
    sku={"name": "RS0", "tier": "Standard"},
    identity={"type": "UserAssigned", "user_assigned_identities": [phi.key.identity.id]},
    properties={
        "public_network_access": "Disabled",
        "redundancy_settings": {"standard_tier_storage_redundancy": "ZoneRedundant", "cross_region_restore": "Disabled"},
        "encryption": {
            "infrastructure_encryption": "Enabled",
            "key_vault_properties": {"key_uri": phi.key.key.key_uri},
            "kek_identity": {"use_system_assigned_identity": False, "user_assigned_identity": phi.key.identity.id},
        },
        "security_settings": {
            "immutability_settings": {"state": "Locked"},
            "soft_delete_settings": {"soft_delete_state": "AlwaysON", "soft_delete_retention_period_in_days": 30},
        },
        "restore_settings": {"cross_subscription_restore_settings": {"cross_subscription_restore_state": "PermanentlyDisabled"}},
        "monitoring_settings": {"azure_monitor_alert_settings": {"alerts_for_all_job_failures": "Enabled"}},
    },
    tags={"ai-zone": "phi", "data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True, depends_on=[phi.key.grant]),
)
policy = recoveryservices.ProtectionPolicy(
    "daily",
    resource_group_name=phi.name,
    vault_name=vault.name,
    policy_name="daily",
    properties={
        "backup_management_type": "AzureIaasVM",
        "policy_type": "V2",
        "instant_rp_retention_range_in_days": 7,
        "time_zone": "UTC",
        "schedule_policy": {
            "schedule_policy_type": "SimpleSchedulePolicyV2",
            "schedule_run_frequency": "Daily",
            "daily_schedule": {"schedule_run_times": ["2026-01-01T02:00:00Z"]},
        },
        "retention_policy": {
            "retention_policy_type": "LongTermRetentionPolicy",
            "daily_schedule": {
                "retention_times": ["2026-01-01T02:00:00Z"],
                "retention_duration": {"count": 2192, "duration_type": "Days"},
            },
        },
    },
)
container = pulumi.Output.concat("iaasvmcontainer;iaasvmcontainerv2;", phi.name, ";vm-wards")
recoveryservices.ProtectedItem(
    "vm-wards",
    resource_group_name=phi.name,
    vault_name=vault.name,
    fabric_name="Azure",
    container_name=container,
    protected_item_name=pulumi.Output.concat("vm;iaasvmcontainerv2;", phi.name, ";vm-wards"),
    properties={"protectedItemType": "Microsoft.Compute/virtualMachines", "policyId": policy.id, "sourceResourceId": machine.id},
)
phi.recorded("rsv-wards", vault)
