"""Backups, trails, threat detection, events and clinical stores: what each service refuses."""

import json
from typing import Any

import pytest

from simulator.rules.aws import (
    backup_plans,
    backup_restores,
    backup_vaults,
    cloud_control,
    detection,
    events,
    kinds,
    metric_filters,
    trails,
)
from simulator.rules.aws.service_linked_roles import ROLE as LINKED_ROLE
from tests.simulator.aws.account import ACCOUNT, REGION, Account, Made, document, trust

DAILY = {"ruleName": "daily", "schedule": "cron(0 3 ? * * *)"}
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"


def places(faults: list[str]) -> list[str]:
    return [fault.split(":")[0] for fault in faults]


@pytest.fixture
def vault(aws: Account) -> Made:
    return aws.make(backup_vaults.VAULT, name="records")


def role(aws: Account) -> Made:
    return aws.make(kinds.ROLE, name="backup", assumeRolePolicy=trust("backup.amazonaws.com"))


def bucket(aws: Account, name: str = "audit-logs") -> Made:
    return aws.make(kinds.BUCKET, bucket=name)


def let_in(aws: Account, bucket: Made, service: str) -> Made:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "s3:PutObject",
        "Resource": f"{bucket['arn']}/*",
        "Condition": {"StringEquals": {"aws:SourceAccount": ACCOUNT}},
    }
    return aws.make(POLICY, bucket=bucket.id, policy=document(statement))


def test_a_vault_is_known_by_its_name(aws: Account, vault: Made) -> None:
    assert (vault.id, vault["arn"]) == ("records", f"arn:aws:backup:{REGION}:{ACCOUNT}:backup-vault:records")
    aws.refuses("AlreadyExistsException", backup_vaults.VAULT, name="records")
    assert places(aws.faults(backup_vaults.VAULT, name="a b")) == ["name"]


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"changeableForDays": 2}, "changeableForDays"),
        ({"minRetentionDays": 0}, "minRetentionDays"),
        ({"minRetentionDays": 40, "maxRetentionDays": 35}, "minRetentionDays"),
    ],
)
def test_a_lock_has_its_limits(aws: Account, inputs: dict[str, Any], place: str) -> None:
    assert places(aws.faults(backup_vaults.LOCK, backupVaultName="records", **inputs)) == [place]


def test_a_lock_guards_a_vault_that_exists(aws: Account, vault: Made) -> None:
    aws.make(backup_vaults.LOCK, backupVaultName=vault.id, changeableForDays=3, minRetentionDays=7)
    aws.refuses("ResourceNotFoundException", backup_vaults.LOCK, backupVaultName="nobody")


@pytest.mark.parametrize(
    ("life", "place"),
    [
        ({"coldStorageAfter": 90, "deleteAfter": 179}, "rules[0].lifecycle.deleteAfter"),
        ({"coldStorageAfter": 90, "deleteAfter": 180}, ""),
        ({"deleteAfter": 0}, "rules[0].lifecycle.deleteAfter"),
    ],
)
def test_cold_storage_lasts_ninety_days(aws: Account, life: dict[str, int], place: str) -> None:
    rule = {**DAILY, "targetVaultName": "records", "lifecycle": life}
    assert places(aws.faults(backup_plans.PLAN, name="p", rules=[rule])) == ([place] if place else [])


def test_a_copy_keeps_to_the_same(aws: Account) -> None:
    copy = {"destinationVaultArn": "arn:aws:backup:eu-west-1:111122223333:backup-vault:x"}
    rule = {**DAILY, "targetVaultName": "records", "copyActions": [{**copy, "lifecycle": {"coldStorageAfter": 30, "deleteAfter": 31}}]}
    assert places(aws.faults(backup_plans.PLAN, name="p", rules=[rule])) == ["rules[0].copyActions[0].lifecycle.deleteAfter"]


