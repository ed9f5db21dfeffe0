"""S3 buckets, their settings, access points."""

from typing import Any

import pytest

from simulator.rules.aws import kinds
from tests.simulator.aws.account import ROOT, Account, Made, document

POINT = "aws:s3/accessPoint:AccessPoint"


def setting(kind: str) -> str:
    return f"aws:s3/bucket{kind}:Bucket{kind}"


ENABLED = {"versioningConfiguration": {"status": "Enabled"}}
RETENTION = {"defaultRetention": {"mode": "GOVERNANCE", "days": 1}}
OPEN = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::clinic-store/*"}


@pytest.mark.parametrize("name", ["ab", "Clinic", "a..b", "10.0.0.1", "xn--a", "a-s3alias", "-abc", "a" * 64, "amzn-s3-demo-a"])
def test_a_buckets_name_follows_the_rules(aws: Account, name: str) -> None:
    assert aws.faults(kinds.BUCKET, bucket=name)


def test_a_prefix_leaves_room_for_the_rest(aws: Account) -> None:
    assert len(aws.faults(kinds.BUCKET, bucketPrefix="a" * 38)) == 1
    assert aws.make(kinds.BUCKET, bucketPrefix="clinic-")["bucket"].startswith("clinic-")


def test_a_name_is_taken_once_in_the_world(aws: Account, other: Account) -> None:
    aws.bucket("clinic-store")
    aws.refuses("BucketAlreadyOwnedByYou", kinds.BUCKET, bucket="clinic-store")
    other.refuses("BucketAlreadyExists", kinds.BUCKET, bucket="clinic-store")


def test_a_bucket_is_named_by_the_provider_in_lower_case(aws: Account) -> None:
    assert aws.make(kinds.BUCKET, "Store")["bucket"].startswith("store-")


def test_a_bucket_encrypts_from_its_first_day(aws: Account) -> None:
    bucket = aws.bucket()
    rule = bucket["serverSideEncryptionConfiguration"]["rule"]
    assert rule["applyServerSideEncryptionByDefault"]["sseAlgorithm"] == "AES256"
    assert bucket["bucketRegionalDomainName"] == "clinic-store.s3.eu-west-1.amazonaws.com"


def test_settings_made_apart_show_in_the_bucket_and_are_no_drift(aws: Account) -> None:
    bucket = aws.bucket()
    aws.make(setting("Versioning"), bucket=bucket.id, **ENABLED)
    default = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": aws.key()["arn"]}
    aws.make(setting("ServerSideEncryptionConfiguration"), bucket=bucket.id, rules=[{"applyServerSideEncryptionByDefault": default}])
    policy = document({**OPEN, "Effect": "Deny"})
    aws.make(setting("Policy"), bucket=bucket.id, policy=policy)
    aws.make(setting("Logging"), bucket=bucket.id, targetBucket=aws.bucket("clinic-logs").id, targetPrefix="a/")
    outputs, inputs = aws.read(bucket)
    assert outputs["versioning"]["enabled"] is True
    assert outputs["serverSideEncryptionConfiguration"]["rule"]["applyServerSideEncryptionByDefault"] == default
    assert outputs["logging"] == {"targetBucket": "clinic-logs", "targetPrefix": "a/"}
    assert inputs == bucket.inputs


def test_a_locked_bucket_keeps_its_versions(aws: Account) -> None:
    bucket = aws.bucket(objectLockEnabled=True)
    assert bucket["versioning"]["enabled"] is True
    aws.refuses("InvalidBucketState", setting("Versioning"), bucket=bucket.id, versioningConfiguration={"status": "Suspended"})
    aws.make(setting("ObjectLockConfiguration"), bucket=bucket.id, rule=RETENTION)


def test_a_lock_needs_versions(aws: Account) -> None:
    bucket = aws.bucket()
    aws.refuses("InvalidBucketState", setting("ObjectLockConfiguration"), bucket=bucket.id, rule=RETENTION)
    versions = aws.make(setting("Versioning"), bucket=bucket.id, **ENABLED)
    aws.make(setting("ObjectLockConfiguration"), bucket=bucket.id, rule=RETENTION)
    aws.refuses_change("InvalidBucketState", versions, versioningConfiguration={"status": "Disabled"})


@pytest.mark.parametrize(
    "retention", [{"mode": "GOVERNANCE"}, {"mode": "GOVERNANCE", "days": 1, "years": 1}, {"days": 1}, {"mode": "SOFT", "days": 1}]
)
def test_a_retention_has_a_mode_and_one_length(aws: Account, retention: dict[str, Any]) -> None:
    assert len(aws.faults(setting("ObjectLockConfiguration"), bucket="b", rule={"defaultRetention": retention})) == 1


def test_a_bucket_of_logs_has_no_default_retention(aws: Account) -> None:
    store, logs = aws.bucket(), aws.bucket("clinic-logs", objectLockEnabled=True)
    lock = aws.make(setting("ObjectLockConfiguration"), bucket=logs.id, rule=RETENTION)
    to = {"bucket": store.id, "targetBucket": logs.id, "targetPrefix": "a/"}
    aws.refuses("InvalidTargetBucketForLogging", setting("Logging"), **to)
    aws.delete(lock)
    aws.make(setting("Logging"), **to)
    aws.refuses("InvalidRequest", setting("ObjectLockConfiguration"), bucket=logs.id, rule=RETENTION)
    aws.refuses("InvalidTargetBucketForLogging", setting("Logging"), bucket=logs.id, targetBucket="none-such", targetPrefix="")


def test_a_policy_speaks_of_its_bucket(aws: Account) -> None:
    bucket = aws.bucket()
    elsewhere = document({**OPEN, "Resource": "arn:aws:s3:::other/*"})
    aws.refuses("MalformedPolicy", setting("Policy"), bucket=bucket.id, policy=elsewhere)


@pytest.mark.parametrize(
    ("condition", "public"),
    [
        (None, True),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, False),
        ({"StringLike": {"aws:PrincipalArn": "*"}}, True),
        ({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}, True),
        ({"StringEquals": {"s3:prefix": "a"}}, True),
    ],
)
def test_a_public_policy_is_blocked_where_public_policies_are(aws: Account, condition: dict[str, Any] | None, public: bool) -> None:
    bucket = aws.bucket()
    aws.make(setting("PublicAccessBlock"), bucket=bucket.id, blockPublicPolicy=True)
    policy = document({**OPEN, **({"Condition": condition} if condition else {})})
    if public:
        aws.refuses("AccessDenied", setting("Policy"), bucket=bucket.id, policy=policy)
    else:
        aws.make(setting("Policy"), bucket=bucket.id, policy=policy)


def test_a_setting_of_a_bucket_that_is_not_there_is_refused(aws: Account, other: Account) -> None:
    aws.refuses("NoSuchBucket", setting("Versioning"), bucket="none-such", **ENABLED)
    other.refuses("NoSuchBucket", setting("Versioning"), bucket=aws.bucket().id, **ENABLED)


def test_s3s_own_encryption_takes_no_key(aws: Account) -> None:
    rules = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256", "kmsMasterKeyId": "k"}}]
    assert len(aws.faults(setting("ServerSideEncryptionConfiguration"), bucket="b", rules=rules)) == 1


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([{"id": "a", "status": "Enabled"}], "must have at least one of"),
        ([{"id": "a", "status": "Enabled", "expiration": {"days": 1}}] * 2, "is taken by another"),
        ([{"id": "a", "status": "On", "expiration": {"days": 1}}], "allowed: Enabled, Disabled"),
        ([{"id": "a", "status": "Enabled", "expiration": {"days": 1}, "prefix": "a", "filter": {"prefix": "a"}}], "conflicts with"),
    ],
)
def test_a_lifecycle_rule_does_something_under_an_id_of_its_own(aws: Account, rules: list[dict[str, Any]], said: str) -> None:
    (fault,) = aws.faults(setting("LifecycleConfiguration"), bucket="b", rules=rules)
    assert said in fault


# Access points.


@pytest.fixture
def store(aws: Account) -> Made:
    return aws.bucket()


@pytest.mark.parametrize("name", ["ab", "Clinic", "a.b.c", "a-s3alias", "a" * 51, "clinic-"])
def test_an_access_points_name_follows_the_rules(aws: Account, name: str) -> None:
    assert len(aws.faults(POINT, name=name, bucket="b")) == 1


def test_an_access_point_of_a_network_says_so_before_it_is_made(aws: Account, store: Made) -> None:
    inputs = {"name": "clinic-point", "bucket": store.id, "vpcConfiguration": {"vpcId": aws.vpc().id}}
    assert aws.plan(POINT, **inputs)["networkOrigin"] == "VPC"
    point = aws.make(POINT, **inputs)
    assert point.id == "111122223333:clinic-point"
    assert point["arn"] == "arn:aws:s3:eu-west-1:111122223333:accesspoint/clinic-point"
    assert point["alias"].endswith("-s3alias")
    assert len(point["alias"]) <= 63
    assert aws.replaced_by(point, vpcConfiguration={"vpcId": "vpc-2"}) == ["vpcConfiguration"]
    aws.refuses("AccessPointAlreadyOwnedByYou", POINT, **inputs)
    aws.refuses_delete("BucketHasAccessPointsAttached", store, point.id)


def test_an_access_points_policy_speaks_of_itself_and_not_to_everybody(aws: Account, store: Made) -> None:
    arn = "arn:aws:s3:eu-west-1:111122223333:accesspoint/clinic-point"
    place = {"name": "clinic-point", "bucket": store.id}
    aws.refuses("MalformedPolicy", POINT, policy=document(OPEN), **place)
    aws.refuses("AccessDenied", POINT, policy=document({**OPEN, "Resource": f"{arn}/object/*"}), **place)
    named = {**OPEN, "Principal": {"AWS": ROOT}, "Resource": f"{arn}/object/*"}
    assert aws.make(POINT, policy=document(named), **place)
