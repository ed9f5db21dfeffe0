"""Ways in which AWS data services hand records on: warehouses, lakes, exports, replicas, disks, partners, observers."""

from typing import Any

import pytest

from posture.values import UNKNOWN
from tests.posture.readers.aws.cloud import Made
from tests.posture.readers.aws.estate import AI, FOREIGN, ORGANIZATION, OURS, STATED, Estate, document, may, trust

RESIDENT = {**STATED, "residency": ["eu-west-1"]}
WAREHOUSE = "aws:redshift/cluster:Cluster"
TABLE = "aws:dynamodb/table:Table"
FILES = "aws:efs/fileSystem:FileSystem"
NAMESPACE = "a1b2c3d4-0000-0000-0000-000000000000"


def first(clinic: Estate, form: str) -> str:
    return clinic.verdicts(form, RESIDENT).split()[0]


def store(clinic: Estate, token: str, service: str, name: str = "records", **more: Any) -> Made:
    return clinic.put(token, name, data="phi", arn=f"arn:aws:{service}:eu-west-1:{OURS}:{name}", **more)


def warehouse(clinic: Estate) -> Made:
    """In a closed subnet."""
    zone = clinic.zone("phi")
    group = clinic.put("aws:redshift/subnetGroup:SubnetGroup", "subnets", name="subnets", subnetIds=[zone.subnet.id])
    return store(clinic, WAREHOUSE, "redshift", clusterIdentifier="records", clusterSubnetGroupName=group.inputs["name"])


WHOM = [(FOREIGN, "violated"), (AI, "proven")]


@pytest.mark.parametrize(("who", "verdict"), WHOM)
def test_an_endpoint_to_a_warehouse_is_for_whom_it_names(clinic: Estate, form: str, who: str, verdict: str) -> None:
    found = warehouse(clinic)
    door = clinic.put("aws:redshift/endpointAuthorization:EndpointAuthorization", "door", clusterIdentifier=found.id)
    door.inputs["account"] = who
    assert first(clinic, form) == verdict


@pytest.mark.parametrize(("who", "verdict"), [*WHOM, ("ADX", "violated")])
def test_a_data_share_is_read_by_its_consumer(clinic: Estate, form: str, who: str, verdict: str) -> None:
    warehouse(clinic)
    arn = f"arn:aws:redshift:eu-west-1:{OURS}:datashare:{NAMESPACE}/wards"
    clinic.put("aws:redshift/dataShareAuthorization:DataShareAuthorization", "share", dataShareArn=arn, consumerIdentifier=who)
    assert first(clinic, form) == verdict


@pytest.mark.parametrize(("region", "verdict"), [("us-east-1", "violated"), ("eu-west-1", "proven"), (UNKNOWN, "unproven")])
def test_snapshots_of_a_warehouse_are_copied_to_a_region(clinic: Estate, form: str, region: Any, verdict: str) -> None:
    found = warehouse(clinic)
    clinic.put("aws:redshift/snapshotCopy:SnapshotCopy", "copy", clusterIdentifier=found.id, destinationRegion=region)
    assert first(clinic, form) == verdict


LAKE = [
    (FOREIGN, "violated"),
    (f"arn:aws:iam::{FOREIGN}:role/analyst", "violated"),
    (AI, "proven"),
    (f"arn:aws:organizations::{OURS}:organization/{ORGANIZATION}", "proven"),
    ("IAM_ALLOWED_PRINCIPALS", "proven"),
    (UNKNOWN, "unproven"),
]


@pytest.mark.parametrize(("who", "verdict"), LAKE)
def test_a_lake_is_read_by_whom_it_is_granted_to(clinic: Estate, form: str, who: Any, verdict: str) -> None:
    lake = clinic.bucket("lake", "phi")
    clinic.put("aws:lakeformation/resource:Resource", "lake-location", arn=lake.out("arn"))
    table = {"databaseName": "visits", "name": "visits"}
    clinic.put("aws:lakeformation/permissions:Permissions", "grant", principal=who, permissions=["SELECT"], table=table)
    assert first(clinic, form) == verdict


def test_an_engine_of_a_stranger_may_filter_the_lake_where_it_is_let_in(clinic: Estate, form: str) -> None:
    clinic.bucket("lake", "phi")
    settings = {"allowExternalDataFiltering": True, "externalDataFilteringAllowLists": [FOREIGN]}
    clinic.put("aws:lakeformation/dataLakeSettings:DataLakeSettings", "settings", **settings)
    assert first(clinic, form) == "violated"


@pytest.mark.parametrize(
    ("bucket", "owner", "verdict"),
    [("exports", OURS, "proven"), ("exports", None, "proven"), ("vendor", FOREIGN, "violated"), ("vendor", None, "unproven")],
)
def test_a_table_is_exported_to_a_bucket(clinic: Estate, form: str, bucket: str, owner: str | None, verdict: str) -> None:
    table = store(clinic, TABLE, "dynamodb")
    clinic.bucket("exports", "phi")
    more = {"s3BucketOwner": owner} if owner else {}
    clinic.put("aws:dynamodb/tableExport:TableExport", "export", tableArn=table.out("arn"), s3Bucket=bucket, **more)
    assert first(clinic, form) == verdict


@pytest.mark.parametrize(("region", "verdict"), [("us-east-1", "violated"), ("eu-west-1", "proven"), (UNKNOWN, "unproven")])
def test_files_are_replicated_to_a_region(clinic: Estate, form: str, region: Any, verdict: str) -> None:
    files = store(clinic, FILES, "elasticfilesystem")
    token = "aws:efs/replicationConfiguration:ReplicationConfiguration"
    clinic.put(token, "copy", sourceFileSystemId=files.id, destination={"region": region})
    assert first(clinic, form) == verdict