@pytest.mark.parametrize("life", [{"deleteAfter": 36}, {}, {"deleteAfter": 35, "coldStorageAfter": -1}])
def test_continuous_backups_are_short(aws: Account, life: dict[str, int]) -> None:
    rule = {**DAILY, "targetVaultName": "records", "enableContinuousBackup": True, "lifecycle": life}
    assert all(place.startswith("rules[0].lifecycle") for place in places(aws.faults(backup_plans.PLAN, name="p", rules=[rule])))
    assert aws.faults(backup_plans.PLAN, name="p", rules=[rule])


def test_a_plan_needs_its_vault_and_a_selection_its_plan_and_role(aws: Account, vault: Made) -> None:
    aws.refuses("ResourceNotFoundException", backup_plans.PLAN, name="p", rules=[{**DAILY, "targetVaultName": "nobody"}])
    plan = aws.make(backup_plans.PLAN, name="p", rules=[{**DAILY, "targetVaultName": vault["name"]}])
    by = role(aws)["arn"]
    aws.make(backup_plans.SELECTION, name="s", planId=plan.id, iamRoleArn=by, resources=["*"])
    aws.refuses("ResourceNotFoundException", backup_plans.SELECTION, name="t", planId="x", iamRoleArn=by, resources=["*"])
    stranger = f"arn:aws:iam::{ACCOUNT}:role/nobody"
    aws.refuses("InvalidParameterValueException", backup_plans.SELECTION, name="t", planId=plan.id, iamRoleArn=stranger)


def test_restore_tests_name_what_they_restore(aws: Account, vault: Made) -> None:
    chosen = {"algorithm": "RANDOM_WITHIN_WINDOW", "includeVaults": [vault["arn"]], "recoveryPointTypes": ["SNAPSHOT"]}
    plan = aws.make(backup_restores.PLAN, name="weekly", scheduleExpression="cron(0 5 ? * SUN *)", recoveryPointSelection=chosen)
    assert places(aws.faults(backup_restores.PLAN, name="a-b", scheduleExpression="c", recoveryPointSelection=chosen)) == ["name"]
    given = {"name": "s3", "restoreTestingPlanName": plan["name"], "protectedResourceType": "S3", "iamRoleArn": role(aws)["arn"]}
    assert places(aws.faults(backup_restores.SELECTION, **given)) == ["protectedResourceArns"]
    assert places(aws.faults(backup_restores.SELECTION, **given, protectedResourceArns=["*"], validationWindowHours=169)) == [
        "validationWindowHours"
    ]
    made = aws.make(backup_restores.SELECTION, **given, protectedResourceArns=["*"])
    assert made.id == "s3:weekly"


@pytest.mark.parametrize("name", ["ab", "a--b", "-ab", "a b", "192.168.5.4", "a" * 129])
def test_names_of_trails(aws: Account, name: str) -> None:
    assert places(aws.faults(trails.TRAIL, name=name, s3BucketName="b")) == ["name"]


def test_a_trail_writes_only_where_the_bucket_lets_it(aws: Account) -> None:
    logs = bucket(aws)
    aws.refuses("InsufficientS3BucketPolicyException", trails.TRAIL, name="clinic", s3BucketName=logs.id)
    let_in(aws, logs, "cloudtrail.amazonaws.com")
    trail = aws.make(trails.TRAIL, name="clinic", s3BucketName=logs.id)
    assert trail.id == trail["arn"] == f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/clinic"
    aws.refuses("S3BucketDoesNotExistException", trails.TRAIL, name="other", s3BucketName="nobody")


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"cloudWatchLogsGroupArn": "arn:x:*"}, "cloudWatchLogsRoleArn"),
        ({"isMultiRegionTrail": True, "includeGlobalServiceEvents": False}, "includeGlobalServiceEvents"),
        ({"advancedEventSelectors": [{"fieldSelectors": [{"field": "resources.type", "equals": ["AWS::S3::Object"]}]}]}, "advanced"),
        ({"advancedEventSelectors": [{"fieldSelectors": [{"field": "eventCategory", "equals": ["Data"]}]}]}, "advanced"),
    ],
)
def test_what_a_trail_records_is_said_in_full(aws: Account, inputs: dict[str, Any], place: str) -> None:
    assert [found.startswith(place) for found in places(aws.faults(trails.TRAIL, name="clinic", s3BucketName="b", **inputs))] == [True]


