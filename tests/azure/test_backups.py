"""`AzureBackups`: copies that nobody deletes, for six years."""

from typing import Any

import pytest

from ai_zones.azure.backups import AzureBackups
from ai_zones.azure.builtin_roles import BuiltInRole
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import IDENTITY, KEY, KEY_URI, WORKSPACE
from tests.azure.recording import GROUP, PLACE, SUBSCRIPTION, Recording, group_path, record

SERVER = group_path("Microsoft.DBforPostgreSQL/flexibleServers", "acme-prod-phi-pg")
STORE = group_path("Microsoft.Storage/storageAccounts", "stphistore")
STORES: dict[str, Any] = {"servers": {"clinical": SERVER}, "accounts": {"records": {"account_id": STORE, "containers": ["records"]}}}


def backups(**changes: Any) -> Recording:
    args: Any = {"zone": "phi", **PLACE, "key": KEY, "log_workspace_id": WORKSPACE, **STORES, **changes}
    return record(lambda: AzureBackups("phi-backups", args).vault_id)


def test_the_vault_is_immutable_encrypted_and_in_one_region() -> None:
    recording = backups()
    built = recording.one("dataprotection:BackupVault")
    properties = built.inputs["properties"]
    security = properties["securitySettings"]
    assert properties["storageSettings"] == [{"datastoreType": "VaultStore", "type": "ZoneRedundant"}]
    assert properties["featureSettings"] == {"crossSubscriptionRestoreSettings": {"state": "Disabled"}}
    assert security["immutabilitySettings"] == {"state": "Unlocked"}
    assert security["softDeleteSettings"] == {"state": "AlwaysOn", "retentionDurationInDays": 180}
    assert security["encryptionSettings"] == {
        "state": "Enabled",
        "infrastructureEncryption": "Enabled",
        "kekIdentity": {"identityType": "UserAssigned", "identityId": IDENTITY},
        "keyVaultProperties": {"keyUri": KEY_URI},
    }
    assert built.inputs["tags"] == {"ai-zone": "phi", "data-class": "phi"}
    assert built.protect
    assert recording.result == built.id
    locked = backups(locked=True).one("dataprotection:BackupVault").inputs["properties"]["securitySettings"]
    assert locked["immutabilitySettings"] == {"state": "Locked"}


def test_only_a_removable_vault_lets_go_of_what_it_holds() -> None:
    security = backups(removable=True).one("dataprotection:BackupVault").inputs["properties"]["securitySettings"]
    assert security["immutabilitySettings"] == {"state": "Disabled"}
    assert security["softDeleteSettings"] == {"state": "Off"}
    assert not backups(removable=True).one("dataprotection:BackupVault").protect


def test_months_are_kept_for_six_years_and_weeks_and_days_for_five_weeks() -> None:
    recording = backups()
    for label, start in (("databases", "P1W"), ("blobs", "P1D")):
        rules = recording.one("dataprotection:BackupPolicy", f"phi-backups-policy-{label}").inputs["properties"]["policyRules"]
        kept = {
            rule["name"]: rule["lifecycles"][0]["deleteAfter"]["duration"] for rule in rules if rule["objectType"] == "AzureRetentionRule"
        }
        assert kept == {"Default": "P35D", "Monthly": "P2192D"}
        (backup,) = [rule for rule in rules if rule["objectType"] == "AzureBackupRule"]
        assert backup["trigger"]["schedule"]["repeatingTimeIntervals"][0].endswith(start)
        assert backup["dataStore"]["dataStoreType"] == "VaultStore"
        tags = {criteria["tagInfo"]["tagName"]: criteria["taggingPriority"] for criteria in backup["trigger"]["taggingCriteria"]}
        assert tags["Monthly"] < tags["Default"]


def test_each_store_is_an_instance_that_waits_for_its_rights() -> None:
    recording = backups()
    instances = {one.inputs["properties"]["friendlyName"]: one for one in recording.of("dataprotection:BackupInstance")}
    assert sorted(instances) == ["clinical", "records"]
    source = instances["clinical"].inputs["properties"]["dataSourceInfo"]
    assert (source["resourceID"], source["datasourceType"]) == (SERVER, "Microsoft.DBforPostgreSQL/flexibleServers")
    blobs = instances["records"].inputs["properties"]["policyInfo"]["policyParameters"]["backupDatasourceParametersList"]
    assert blobs == [{"objectType": "BlobBackupDatasourceParameters", "containersList": ["records"]}]
    for label, instance in instances.items():
        assert instance.protect
        for right in recording.of("authorization:RoleAssignment"):
            if f"-{label}-" in right.name:
                assert recording.waits(instance, right)


def test_the_vault_gets_the_rights_of_a_backup_and_no_others() -> None:
    grants = {grant.name: grant.inputs for grant in backups().of("authorization:RoleAssignment")}
    assert {name: (grant["scope"], grant["roleDefinitionId"][-36:]) for name, grant in grants.items()} == {
        "phi-backups-clinical-backs-up": (SERVER, BuiltInRole.POSTGRESQL_LONG_TERM_RETENTION_BACKUP),
        "phi-backups-clinical-reads-group": (f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{GROUP}", BuiltInRole.READER),
        "phi-backups-records-backs-up": (STORE, BuiltInRole.STORAGE_ACCOUNT_BACKUP_CONTRIBUTOR),
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"servers": {}, "accounts": {}}, "an empty vault backs nothing up"),
        ({"servers": {"a": STORE}}, "must be the id of a resource of type Microsoft.DBforPostgreSQL"),
        ({"zone": "egress"}, "zone: given 'egress'"),
        ({"locked": True, "removable": True}, "what is locked is never removed"),
        ({"retention_days": 365}, "retention_days: given 365"),
        ({"servers": {"records": SERVER}}, "records names two stores"),
    ],
)
def test_backups_that_would_not_serve_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        backups(**changes)
