"""`AwsBackups` under mocks."""

import json
import re
from typing import Any

import pytest

from ai_zones.aws import AwsBackups, InvalidInputError
from ai_zones.aws.backups import identifier
from ai_zones.aws.backups_input import backup_role_arn, backup_vault_name, vault_arn
from tests.aws.policies import statements
from tests.aws.recording import ACCOUNT, REGION, Recording, record

COPIES = "222233334444"
FAR = f"arn:aws:backup:{REGION}:{COPIES}:backup-vault:copies"
VAULT = vault_arn("backups", region=REGION, account_id=ACCOUNT)
CLUSTER = f"arn:aws:rds:{REGION}:{ACCOUNT}:cluster:records"
READERS = {"s3:GetObject", "kms:Decrypt"}


def backups(*, preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "zone": "phi",
        "region": REGION,
        "account_id": ACCOUNT,
        "alarm_topic_arn": "topic",
        "buckets": ["images"],
        "clusters": ["records"],
        "restore_test": {"subnet_group_name": "phi", "security_group_id": "sg-restored"},
        **changes,
    }
    return record(lambda: AwsBackups("backups", args).vault_arn, preview=preview)


def rules(built: Recording) -> dict[str, dict[str, Any]]:
    return {rule["ruleName"]: rule for rule in built.one("backup/plan:Plan").inputs["rules"]}


def test_a_vault_is_locked_in_compliance_mode_and_encrypted_with_a_key_of_its_own() -> None:
    built = backups()
    lock = built.one("backup/vaultLockConfiguration:VaultLockConfiguration").inputs
    assert (lock["changeableForDays"], lock["minRetentionDays"], lock["maxRetentionDays"]) == (7, 35, 2192)
    vault = built.one("backup/vault:Vault")
    assert vault.inputs["kmsKeyArn"] == "arn-of-backups-key-key"
    assert vault.inputs["forceDestroy"] is False
    assert vault.inputs["tags"]["data-class"] == "phi"
    assert vault.protect
    assert "backup.eu-west-1.amazonaws.com" in built.one("kms/key:Key").inputs["policy"]


def test_a_lock_in_governance_mode_can_be_taken_back() -> None:
    lock = backups(lock_mode="GOVERNANCE").one("backup/vaultLockConfiguration:VaultLockConfiguration").inputs
    assert "changeableForDays" not in lock


def test_every_rule_keeps_within_the_lock_and_cold_storage_lasts_ninety_days() -> None:
    built = backups(air_gapped=True, copy_vault_arns={"far": FAR}, organization_account_ids=[COPIES])
    lock = built.one("backup/vaultLockConfiguration:VaultLockConfiguration").inputs
    for rule in rules(built).values():
        lives = [rule["lifecycle"], *(copy["lifecycle"] for copy in rule.get("copyActions", []))]
        for life in lives:
            assert lock["minRetentionDays"] <= life["deleteAfter"] <= lock["maxRetentionDays"]
            assert life["deleteAfter"] >= life.get("coldStorageAfter", -90) + 90


def test_point_in_time_recovery_reaches_back_as_far_as_it_can() -> None:
    rule = rules(backups())["continuous"]
    assert (rule["enableContinuousBackup"], rule["lifecycle"]["deleteAfter"]) == (True, 35)
    assert "continuous" not in rules(backups(buckets=[], clusters=[], tables=["sessions"], restore_test={}))


def test_copies_go_to_the_named_vaults_and_the_policy_refuses_others() -> None:
    built = backups(copy_vault_arns={"far": FAR}, organization_account_ids=[COPIES])
    copies = {copy["destinationVaultArn"] for rule in rules(built).values() for copy in rule.get("copyActions", [])}
    assert copies == {FAR}
    found = statements(built.one("backup/vaultPolicy:VaultPolicy").inputs["policy"])
    assert found["CopiesGoToNamedVaults"]["Condition"] == {"ForAnyValue:ArnNotEquals": {"backup:CopyTargets": [FAR]}}


def test_the_vaults_policy_only_denies() -> None:
    found = statements(backups(organization_id="o-a1b2c3d4e5").one("backup/vaultPolicy:VaultPolicy").inputs["policy"])
    assert {each["Effect"] for each in found.values()} == {"Deny"}
    assert {"NobodyDeletes", "NobodyCopies", "NamedRolesRestore", "OwnAccountCopiesIn", "NobodyElse"} == set(found)
    assert "backup:DeleteRecoveryPoint" in found["NobodyDeletes"]["Action"]


def test_an_air_gapped_vault_gets_monthly_copies_without_cold_storage() -> None:
    built = backups(air_gapped=True)
    vault = built.one("backup/logicallyAirGappedVault:LogicallyAirGappedVault")
    assert (vault.inputs["minRetentionDays"], vault.inputs["maxRetentionDays"]) == (35, 2192)
    copy = rules(built)["monthly"]["copyActions"][0]
    assert copy["destinationVaultArn"] == f"arn-of-{vault.name}"
    assert "coldStorageAfter" not in copy["lifecycle"]