def test_an_event_data_store_is_protected(aws: Account) -> None:
    store = aws.make(trails.EVENT_DATA_STORE, name="lake")
    assert (store["retentionPeriod"], store["terminationProtectionEnabled"]) == (2555, True)


def test_an_event_data_store_goes_only_without_its_protection(aws: Account) -> None:
    store = aws.make(trails.EVENT_DATA_STORE, name="lake")
    aws.refuses_delete("EventDataStoreTerminationProtectedException", store)
    open_ = aws.make(trails.EVENT_DATA_STORE, "open", name="open", terminationProtectionEnabled=False)
    aws.delete(open_)
    assert aws.object(open_) is None


def test_a_trail_names_a_log_group_that_exists(aws: Account) -> None:
    logs = bucket(aws)
    let_in(aws, logs, "cloudtrail.amazonaws.com")
    writer = aws.make(kinds.ROLE, "writer", name="trail", assumeRolePolicy=trust("cloudtrail.amazonaws.com"))
    nobody = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:nobody:*"
    told = {"cloudWatchLogsGroupArn": nobody, "cloudWatchLogsRoleArn": writer["arn"]}
    aws.refuses("InvalidCloudWatchLogsLogGroupArnException", trails.TRAIL, name="clinic", s3BucketName=logs.id, **told)


def test_config_has_one_recorder_and_starts_when_it_can_deliver(aws: Account) -> None:
    logs, linked = bucket(aws), f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    aws.refuses("NoAvailableConfigurationRecorderException", detection.CHANNEL, name="c", s3BucketName=logs.id)
    recorder = aws.make(detection.RECORDER, name="r", roleArn=linked)
    aws.refuses("MaxNumberOfConfigurationRecordersExceededException", detection.RECORDER, name="s", roleArn=linked)
    aws.refuses("NoAvailableDeliveryChannelException", detection.STATUS, name=recorder.id, isEnabled=True)
    channel = aws.make(detection.CHANNEL, name="c", s3BucketName=logs.id)
    aws.refuses("MaxNumberOfDeliveryChannelsExceededException", detection.CHANNEL, name="d", s3BucketName=logs.id)
    aws.make(detection.STATUS, name=recorder.id, isEnabled=True)
    aws.refuses_delete("LastDeliveryChannelDeleteFailedException", channel)


