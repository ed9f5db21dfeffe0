"""`AwsLogArchive`, `AwsAuditTrail` and `AwsAlarmTopic` under mocks."""

import re
from typing import Any

import pytest

from ai_zones.aws import AwsAlarmTopic, AwsAuditTrail, AwsLogArchive, InvalidInputError
from ai_zones.aws.alarm_topic import alarm_topic_arn
from ai_zones.aws.audit_alarms import ALARMS
from ai_zones.aws.audit_trail import audit_log_group, audit_trail_arn, audit_trail_name
from ai_zones.aws.log_archive import audit_bucket_name, records_bucket_name, waf_bucket_name
from tests.aws.networks import KEY
from tests.aws.policies import statements
from tests.aws.recording import ACCOUNT, REGION, Recording, record

PHI_ACCOUNT = "222233334444"
ORGANIZATION = "o-a1b2c3d4e5"
REVIEWER = f"arn:aws:iam::{PHI_ACCOUNT}:role/security-reviewer"
TRAIL = audit_trail_arn("clinic-trail", region=REGION, account_id=ACCOUNT)
NAMES = {"organization": "clinic", "environment": "prod", "account_id": ACCOUNT}
LOCK = "s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
SERVICES = {"cloudtrail.amazonaws.com", "delivery.logs.amazonaws.com", "guardduty.amazonaws.com"}


def archive(*, preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        **NAMES,
        "region": REGION,
        "source_account_ids": [ACCOUNT, PHI_ACCOUNT],
        "reader_role_arns": [REVIEWER],
        "trail_arns": [TRAIL],
        "organization_id": ORGANIZATION,
        **changes,
    }
    return record(lambda: AwsLogArchive("archive", args).key_arn, preview=preview)


def trail(**changes: Any) -> Recording:
    args: Any = {
        "region": REGION,
        "account_id": ACCOUNT,
        "archive_bucket_name": audit_bucket_name(**NAMES),
        "archive_key_arn": KEY,
        "log_key_arn": KEY,
        "alarm_topic_arn": "topic",
        **changes,
    }
    return record(lambda: AwsAuditTrail("clinic-trail", args).trail_arn)


def topic(**changes: Any) -> Recording:
    args: Any = {"zone": "management", "region": REGION, "account_id": ACCOUNT, **changes}
    return record(lambda: AwsAlarmTopic("alarms", args).topic_arn)


def policy(built: Recording, name: str = "archive-audit-policy") -> dict[str, dict[str, Any]]:
    return statements(built.one("s3/bucketPolicy:BucketPolicy", name).inputs["policy"])


def test_logs_are_locked_in_compliance_mode_for_six_years() -> None:
    built = archive(waf_logs=True)
    locks = {lock.name: lock.inputs["rule"]["defaultRetention"] for lock in built.of(LOCK)}
    assert locks == {name: {"mode": "COMPLIANCE", "days": 2192} for name in ("archive-audit-lock", "archive-waf-lock")}
    assert built.one("s3/bucket:Bucket", "archive-audit").inputs["objectLockEnabled"] is True


def test_the_bucket_for_config_has_no_default_lock_because_config_would_not_write_there() -> None:
    built = archive()
    assert [lock.name for lock in built.of(LOCK)] == ["archive-audit-lock"]
    assert policy(built, "archive-records-policy")["NobodyDeletes"]["Effect"] == "Deny"


