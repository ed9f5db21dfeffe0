"""`AzureLogArchive` and `AzureDiagnostics`: who may read logs, and how long they stand."""

from typing import Any

import pytest

from ai_zones.azure.builtin_roles import BuiltInRole
from ai_zones.azure.diagnostics import LOGS, AzureDiagnostics
from ai_zones.azure.log_archive import TABLES, AzureLogArchive
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import ARCHIVE, IDENTITY, KEY, KEY_URI, OBJECT, ORGANIZATION, WORKSPACE
from tests.azure.recording import PLACE, SUBSCRIPTION, Recording, group_path, record


def archive(**changes: Any) -> Recording:
    args: Any = {**PLACE, **ORGANIZATION, "key": KEY, "reader_group_ids": {"reviewers": OBJECT}, **changes}
    return record(lambda: AzureLogArchive("archive", args).workspace_id)


def diagnostics(**changes: Any) -> Recording:
    args: Any = {"workspace_id": WORKSPACE, **changes}
    return record(lambda: AzureDiagnostics("more", args).setting_names)


def test_the_workspace_has_no_public_door_and_knows_no_key() -> None:
    recording = archive()
    workspace = recording.one("operationalinsights:Workspace")
    assert workspace.inputs["publicNetworkAccessForIngestion"] == "Disabled"
    assert workspace.inputs["publicNetworkAccessForQuery"] == "Disabled"
    assert workspace.inputs["features"] == {
        "disableLocalAuth": True,
        "enableDataExport": True,
        "enableLogAccessUsingOnlyResourcePermissions": False,
        "immediatePurgeDataOn30Days": False,
    }
    assert workspace.inputs["retentionInDays"] == 730
    assert workspace.inputs["tags"].items() >= {"ai-zone": "management", "data-class": "internal"}.items()
    assert workspace.protect
    assert recording.result == workspace.id


def test_pulumi_makes_no_table_that_azure_makes_itself() -> None:
    assert archive().of("operationalinsights:Table") == []


def test_tables_are_kept_for_any_six_years_and_exported_to_what_does_not_change() -> None:
    recording = archive(imported_tables=["AZKVAuditLogs"])
    table = recording.one("operationalinsights:Table").inputs
    assert (table["tableName"], table["retentionInDays"], table["totalRetentionInDays"]) == ("AZKVAuditLogs", 730, 2556)
    account = recording.one("storage:StorageAccount")
    kept = account.inputs["immutableStorageWithVersioning"]["immutabilityPolicy"]
    assert kept == {"immutabilityPeriodSinceCreationInDays": 2192, "allowProtectedAppendWrites": True, "state": "Unlocked"}
    export = recording.one("operationalinsights:DataExport").inputs
    assert export["resourceId"] == account.id
    assert export["tableNames"] == sorted(TABLES)
    locked = archive(locked=True).one("storage:StorageAccount").inputs["immutableStorageWithVersioning"]
    assert locked["immutabilityPolicy"]["state"] == "Locked"


def test_the_account_is_open_to_azure_monitor_alone_and_says_why() -> None:
    inputs = archive().one("storage:StorageAccount").inputs
    assert inputs["networkRuleSet"]["bypass"] == "AzureServices"
    assert inputs["tags"]["trusted-services"] == "Azure Monitor writes logs as a trusted service"
    assert inputs["allowSharedKeyAccess"] is False


def test_groups_of_reviewers_read_and_nobody_else_does() -> None:
    grants = archive().of("authorization:RoleAssignment")
    assert [(grant.inputs["roleDefinitionId"][-36:], grant.inputs["principalType"], grant.inputs["principalId"]) for grant in grants] == [
        (BuiltInRole.STORAGE_BLOB_DATA_READER, "Group", OBJECT),
        (BuiltInRole.LOG_ANALYTICS_DATA_READER, "Group", OBJECT),
    ]
    assert archive(reader_group_ids={}).of("authorization:RoleAssignment") == []


def test_a_cluster_encrypts_the_workspace_before_anything_is_exported() -> None:
    recording = archive(cluster={"key": KEY})
    cluster = recording.one("operationalinsights:Cluster")
    assert cluster.inputs["keyVaultProperties"] == {
        "keyVaultUri": KEY_URI.partition("/keys")[0],
        "keyName": "store",
        "keyVersion": "",
    }
    assert cluster.inputs["identity"]["userAssignedIdentities"] == [IDENTITY]
    link = recording.one("operationalinsights:LinkedService")
    assert link.inputs["writeAccessResourceId"] == cluster.id
    assert recording.waits(recording.one("operationalinsights:DataExport"), link)


def test_settings_wait_for_the_workspace_that_they_name() -> None:
    recording = archive()
    for setting in recording.of("monitor:DiagnosticSetting"):
        assert recording.waits(setting, recording.one("operationalinsights:Workspace"))
        assert setting.inputs["workspaceId"] == recording.result


def test_a_table_kept_too_short_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="total_retention_days: given 2190, must be one of 2191"):
        archive(total_retention_days=2190)


def test_other_resources_and_the_activity_log_are_told_to_the_archive() -> None:
    firewall = group_path("Microsoft.Network/azureFirewalls", "egress")
    recording = diagnostics(resource_ids={"firewall": firewall}, subscription_id=SUBSCRIPTION, archive_account_id=ARCHIVE)
    setting = recording.one("monitor:DiagnosticSetting").inputs
    assert (setting["resourceUri"], setting["storageAccountId"]) == (firewall, ARCHIVE)
    activity = recording.one("monitor:SubscriptionDiagnosticSetting").inputs
    assert {"Administrative", "Policy", "Security"} <= {log["category"] for log in activity["logs"]}
    assert all(log["enabled"] for log in activity["logs"])


def test_query_texts_and_partition_keys_are_never_logged() -> None:
    table = LOGS["Microsoft.DocumentDB/databaseAccounts"]
    assert table.groups == ()
    assert table.categories == ("ControlPlaneRequests", "DataPlaneRequests")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "give one of them; nothing would be logged"),
        ({"resource_ids": {"x": group_path("Microsoft.Web/sites", "a")}}, "nothing is known of what microsoft.web/sites logs"),
        ({"resource_ids": {"x": "logs"}}, "is no id of Azure Resource Manager"),
    ],
)
def test_what_logs_nothing_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        diagnostics(**changes)