def test_exactly_what_is_named_is_selected_and_the_roles_reach_nothing_else() -> None:
    built = backups()
    assert built.one("backup/selection:Selection").inputs["resources"] == ["arn:aws:s3:::images", CLUSTER]
    for role in built.of("iam/rolePolicy:RolePolicy"):
        for each in statements(role.inputs["policy"]).values():
            assert "Principal" not in each
            if READERS & set(each["Action"]):
                assert "*" not in each["Resource"]
                own = ("arn:aws:s3:::images/*", "arn:aws:s3:::awsbackup-restore-test-*/*", f"arn:aws:kms:{REGION}:{ACCOUNT}:key/*")
                assert set(each["Resource"]) <= set(own)


def test_a_role_is_taken_by_backup_of_this_account_alone() -> None:
    for role in backups().of("iam/role:Role"):
        found = statements(role.inputs["assumeRolePolicy"])["BackupOfThisAccount"]
        assert found["Principal"] == {"Service": "backup.amazonaws.com"}
        assert found["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_random_recovery_points_of_every_kind_are_restored_inside_the_zone() -> None:
    built = backups(tables=["sessions"])
    plan = built.one("backup/restoreTestingPlan:RestoreTestingPlan").inputs
    assert plan["recoveryPointSelection"]["algorithm"] == "RANDOM_WITHIN_WINDOW"
    assert plan["recoveryPointSelection"]["includeVaults"] == ["arn-of-backups-vault"]
    kinds = {
        each.inputs["protectedResourceType"]: each.inputs for each in built.of("backup/restoreTestingSelection:RestoreTestingSelection")
    }
    assert set(kinds) == {"Aurora", "S3", "DynamoDB"}
    overrides = kinds["Aurora"]["restoreMetadataOverrides"]
    assert overrides == {"dbsubnetgroupname": "phi", "vpcsecuritygroupids": json.dumps(["sg-restored"])}
    assert {each["validationWindowHours"] for each in kinds.values()} == {8}


def test_failures_of_backups_copies_and_restores_reach_the_topic() -> None:
    built = backups()
    patterns = [json.loads(rule.inputs["eventPattern"]) for rule in built.of("cloudwatch/eventRule:EventRule")]
    assert {pattern["detail-type"][0].split()[0] for pattern in patterns} == {"Backup", "Copy", "Restore"}
    assert {target.inputs["arn"] for target in built.of("cloudwatch/eventTarget:EventTarget")} == {"topic"}
    assert built.one("backup/vaultNotifications:VaultNotifications").inputs["snsTopicArn"] == "topic"


def test_reports_go_to_the_records_of_the_log_archive() -> None:
    reports = backups(report_bucket_name="records").of("backup/reportPlan:ReportPlan")
    assert {report.inputs["reportSetting"]["reportTemplate"] for report in reports} == {
        "BACKUP_JOB_REPORT",
        "COPY_JOB_REPORT",
        "RESTORE_JOB_REPORT",
    }
    prefixes = {report.inputs["reportDeliveryChannel"]["s3KeyPrefix"] for report in reports}
    assert prefixes == {f"backup-reports/{ACCOUNT}"}
    assert not backups().of("backup/reportPlan:ReportPlan")


def test_policies_and_selections_are_known_in_a_preview() -> None:
    before, after = backups(preview=True), backups()
    for kind, key in (
        ("backup/vaultPolicy:VaultPolicy", "policy"),
        ("backup/selection:Selection", "resources"),
        ("iam/rolePolicy:RolePolicy", "policy"),
    ):
        assert [each.inputs[key] for each in before.of(kind)] == [each.inputs[key] for each in after.of(kind)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"copy_vault_arns": {"far": FAR}}, f"copy_vault_arns.far: given a vault of account {COPIES}, allowed are {ACCOUNT}"),
        (
            {"copy_vault_arns": {"far": FAR.replace(REGION, "us-east-1")}, "organization_account_ids": [COPIES]},
            "copy_vault_arns.far: given a vault in us-east-1, allowed by residency are eu-west-1",
        ),
        ({"copy_vault_arns": {"far": "copies"}}, "must be the ARN of a backup vault"),
        ({"retention_days": 2190, "cold_after_days": 2150}, "must be 2100 or less"),
        ({"lock_after_days": 2}, "lock_after_days: given 2"),
        ({"daily_retention_days": 7}, "daily_retention_days: given 7"),
        ({"restore_test": {}}, "a restored database would stand in the default network"),
        ({"buckets": [], "clusters": []}, "name at least one store to back up"),
        ({"zone": "inference"}, "other zones keep no patients' data"),
        ({"restore_test": {"validation_hours": 200}}, "restore_test.validation_hours: given 200"),
    ],
)
def test_backups_that_would_be_weak_or_would_leave_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        backups(**changes)
    assert said in str(error.value)


@pytest.mark.parametrize("component", ["clinic-prod-phi-backups", "clinic-" + "x" * 80])
def test_names_keep_to_what_backup_accepts(component: str) -> None:
    """AWS Backup API Reference, "CreateBackupVault", "CreateRestoreTestingPlan"."""
    assert re.fullmatch(r"[a-zA-Z0-9_-]{2,50}", backup_vault_name(component))
    assert re.fullmatch(r"[a-zA-Z][a-zA-Z0-9_]{0,49}", identifier(component))
    assert backup_role_arn(component, region=REGION, account_id=ACCOUNT).startswith(f"arn:aws:iam::{ACCOUNT}:role/clinic")