def test_every_bucket_is_closed_versioned_owned_encrypted_and_protected() -> None:
    built = archive(waf_logs=True)
    buckets = [bucket.name for bucket in built.of("s3/bucket:Bucket")]
    assert len(buckets) == 6
    blocks = built.of("s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
    assert {block.name for block in blocks} == {f"{bucket}-public-access" for bucket in buckets}
    flags = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert all(block.inputs[flag] for block in blocks for flag in flags)
    versions = built.of("s3/bucketVersioning:BucketVersioning")
    assert {version.inputs["versioningConfiguration"]["status"] for version in versions} == {"Enabled"}
    assert len(versions) == len(buckets)
    encryption = built.one("s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "archive-audit-encryption")
    assert encryption.inputs["rules"][0]["applyServerSideEncryptionByDefault"]["sseAlgorithm"] == "aws:kms"
    assert all(bucket.protect and bucket.inputs["forceDestroy"] is False for bucket in built.of("s3/bucket:Bucket"))
    assert not any(bucket.protect for bucket in archive(removable=True).of("s3/bucket:Bucket"))


def test_nothing_is_let_in_before_it_would_be_locked_and_encrypted() -> None:
    waits = archive().one("s3/bucketPolicy:BucketPolicy", "archive-audit-policy").depends_on
    assert {"archive-audit-lock", "archive-audit-encryption", "archive-audit-public-access", "archive-audit-lifecycle"} <= waits


def test_every_delivering_service_is_bound_to_our_accounts_and_can_not_read() -> None:
    found = policy(archive())
    services: dict[str, list[dict[str, Any]]] = {}
    for statement in found.values():
        if statement["Effect"] == "Allow" and "Service" in statement["Principal"]:
            services.setdefault(statement["Principal"]["Service"], []).append(statement)
    assert set(services) == SERVICES
    for statement in (each for many in services.values() for each in many):
        conditions = {key for keys in statement["Condition"].values() for key in keys}
        assert "aws:SourceArn" in conditions
        assert not any(action.startswith("s3:GetObject") for action in statement["Action"])
    vended = found["VendedLogsDeliver"]["Condition"]
    assert vended["StringEquals"]["aws:SourceAccount"] == [ACCOUNT, PHI_ACCOUNT]
    assert vended["StringEquals"]["aws:SourceOrgID"] == ORGANIZATION
    assert found["TrailsDeliver"]["Condition"]["ArnEquals"] == {"aws:SourceArn": [TRAIL]}


def test_only_reviewers_read() -> None:
    found = policy(archive())
    allowed = [sid for sid, each in found.items() if each["Effect"] == "Allow" and any("GetObject" in action for action in each["Action"])]
    assert allowed == [f"ReviewersOf{PHI_ACCOUNT}Read"]
    assert found[allowed[0]]["Condition"] == {"ArnEquals": {"aws:PrincipalArn": [REVIEWER]}}
    assert found["OnlyReviewersRead"]["Condition"] == {"ArnNotEquals": {"aws:PrincipalArn": [REVIEWER]}}


def test_without_reviewers_nobody_reads() -> None:
    found = policy(archive(reader_role_arns=[]))
    assert "Condition" not in found["OnlyReviewersRead"]
    assert not any("GetObject" in action for each in found.values() if each["Effect"] == "Allow" for action in each["Action"])


def test_the_key_decrypts_for_reviewers_through_s3_and_for_delivering_services_alone() -> None:
    found = statements(archive().one("kms/key:Key").inputs["policy"])
    decrypting = {sid for sid, each in found.items() if each["Effect"] == "Allow" and "kms:Decrypt" in each["Action"]}
    assert decrypting == {"TrailsEncrypt", "VendedLogsEncrypt", "GuardDutyEncrypts", "ConfigEncrypts", f"ReviewersOf{PHI_ACCOUNT}Decrypt"}
    assert all("Condition" in found[sid] for sid in decrypting)
    assert "kms:Decrypt" not in found["AccountAdministersTheKey"]["Action"]


def test_policies_are_known_in_a_preview() -> None:
    before, after = archive(preview=True), archive()
    for kind in ("s3/bucketPolicy:BucketPolicy", "kms/key:Key"):
        assert [each.inputs["policy"] for each in before.of(kind)] == [each.inputs["policy"] for each in after.of(kind)]


def test_logs_cool_down_and_are_never_deleted_before_their_lock_ends() -> None:
    rule = archive().one("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "archive-audit-lifecycle").inputs["rules"][0]
    assert rule["transitions"] == [{"storageClass": "GLACIER", "days": 365}]
    assert "expiration" not in rule
    assert rule["noncurrentVersionExpiration"] == {"noncurrentDays": 2192}
    kept = archive(delete_after_days=4000).one("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "archive-audit-lifecycle")
    assert kept.inputs["rules"][0]["expiration"] == {"days": 4000}


def test_the_archive_is_counted_every_week_into_the_records() -> None:
    inventory = archive().one("s3/inventory:Inventory").inputs
    destination = inventory["destination"]["bucket"]
    assert destination["bucketArn"] == f"arn:aws:s3:::{records_bucket_name(**NAMES)}"
    assert inventory["includedObjectVersions"] == "All"


def test_the_bucket_for_web_firewalls_has_the_name_that_they_demand() -> None:
    name = waf_bucket_name(organization="clinic" * 10, environment="prod", account_id=ACCOUNT)
    assert name.startswith("aws-waf-logs-")
    assert len(name) <= 63


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"retention_days": 365}, "retention_days: given 365"),
        ({"delete_after_days": 30}, "delete_after_days: given 30, must be retention_days (2192) or more"),
        ({"glacier_after_days": 3000}, "glacier_after_days: given 3000"),
        ({"reader_role_arns": ["reviewer"]}, "must be the ARN of an IAM role"),
        ({"source_account_ids": []}, "source_account_ids"),
        ({"trail_arns": ["arn:aws:s3:::x"]}, "must be the ARN of a CloudTrail trail"),
    ],
)
def test_an_archive_that_would_be_weak_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        archive(**changes)
    assert said in str(error.value)


def test_a_trail_records_every_region_validates_its_files_and_is_encrypted() -> None:
    built = trail().one("cloudtrail/trail:Trail")
    expected = {
        "name": "clinic-trail",
        "isMultiRegionTrail": True,
        "includeGlobalServiceEvents": True,
        "enableLogFileValidation": True,
        "enableLogging": True,
        "isOrganizationTrail": False,
        "kmsKeyId": KEY,
        "s3BucketName": audit_bucket_name(**NAMES),
    }
    assert {key: built.inputs[key] for key in expected} == expected
    assert [each["insightType"] for each in built.inputs["insightSelectors"]] == ["ApiCallRateInsight", "ApiErrorRateInsight"]
    assert built.protect
    assert "clinic-trail-role-policy" in built.depends_on


