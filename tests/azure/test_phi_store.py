"""`AzurePhiStore`: a closed account whose versions are kept."""

from typing import Any

import pytest

from ai_zones.azure.builtin_roles import BuiltInRole
from ai_zones.azure.phi_store import AzurePhiStore, store_account_name
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import ARCHIVE, BUILT, IDENTITY, OBJECT, ORGANIZATION, WORKSPACE
from tests.azure.recording import SUBSCRIPTION, Recording, record


def store(**changes: Any) -> Recording:
    args: Any = {"zone": "phi", **BUILT, **changes}
    return record(lambda: AzurePhiStore("phi-store", args).container_ids)


def test_the_required_inputs_alone_give_a_closed_account() -> None:
    built = store().one("storage:StorageAccount")
    expected = {
        "kind": "StorageV2",
        "sku": {"name": "Standard_ZRS"},
        "allowSharedKeyAccess": False,
        "allowBlobPublicAccess": False,
        "allowCrossTenantReplication": False,
        "allowedCopyScope": "PrivateLink",
        "defaultToOAuthAuthentication": True,
        "publicNetworkAccess": "Disabled",
        "minimumTlsVersion": "TLS1_2",
        "enableHttpsTrafficOnly": True,
        "isLocalUserEnabled": False,
        "isSftpEnabled": False,
        "isHnsEnabled": False,
        "networkRuleSet": {"bypass": "None", "defaultAction": "Deny", "ipRules": [], "virtualNetworkRules": [], "resourceAccessRules": []},
        "tags": {"ai-zone": "phi", "data-class": "phi"},
    }
    assert {name: built.inputs[name] for name in expected} == expected
    assert built.protect


def test_everything_in_the_account_is_encrypted_twice_and_with_the_zones_key() -> None:
    inputs = store().one("storage:StorageAccount").inputs
    encryption = inputs["encryption"]
    assert inputs["identity"] == {"type": "UserAssigned", "userAssignedIdentities": [IDENTITY]}
    assert encryption["keySource"] == "Microsoft.Keyvault"
    assert encryption["requireInfrastructureEncryption"] is True
    assert encryption["encryptionIdentity"] == {"encryptionUserAssignedIdentity": IDENTITY}
    assert encryption["keyVaultProperties"] == {"keyName": "store", "keyVaultUri": "https://kv-phi-12345678.vault.azure.net"}
    assert {service: one["keyType"] for service, one in encryption["services"].items()} == dict.fromkeys(
        ("blob", "file", "queue", "table"), "Account"
    )


def test_every_version_is_kept_for_six_years_and_final_only_when_asked() -> None:
    kept = store().one("storage:StorageAccount").inputs["immutableStorageWithVersioning"]
    assert kept == {
        "enabled": True,
        "immutabilityPolicy": {"immutabilityPeriodSinceCreationInDays": 2192, "allowProtectedAppendWrites": False, "state": "Unlocked"},
    }
    locked = store(locked=True).one("storage:StorageAccount").inputs["immutableStorageWithVersioning"]
    assert locked["immutabilityPolicy"]["state"] == "Locked"
    blobs = store().one("storage:BlobServiceProperties").inputs
    assert blobs["isVersioningEnabled"] is True
    assert blobs["changeFeed"] == {"enabled": True}
    assert blobs["deleteRetentionPolicy"] == {"enabled": True, "days": 35, "allowPermanentDelete": False}
    assert blobs["containerDeleteRetentionPolicy"] == {"enabled": True, "days": 90}


def test_containers_are_private_and_of_one_key() -> None:
    recording = store(containers=["records", "images"])
    containers = recording.of("storage:BlobContainer")
    assert recording.result == {container.inputs["containerName"]: container.id for container in containers}
    for container in containers:
        assert container.inputs["publicAccess"] == "None"
        assert container.inputs["denyEncryptionScopeOverride"] is True
        assert recording.waits(container, recording.one("storage:StorageAccount"))


def test_no_tier_is_used_that_zone_redundant_storage_lacks_and_nothing_current_is_deleted() -> None:
    actions = store().one("storage:ManagementPolicy").inputs["policy"]["rules"][0]["definition"]["actions"]
    assert "tierToArchive" not in actions["baseBlob"]
    assert "delete" not in actions["baseBlob"]
    assert actions["version"]["delete"] == {"daysAfterCreationGreaterThan": 2192}


def test_identities_get_one_role_each_and_write_only_when_asked() -> None:
    principals = {"reader": {"principal_id": OBJECT}, "writer": {"principal_id": OBJECT, "writable": True}}
    recording = store(principals=principals)
    reader = recording.one("authorization:RoleAssignment", "phi-store-for-reader").inputs
    writer = recording.one("authorization:RoleAssignment", "phi-store-for-writer").inputs
    assert reader["scope"] == recording.one("storage:StorageAccount").id
    assert reader["roleDefinitionId"].endswith(BuiltInRole.STORAGE_BLOB_DATA_READER)
    assert writer["roleDefinitionId"].endswith(BuiltInRole.STORAGE_BLOB_DATA_CONTRIBUTOR)


def test_every_service_of_the_account_tells_the_archive_who_did_what() -> None:
    recording = store(log_account_id=ARCHIVE)
    settings = {setting.inputs["resourceUri"].split("/")[-2]: setting.inputs for setting in recording.of("monitor:DiagnosticSetting")}
    assert sorted(settings) == ["blobServices", "fileServices", "queueServices", "storageAccounts", "tableServices"]
    assert {setting["workspaceId"] for setting in settings.values()} == {WORKSPACE}
    assert {setting["storageAccountId"] for setting in settings.values()} == {ARCHIVE}
    assert settings["blobServices"]["logs"] == [{"categoryGroup": "allLogs", "enabled": True}]
    assert "logs" not in settings["storageAccounts"]


def test_trusted_services_pass_only_with_a_reason_that_shows() -> None:
    inputs = store(trusted_services_reason="Azure Backup reads blobs").one("storage:StorageAccount").inputs
    assert inputs["networkRuleSet"]["bypass"] == "AzureServices"
    assert inputs["tags"]["trusted-services"] == "Azure Backup reads blobs"


def test_stores_are_classified_by_what_they_hold_and_named_apart() -> None:
    assert store(zone="training").one("storage:StorageAccount").inputs["tags"]["data-class"] == "deidentified"
    names = {store_account_name("phi", label, subscription_id=SUBSCRIPTION, **ORGANIZATION) for label in ("store", "images", "waveforms")}
    assert len(names) == 3
    assert all(3 <= len(name) <= 24 and name.isalnum() and name.islower() for name in names)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"zone": "inference"}, "zone: given 'inference', must be one of phi"),
        ({"retention_days": 365}, "retention_days: given 365"),
        ({"containers": ["Records"]}, "containers"),
        ({"key": {"key_uri": "https://x.vault.azure.net/keys/a/0123456789abcdef0123456789abcdef", "identity_id": IDENTITY}}, "without a version"),
        ({"log_workspace_id": ARCHIVE}, "must be the id of a Log Analytics workspace"),
    ],
)  # fmt: skip
def test_stores_that_would_not_keep_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        store(**changes)
