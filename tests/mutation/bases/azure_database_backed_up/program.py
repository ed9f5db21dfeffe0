"""Long-term backups of PostgreSQL in a Backup vault.

Modelled on Azure Backup, "Back up Azure Database for PostgreSQL - flexible servers", and "Immutable vault for Azure Backup".
"""

import pulumi
from pulumi_azure_native import dataprotection

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

BACKUP_ROLE = "c088a766-074b-43ba-90d4-1fb21feae531"
phi = house.ground(
    "ledger", "phi", "10.26.0.0/16", rules={label: house.to_own("10.26.0.0/16", "443", "5432") for label in ("workload", "endpoint")}
)
server = parts.postgres("psql-ledger", phi)
phi.endpoint("pe-psql-ledger", server, "postgresqlServer")
vault = dataprotection.BackupVault(
    "bvault-ledger",
    resource_group_name=phi.name,
    vault_name="bvault-ledger",
    identity={"type": "SystemAssigned,UserAssigned", "user_assigned_identities": [phi.key.identity.id]},
    properties={
        "storage_settings": [{"datastore_type": "VaultStore", "type": "ZoneRedundant"}],
        "security_settings": {
            "immutability_settings": {"state": "Locked"},
            "soft_delete_settings": {"state": "AlwaysOn", "retention_duration_in_days": 30},
            "encryption_settings": {
                "state": "Enabled",
                "infrastructure_encryption": "Enabled",
                "key_vault_properties": {"key_uri": phi.key.key.key_uri},
                "kek_identity": {"identity_type": "UserAssigned", "identity_id": phi.key.identity.id},
            },
        },
        "feature_settings": {
            "cross_region_restore_settings": {"state": "Disabled"},
            "cross_subscription_restore_settings": {"state": "PermanentlyDisabled"},
        },
        "monitoring_settings": {"azure_monitor_alert_settings": {"alerts_for_all_job_failures": "Enabled"}},
    },
    tags={"ai-zone": "phi", "data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True, depends_on=[phi.key.grant]),
)
store = dataprotection.DataStoreInfoBaseArgs(object_type="DataStoreInfoBase", data_store_type="VaultStore")
policy = dataprotection.BackupPolicy(
    "weekly",
    resource_group_name=phi.name,
    vault_name=vault.name,
    backup_policy_name="weekly",
    properties=dataprotection.BackupPolicyArgs(
        object_type="BackupPolicy",
        datasource_types=["Microsoft.DBforPostgreSQL/flexibleServers"],
        policy_rules=[
            dataprotection.AzureBackupRuleArgs(
                object_type="AzureBackupRule",
                name="weekly",
                backup_parameters=dataprotection.AzureBackupParamsArgs(object_type="AzureBackupParams", backup_type="Full"),
                data_store=store,
                trigger=dataprotection.ScheduleBasedTriggerContextArgs(
                    object_type="ScheduleBasedTriggerContext",
                    schedule=dataprotection.BackupScheduleArgs(
                        repeating_time_intervals=["R/2026-01-04T02:00:00+00:00/P1W"], time_zone="UTC"
                    ),
                    tagging_criteria=[
                        dataprotection.TaggingCriteriaArgs(
                            is_default=True, tag_info=dataprotection.RetentionTagArgs(tag_name="Default"), tagging_priority=99
                        )
                    ],
                ),
            ),
            dataprotection.AzureRetentionRuleArgs(
                object_type="AzureRetentionRule",
                name="Default",
                is_default=True,
                lifecycles=[
                    dataprotection.SourceLifeCycleArgs(
                        delete_after=dataprotection.AbsoluteDeleteOptionArgs(object_type="AbsoluteDeleteOption", duration="P6Y"),
                        source_data_store=store,
                    )
                ],
            ),
        ],
    ),
)
parts.granted("backup-reads", phi, vault.identity.principal_id, BACKUP_ROLE, server.id)
dataprotection.BackupInstance(
    "psql-ledger",
    resource_group_name=phi.name,
    vault_name=vault.name,
    backup_instance_name="psql-ledger",
    properties={
        "objectType": "BackupInstance",
        "friendly_name": "psql-ledger",
        "data_source_info": {
            "objectType": "Datasource",
            "datasource_type": "Microsoft.DBforPostgreSQL/flexibleServers",
            "resource_id": server.id,
            "resource_location": "westeurope",
            "resource_name": "psql-ledger",
            "resource_type": "Microsoft.DBforPostgreSQL/flexibleServers",
        },
        "policy_info": {"policy_id": policy.id},
    },
)
phi.recorded("bvault-ledger", vault)