@pytest.mark.parametrize(("path", "verdict"), [("s3://copy/scans", "proven"), ("s3://vendors-bucket/scans", "unproven")])
def test_lustre_exports_to_its_repository(clinic: Estate, form: str, path: str, verdict: str) -> None:
    files = store(clinic, "aws:fsx/lustreFileSystem:LustreFileSystem", "fsx")
    clinic.bucket("copy", "phi")
    token = "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation"
    clinic.put(token, "link", fileSystemId=files.id, fileSystemPath="/scans", dataRepositoryPath=path)
    assert (("replicate", "records", "copy", "forward", True) in clinic.edges(form)) is (verdict == "proven")
    assert verdict == "proven" or first(clinic, form) == verdict


@pytest.mark.parametrize(("who", "verdict"), WHOM)
def test_snapshots_by_schedule_are_shared_with_accounts(clinic: Estate, form: str, who: str, verdict: str) -> None:
    store(clinic, "aws:ebs/volume:Volume", "ec2")
    details = {"resourceTypes": ["VOLUME"], "schedules": [{"name": "daily", "shareRule": {"targetAccounts": [who]}}]}
    clinic.put("aws:dlm/lifecyclePolicy:LifecyclePolicy", "daily", policyDetails=details)
    assert first(clinic, form) == verdict


@pytest.mark.parametrize(("account", "verdict"), WHOM)
def test_a_link_shows_log_groups_to_the_account_of_the_sink(clinic: Estate, form: str, account: str, verdict: str) -> None:
    store(clinic, "aws:cloudwatch/logGroup:LogGroup", "logs", name="notes")
    sink = f"arn:aws:oam:eu-west-1:{account}:sink/one"
    clinic.put("aws:oam/link:Link", "link", resourceTypes=["AWS::Logs::LogGroup"], sinkIdentifier=sink, labelTemplate="$AccountName")
    assert first(clinic, form) == verdict


@pytest.mark.parametrize(
    ("regions", "verdict"), [(["eu-west-1"], "proven"), (["eu-west-1", "us-east-1"], "violated"), (UNKNOWN, "unproven")]
)
def test_a_keyspace_is_kept_in_each_region_of_its_list(clinic: Estate, form: str, regions: Any, verdict: str) -> None:
    specification = {"replicationStrategy": "MULTI_REGION", "regionLists": regions}
    store(clinic, "aws:keyspaces/keyspace:Keyspace", "cassandra", replicationSpecification=specification)
    assert first(clinic, form) == verdict


def test_a_connector_sends_what_its_role_may_read(clinic: Estate, form: str) -> None:
    clinic.bucket("records", "phi")
    role = clinic.put(
        "aws:iam/role:Role",
        "sender",
        arn=f"arn:aws:iam::{OURS}:role/sender",
        name="sender",
        assumeRolePolicy=trust({"Service": "transfer.amazonaws.com"}),
    )
    clinic.put("aws:iam/rolePolicy:RolePolicy", "read", role="sender", policy=may("s3:GetObject", "arn:aws:s3:::records/*"))
    clinic.put("aws:transfer/connector:Connector", "partner", accessRole=role.out("arn"), url="sftp://files.partner.example")
    assert first(clinic, form) == "violated"


def test_a_database_uses_what_its_role_may(clinic: Estate, form: str) -> None:
    bucket = clinic.bucket("exports", "phi")
    assert bucket is not None
    role = clinic.put(
        "aws:iam/role:Role",
        "exporter",
        arn=f"arn:aws:iam::{OURS}:role/exporter",
        name="exporter",
        assumeRolePolicy=trust({"Service": "rds.amazonaws.com"}),
    )
    clinic.put(
        "aws:iam/rolePolicy:RolePolicy", "write", role="exporter", policy=may(["s3:PutObject", "s3:GetObject"], "arn:aws:s3:::exports/*")
    )
    store(clinic, "aws:redshiftserverless/namespace:Namespace", "redshift-serverless", namespaceName="records", iamRoles=[role.out("arn")])
    assert ("use", "records", "exports", "both", True) in clinic.edges(form)


@pytest.mark.parametrize(("principal", "verdict"), [(FOREIGN, "violated"), (OURS, "proven")])
def test_a_policy_of_vectors_lets_in_whom_it_names(clinic: Estate, form: str, principal: str, verdict: str) -> None:
    vectors = clinic.put(
        "aws:s3/vectorsVectorBucket:VectorsVectorBucket",
        "vectors",
        data="phi",
        vectorBucketName="vectors",
        arn=f"arn:aws:s3vectors:eu-west-1:{OURS}:bucket/vectors",
    )
    allowed = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "s3vectors:GetVectors", "Resource": "*"}
    token = "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy"
    clinic.put(token, "policy", vectorBucketArn=vectors.out("arn"), policy=document(allowed))
    assert first(clinic, form) == verdict


NOTICES = [
    ("aws:rds/eventSubscription:EventSubscription", {"snsTopic": UNKNOWN}),
    ("aws:cloudwatch/metricStream:MetricStream", {"firehoseArn": UNKNOWN, "outputFormat": "json"}),
    ("aws:cfg/aggregateAuthorization:AggregateAuthorization", {"accountId": UNKNOWN}),
]


@pytest.mark.parametrize(("token", "props"), NOTICES)
def test_whoever_is_told_of_stores_and_is_not_known_leaves_each_store_open(
    clinic: Estate, form: str, token: str, props: dict[str, Any]
) -> None:
    clinic.bucket("records", "phi")
    clinic.put(token, "teller", **props)
    assert first(clinic, form) == "unproven"