def test_a_trail_of_an_organization_writes_the_streams_of_all_its_accounts() -> None:
    built = trail(organization_id=ORGANIZATION)
    assert built.one("cloudtrail/trail:Trail").inputs["isOrganizationTrail"] is True
    streams = statements(built.one("iam/rolePolicy:RolePolicy").inputs["policy"])["WriteItsStreams"]["Resource"]
    assert [stream.rpartition(":")[2] for stream in streams] == [f"{ACCOUNT}_CloudTrail_{REGION}*", f"{ORGANIZATION}_*"]
    assert all(audit_log_group("clinic-trail") in stream for stream in streams)


def test_every_access_to_objects_of_phi_stores_is_recorded() -> None:
    selectors = trail(data_buckets=["phi"]).one("cloudtrail/trail:Trail").inputs["advancedEventSelectors"]
    fields = {field["field"]: field for field in selectors[1]["fieldSelectors"]}
    assert fields["resources.ARN"]["startsWiths"] == ["arn:aws:s3:::phi/"]
    assert len(trail().one("cloudtrail/trail:Trail").inputs["advancedEventSelectors"]) == 1


def test_only_this_trail_takes_the_role() -> None:
    found = statements(trail().one("iam/role:Role").inputs["assumeRolePolicy"])["ThisTrail"]
    assert found["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT, "aws:SourceArn": TRAIL}


def test_every_filter_feeds_the_alarm_of_its_name_and_all_alarms_reach_the_topic() -> None:
    built = trail(break_glass_role_arns=[REVIEWER])
    filters = built.of("cloudwatch/logMetricFilter:LogMetricFilter")
    alarms = built.of("cloudwatch/metricAlarm:MetricAlarm")
    metrics = {(each.inputs["metricTransformation"]["namespace"], each.inputs["metricTransformation"]["name"]) for each in filters}
    assert metrics == {(each.inputs["namespace"], each.inputs["metricName"]) for each in alarms}
    assert len(alarms) == len(ALARMS) + 1
    assert all(each.inputs["alarmActions"] == ["topic"] and each.inputs["treatMissingData"] == "notBreaching" for each in alarms)
    glass = built.one("cloudwatch/logMetricFilter:LogMetricFilter", "clinic-trail-break-glass-filter")
    assert REVIEWER in glass.inputs["pattern"]


@pytest.mark.parametrize("alarm", ALARMS, ids=lambda alarm: alarm.key)
def test_patterns_of_alarms_are_balanced_and_short_enough(alarm: Any) -> None:
    """Amazon CloudWatch Logs API Reference, "PutMetricFilter": a pattern has at most 1,024 characters."""
    assert len(alarm.pattern) <= 1024
    for opening, closing in ("()", "{}"):
        assert alarm.pattern.count(opening) == alarm.pattern.count(closing)
    assert alarm.pattern.count('"') % 2 == 0


@pytest.mark.parametrize("component", ["a--b", "clinic-prod-" + "x" * 200, "clinic.prod_trail"])
def test_names_of_trails_keep_to_what_cloudtrail_accepts(component: str) -> None:
    """AWS CloudTrail User Guide, "CloudTrail trail naming requirements"."""
    name = audit_trail_name(component)
    assert re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?![._-]))*[A-Za-z0-9]", name)
    assert 3 <= len(name) <= 128


def test_a_topic_takes_alarms_of_its_own_account_alone_and_encrypts_them() -> None:
    built = topic()
    arn = alarm_topic_arn("alarms", region=REGION, account_id=ACCOUNT)
    found = statements(built.one("sns/topicPolicy:TopicPolicy").inputs["policy"])
    assert found["AlarmServicesPublish"]["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    assert found["AlarmServicesPublish"]["Resource"] == [arn]
    assert {each["Effect"] for sid, each in found.items() if "Service" not in each["Principal"]} == {"Deny"}
    assert built.one("sns/topic:Topic").inputs["kmsMasterKeyId"] == "arn-of-alarms-key"
    key = statements(built.one("kms/key:Key").inputs["policy"])["AlarmServicesEncryptMessages"]
    assert key["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_alarms_go_to_queues_of_the_same_account_and_nowhere_else() -> None:
    queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:pager"
    subscription = topic(queue_arns={"pager": queue}).one("sns/topicSubscription:TopicSubscription").inputs
    assert (subscription["protocol"], subscription["endpoint"]) == ("sqs", queue)
    with pytest.raises(InvalidInputError, match="queue_arns: given arn:aws:sqs:eu-west-1:999999999999:pager"):
        topic(queue_arns={"pager": f"arn:aws:sqs:{REGION}:999999999999:pager"})