def test_config_writes_under_no_default_lock(aws: Account) -> None:
    locked = aws.make(kinds.BUCKET, bucket="locked", objectLockEnabled=True)
    aws.make(LOCK, bucket=locked.id, rule={"defaultRetention": {"mode": "COMPLIANCE", "days": 1}})
    aws.make(detection.RECORDER, name="r", roleArn=f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/config.amazonaws.com/X")
    aws.refuses("InsufficientDeliveryPolicyException", detection.CHANNEL, name="c", s3BucketName=locked.id)


def test_detectors_and_hubs_exist_once(aws: Account) -> None:
    standard = f"arn:aws:securityhub:{REGION}::standards/nist-800-53/v/5.0.0"
    aws.refuses("InvalidAccessException", detection.STANDARD, standardsArn=standard)
    aws.make(detection.HUB)
    aws.refuses("ResourceConflictException", detection.HUB)
    made = aws.make(detection.STANDARD, standardsArn=standard)
    assert made.id == f"arn:aws:securityhub:{REGION}:{ACCOUNT}:subscription/nist-800-53/v/5.0.0"
    found = aws.make(detection.DETECTOR)
    aws.refuses("BadRequestException", detection.DETECTOR)
    aws.make(detection.FEATURE, detectorId=found.id, name="S3_DATA_EVENTS", status="ENABLED")
    assert places(aws.faults(detection.FEATURE, detectorId=found.id, name="X", status="ON")) == ["name", "status"]


def test_a_rule_with_targets_stays(aws: Account) -> None:
    rule = aws.make(events.RULE, name="failed", eventPattern='{"source":["aws.backup"]}')
    assert rule["arn"] == f"arn:aws:events:{REGION}:{ACCOUNT}:rule/failed"
    assert places(aws.faults(events.TARGET, rule="failed", arn="topic")) == ["arn"]
    assert aws.faults(events.RULE, name="nothing")
    topic = aws.make(kinds.TOPIC, name="alarms")
    aws.make(events.TARGET, rule=rule["name"], targetId="alarms", arn=topic["arn"])
    aws.refuses("ResourceNotFoundException", events.TARGET, rule="nobody", arn=topic["arn"])


def test_a_metric_filter_reads_a_log_group_that_exists(aws: Account) -> None:
    metric = {"name": "m", "namespace": "n", "value": "1"}
    aws.refuses("ResourceNotFoundException", metric_filters.FILTER, name="f", logGroupName="x", pattern="", metricTransformation=metric)
    assert places(aws.faults(metric_filters.FILTER, name="a:b", logGroupName="x", pattern="", metricTransformation=metric)) == ["name"]
    aws.make(kinds.LOG_GROUP, name="x")
    assert aws.make(metric_filters.FILTER, name="f", logGroupName="x", pattern="", metricTransformation=metric)["logGroupName"] == "x"


def test_an_inventory_of_a_bucket_has_a_name_of_its_own(aws: Account) -> None:
    listed, lists = bucket(aws, "listed"), bucket(aws, "lists")
    inputs = {
        "bucket": listed.id,
        "name": "weekly",
        "includedObjectVersions": "All",
        "schedule": {"frequency": "Weekly"},
        "destination": {"bucket": {"bucketArn": lists["arn"], "format": "CSV"}},
    }
    assert aws.make(metric_filters.INVENTORY, **inputs).id == "listed:weekly"
    aws.refuses("InventoryConfigurationAlreadyExists", metric_filters.INVENTORY, **inputs)


def test_a_linked_role_is_one_of_its_kind(aws: Account) -> None:
    made = aws.make(LINKED_ROLE, awsServiceName="config.amazonaws.com")
    assert made["arn"].endswith(":role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig")
    aws.refuses("InvalidInput", LINKED_ROLE, awsServiceName="config.amazonaws.com")


def _datastore(**changes: Any) -> dict[str, Any]:
    state = {"DatastoreTypeVersion": "R4", "DatastoreName": "fhir", **changes}
    return {"typeName": cloud_control.DATASTORE, "desiredState": json.dumps(state)}


@pytest.mark.parametrize(
    "changes",
    [
        {"DatastoreTypeVersion": "R5"},
        {"DatastoreName": "a#b"},
        {"SseConfiguration": {"KmsEncryptionConfig": {"CmkType": "CUSTOMER_MANAGED_KMS_KEY"}}},
        {"IdentityProviderConfiguration": {"AuthorizationStrategy": "OPEN"}},
        {"IdentityProviderConfiguration": {"AuthorizationStrategy": "SMART_ON_FHIR"}},
    ],
)
def test_a_data_store_that_healthlake_refuses(aws: Account, changes: dict[str, Any]) -> None:
    assert places(aws.faults(cloud_control.RESOURCE, **_datastore(**changes))) == ["desiredState"]


def test_a_data_store_needs_the_key_that_it_names(aws: Account) -> None:
    key = {"KmsEncryptionConfig": {"CmkType": "CUSTOMER_MANAGED_KMS_KEY", "KmsKeyId": f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/fhir"}}
    aws.refuses("ValidationException", cloud_control.RESOURCE, **_datastore(SseConfiguration=key))
    aws.make("aws:kms/alias:Alias", name="alias/fhir", targetKeyId=aws.key().id)
    made = aws.make(cloud_control.RESOURCE, **_datastore(SseConfiguration=key))
    assert json.loads(made["properties"])["DatastoreStatus"] == "ACTIVE"
