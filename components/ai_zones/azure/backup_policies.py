"""Policies of a backup vault: when a store is copied, and how long a copy is kept.

Sources: Azure Backup documentation, "Backup policy for Azure Database for PostgreSQL - Flexible Server" (weekly full backups into the vault),
"Vaulted backup of Azure Blobs" (discrete, once a day at most), Data protection REST reference, "BackupPolicy" (a schedule repeats by
`R/<start>/<period>`; the first rule whose tag fits keeps the copy; the rule `Default` must be there and has the lowest priority).
"""

from typing import Final

from pulumi_azure_native import dataprotection

DATABASES: Final = "Microsoft.DBforPostgreSQL/flexibleServers"
BLOBS: Final = "Microsoft.Storage/storageAccounts/blobServices"
STORE: Final = "VaultStore"
WEEKLY: Final = "R/2025-01-05T02:00:00+00:00/P1W"
DAILY: Final = "R/2025-01-05T02:00:00+00:00/P1D"
MONTHLY_TAG: Final = "Monthly"
DEFAULT_TAG: Final = "Default"


def database_policy(retention_days: int, short_retention_days: int) -> dataprotection.BackupPolicyArgs:
    """Weekly full backups; the first of a month is kept for `retention_days`, the others for `short_retention_days`."""
    return _policy(DATABASES, "BackupWeekly", WEEKLY, "Full", retention_days, short_retention_days)


def blob_policy(retention_days: int, short_retention_days: int) -> dataprotection.BackupPolicyArgs:
    """Daily backups; the first of a month is kept for `retention_days`, the others for `short_retention_days`."""
    return _policy(BLOBS, "BackupDaily", DAILY, "Discrete", retention_days, short_retention_days)


def _policy(
    datasource: str, name: str, schedule: str, backup_type: str, retention_days: int, short_retention_days: int
) -> dataprotection.BackupPolicyArgs:
    return dataprotection.BackupPolicyArgs(
        object_type="BackupPolicy",
        datasource_types=[datasource],
        policy_rules=[
            _keep(DEFAULT_TAG, short_retention_days, is_default=True),
            _keep(MONTHLY_TAG, retention_days, is_default=False),
            dataprotection.AzureBackupRuleArgs(
                name=name,
                object_type="AzureBackupRule",
                backup_parameters=dataprotection.AzureBackupParamsArgs(object_type="AzureBackupParams", backup_type=backup_type),
                data_store=_store(),
                trigger=dataprotection.ScheduleBasedTriggerContextArgs(
                    object_type="ScheduleBasedTriggerContext",
                    schedule=dataprotection.BackupScheduleArgs(repeating_time_intervals=[schedule], time_zone="UTC"),
                    tagging_criteria=[
                        dataprotection.TaggingCriteriaArgs(
                            tag_info=dataprotection.RetentionTagArgs(tag_name=MONTHLY_TAG),
                            tagging_priority=20,
                            is_default=False,
                            criteria=[
                                dataprotection.ScheduleBasedBackupCriteriaArgs(
                                    object_type="ScheduleBasedBackupCriteria", absolute_criteria=["FirstOfMonth"]
                                )
                            ],
                        ),
                        dataprotection.TaggingCriteriaArgs(
                            tag_info=dataprotection.RetentionTagArgs(tag_name=DEFAULT_TAG), tagging_priority=99, is_default=True
                        ),
                    ],
                ),
            ),
        ],
    )


def _store() -> dataprotection.DataStoreInfoBaseArgs:
    return dataprotection.DataStoreInfoBaseArgs(object_type="DataStoreInfoBase", data_store_type=STORE)


def _keep(tag: str, days: int, *, is_default: bool) -> dataprotection.AzureRetentionRuleArgs:
    return dataprotection.AzureRetentionRuleArgs(
        name=tag,
        object_type="AzureRetentionRule",
        is_default=is_default,
        lifecycles=[
            dataprotection.SourceLifeCycleArgs(
                source_data_store=_store(),
                delete_after=dataprotection.AbsoluteDeleteOptionArgs(object_type="AbsoluteDeleteOption", duration=f"P{days}D"),
                target_data_store_copy_settings=[],
            )
        ],
    )
