"""`AwsZoneKey`, `AwsPhiStore` and `AwsPhiDatabase` under mocks."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_zones.aws import AwsPhiDatabase, AwsPhiStore, AwsZoneKey, InvalidInputError
from ai_zones.aws.phi_database import cluster_log_group, cluster_name
from ai_zones.aws.phi_store import store_access_point_name, store_bucket_name
from tests.aws.networks import KEY, ZONES
from tests.aws.policies import statements
from tests.aws.recording import ACCOUNT, REGION, Recording, record

REDACTION = "222233334444"
words = st.from_regex(r"[a-z][a-z0-9]{0,19}", fullmatch=True)


def key(**changes: Any) -> Recording:
    args: Any = {"zone": "phi", "region": REGION, "account_id": ACCOUNT, "uses": ["s3", "logs"], "log_groups": ["/phi/*"], **changes}
    return record(lambda: AwsZoneKey("clinic-prod-phi-key", args).key_arn)


def store(**changes: Any) -> Recording:
    args: Any = {
        "zone": "phi",
        "organization": "clinic",
        "environment": "prod",
        "region": REGION,
        "account_id": ACCOUNT,
        "kms_key_arn": KEY,
        "access_points": {"phi": {"vpc_id": "vpc-phi", "writable": True}},
        **changes,
    }
    return record(lambda: AwsPhiStore("phi-store", args).access_point_arns)


def database(**changes: Any) -> Recording:
    args: Any = {
        "region": REGION,
        "account_id": ACCOUNT,
        "kms_key_arn": KEY,
        "subnet_ids": {zone: f"subnet-{zone}" for zone in ZONES},
        "availability_zones": list(ZONES),
        "security_group_id": "sg-database",
        **changes,
    }
    return record(lambda: AwsPhiDatabase("phi-database", args).cluster_arn)


def test_a_key_rotates_stays_in_its_region_and_is_hard_to_lose() -> None:
    built = key().one("kms/key:Key")
    expected = {
        "enableKeyRotation": True,
        "rotationPeriodInDays": 365,
        "deletionWindowInDays": 30,
        "multiRegion": False,
        "bypassPolicyLockoutSafetyCheck": False,
        "tags": {"ai-zone": "phi", "Name": "clinic-prod-phi-key"},
    }
    assert {name: built.inputs[name] for name in expected} == expected
    assert built.protect
    assert not key(removable=True).one("kms/key:Key").protect


def test_a_keys_alias_is_its_components_name() -> None:
    assert key().one("kms/alias:Alias").inputs["name"] == "alias/clinic-prod-phi-key"


@pytest.mark.parametrize("changes", [{"uses": ["logs"], "log_groups": []}, {"uses": ["s3"], "log_groups": ["/x"]}])
def test_a_key_for_logs_names_the_log_groups(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidInputError, match="log_groups: name them if, and only if, uses lists logs"):
        key(**changes)


def test_a_rotation_of_years_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="rotation_days: given 2560"):
        key(rotation_days=2560)


def test_a_stores_objects_are_locked_for_six_years_and_encrypted_with_the_zones_key() -> None:
    built = store()
    lock = built.one("s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration").inputs["rule"]
    assert lock == {"defaultRetention": {"mode": "COMPLIANCE", "days": 2192}}
    assert built.one("s3/bucket:Bucket", "phi-store-bucket").inputs["objectLockEnabled"] is True
    rules = built.one("s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", "phi-store-encryption").inputs[
        "rules"
    ]
    assert rules == [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY}, "bucketKeyEnabled": True}]


def test_a_store_and_its_access_logs_are_closed_versioned_and_protected() -> None:
    built = store()
    for name in ("phi-store", "phi-store-access-logs"):
        block = built.one("s3/bucketPublicAccessBlock:BucketPublicAccessBlock", f"{name}-public-access").inputs
        assert [block[key] for key in ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")] == [True] * 4
        versions = built.one("s3/bucketVersioning:BucketVersioning", f"{name}-versions").inputs["versioningConfiguration"]
        assert versions == {"status": "Enabled"}
        owner = built.one("s3/bucketOwnershipControls:BucketOwnershipControls", f"{name}-ownership").inputs["rule"]
        assert owner == {"objectOwnership": "BucketOwnerEnforced"}
    assert [(bucket.protect, bucket.inputs["forceDestroy"]) for bucket in built.of("s3/bucket:Bucket")] == [(True, False)] * 2
    assert [bucket.protect for bucket in store(removable=True).of("s3/bucket:Bucket")] == [False, False]


def test_stores_are_classified_by_what_they_hold() -> None:
    classes = {bucket.name: bucket.inputs["tags"]["data-class"] for bucket in store().of("s3/bucket:Bucket")}
    assert classes == {"phi-store-bucket": "phi", "phi-store-access-logs": "internal"}
    redacted = store(zone="deidentification", access_points={"deidentification": {"vpc_id": "vpc"}})
    assert redacted.one("s3/bucket:Bucket", "phi-store-bucket").inputs["tags"]["data-class"] == "deidentified"


def test_each_network_gets_an_access_point_of_its_own() -> None:
    points = store(
        access_points={"phi": {"vpc_id": "vpc-phi", "writable": True}, "deidentification": {"vpc_id": "vpc-red", "account_id": REDACTION}}
    )
    found = {point.name: point.inputs for point in points.of("s3/accessPoint:AccessPoint")}
    assert {name: point["vpcConfiguration"] for name, point in found.items()} == {
        "phi-store-for-phi": {"vpcId": "vpc-phi"},
        "phi-store-for-deidentification": {"vpcId": "vpc-red"},
    }
    reader = found["phi-store-for-deidentification"]
    assert reader["tags"]["ai-zone"] == "deidentification"
    assert statements(reader["policy"])["RolesOfTheZone"]["Principal"] == {"AWS": f"arn:aws:iam::{REDACTION}:root"}
    delegate = statements(points.one("s3/bucketPolicy:BucketPolicy", "phi-store-policy").inputs["policy"])["DelegateToAccessPoints"]
    assert delegate["Condition"]["StringEquals"]["aws:PrincipalAccount"] == [ACCOUNT, REDACTION]


def test_policies_wait_for_the_block_of_public_access() -> None:
    policy = store().one("s3/bucketPolicy:BucketPolicy", "phi-store-policy")
    assert "phi-store-public-access" in policy.depends_on


def test_a_given_log_bucket_is_used_and_none_is_made() -> None:
    built = store(access_log_bucket="archive")
    assert built.one("s3/bucketLogging:BucketLogging").inputs["targetBucket"] == "archive"
    assert len(built.of("s3/bucket:Bucket")) == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "inference"}, "other zones keep no data"),
        ({"retention_days": 365}, "retention_days: given 365"),
        ({"access_points": {}}, "access_points: given {}"),
        ({"access_points": {"lab": {"vpc_id": "v"}}}, "must be one of phi,"),
        ({"object_lock_mode": "NONE"}, "object_lock_mode: given 'NONE'"),
    ],
)
def test_a_store_that_would_be_weak_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        store(**changes)
    assert said in str(error.value)


@given(words, words, st.sampled_from(["phi", "deidentification"]), st.sampled_from(["phi", "deidentification", "management"]))
def test_names_of_buckets_and_access_points_keep_to_what_s3_accepts(organization: str, environment: str, zone: str, reader: str) -> None:
    """Amazon S3 User Guide, "General purpose bucket naming rules" and "Rules for naming Amazon S3 access points"."""
    bucket = store_bucket_name(zone, organization=organization, environment=environment, account_id=ACCOUNT)
    point = store_access_point_name(zone, reader, organization=organization, environment=environment)
    assert 3 <= len(bucket) <= 63
    assert 3 <= len(point) <= 50
    for name in (bucket, point):
        assert name == name.lower()
        assert name.strip("-") == name
        assert not name.endswith(("-s3alias", "--ol-s3"))


def test_a_database_is_encrypted_audited_and_without_a_standing_password() -> None:
    cluster = database().one("rds/cluster:Cluster")
    expected = {
        "engine": "aurora-postgresql",
        "storageEncrypted": True,
        "kmsKeyId": KEY,
        "manageMasterUserPassword": True,
        "masterUserSecretKmsKeyId": KEY,
        "iamDatabaseAuthenticationEnabled": True,
        "enableHttpEndpoint": False,
        "enabledCloudwatchLogsExports": ["postgresql"],
        "backupRetentionPeriod": 35,
        "copyTagsToSnapshot": True,
        "deletionProtection": True,
        "skipFinalSnapshot": False,
        "vpcSecurityGroupIds": ["sg-database"],
    }
    assert {key: cluster.inputs[key] for key in expected} == expected
    assert "masterPassword" not in cluster.inputs
    assert cluster.inputs["tags"]["data-class"] == "phi"
    assert cluster.protect


def test_a_database_speaks_tls_only_and_logs_who_did_what_but_no_values() -> None:
    group = database().one("rds/clusterParameterGroup:ClusterParameterGroup").inputs
    parameters = {parameter["name"]: (parameter["value"], parameter["applyMethod"]) for parameter in group["parameters"]}
    assert parameters == {
        "log_connections": ("1", "immediate"),
        "log_disconnections": ("1", "immediate"),
        "pgaudit.log": ("ddl,read,role,write", "immediate"),
        "pgaudit.log_parameter": ("0", "immediate"),
        "rds.force_ssl": ("1", "immediate"),
        "shared_preload_libraries": ("pg_stat_statements,pgaudit", "pending-reboot"),
        "ssl_min_protocol_version": ("TLSv1.2", "immediate"),
    }
    assert group["family"] == "aurora-postgresql17"


def test_an_instance_stands_in_each_availability_zone_and_none_is_public() -> None:
    instances = database().of("rds/clusterInstance:ClusterInstance")
    assert [instance.inputs["availabilityZone"] for instance in instances] == list(ZONES)
    assert {instance.inputs["publiclyAccessible"] for instance in instances} == {False}
    assert {instance.inputs["performanceInsightsKmsKeyId"] for instance in instances} == {KEY}
    assert all(instance.protect for instance in instances)


def test_the_audit_log_is_ours_before_the_database_writes_to_it() -> None:
    built = database()
    logs = built.one("cloudwatch/logGroup:LogGroup")
    assert logs.inputs["name"] == cluster_log_group("phi-database") == "/aws/rds/cluster/phi-database/postgresql"
    assert (logs.inputs["kmsKeyId"], logs.inputs["retentionInDays"], logs.inputs["deletionProtectionEnabled"]) == (KEY, 2192, True)
    assert "phi-database-logs" in built.one("rds/cluster:Cluster").depends_on


def test_only_rds_may_take_the_monitoring_role_and_only_for_this_cluster() -> None:
    statement = json.loads(database().one("iam/role:Role").inputs["assumeRolePolicy"])["Statement"][0]
    assert statement["Principal"] == {"Service": "monitoring.rds.amazonaws.com"}
    assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
    assert statement["Condition"]["ArnLike"] == {"aws:SourceArn": f"arn:aws:rds:{REGION}:{ACCOUNT}:db:phi-database-*"}
    assert "Resource" not in statement


def test_removing_a_database_takes_an_explicit_argument_and_leaves_a_snapshot() -> None:
    built = database(removable=True)
    cluster = built.one("rds/cluster:Cluster")
    assert (cluster.protect, cluster.inputs["deletionProtection"]) == (False, False)
    assert cluster.inputs["finalSnapshotIdentifier"] == "phi-database-final"
    assert built.one("cloudwatch/logGroup:LogGroup").inputs["deletionProtectionEnabled"] is False


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"availability_zones": ["eu-west-1a"]}, "availability_zones: given ['eu-west-1a']"),
        ({"single_availability_zone": True, "subnet_ids": {"eu-west-1a": "subnet-a"}}, "at least two availability zones"),
        ({"availability_zones": ["eu-west-1a", "eu-west-1d"]}, "given eu-west-1d without a subnet"),
        ({"availability_zones": ["eu-west-1a", "us-east-1a"]}, "allowed are those of eu-west-1"),
        ({"engine_version": "13.9"}, "engine_version: given '13.9'"),
        ({"log_retention_days": 2000}, "must be one of the days that CloudWatch Logs allows"),
        ({"encrypted": False}, "encrypted: is not an input"),
    ],
)
def test_a_database_that_cannot_be_built_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        database(**changes)
    assert said in str(error.value)


@given(st.from_regex(r"[a-z][a-z0-9]{0,30}(-[a-z0-9]{1,30}){0,3}", fullmatch=True))
def test_names_of_clusters_and_their_instances_fit(component: str) -> None:
    name = cluster_name(component)
    assert len(f"{name}-final") <= 63
    assert "--" not in name
