"""DataSync, DMS, AppFlow, Glue, Athena, and further faces of buckets."""

import json
from typing import Any

import pytest

from posture.readers.aws.transfers import LOCATIONS, SERVERS
from tests.posture.readers.aws.cloud import Made, Ref
from tests.posture.readers.aws.estate import FOREIGN, OURS, STATED, Estate, allow, document, may, trust
from tests.posture.readers.aws.test_sdk import exists, resource

RESIDENT = {**STATED, "residency": ["eu-west-1"]}
ADDRESS = "db.cluster-x.eu-west-1.rds.amazonaws.com"
OTHER = "copy.cluster-x.eu-west-1.rds.amazonaws.com"
SECRET = "aws:secretsmanager/secret:Secret"
TASK = "aws:datasync/task:Task"


def first(clinic: Estate, form: str, posture: Any = RESIDENT) -> str:
    return clinic.verdicts(form, posture).split()[0]


def at_bucket(clinic: Estate, name: str, arn: Any) -> Made:
    return clinic.put(
        "aws:datasync/s3Location:S3Location", name, s3BucketArn=arn, subdirectory="/", arn=f"arn:aws:datasync:x:{OURS}:location/{name}"
    )


def carry(clinic: Estate, source: Made, target: Made) -> None:
    clinic.put(TASK, "task", sourceLocationArn=source.out("arn"), destinationLocationArn=target.out("arn"))


def test_a_task_copies_one_bucket_into_another(clinic: Estate, form: str) -> None:
    records, copy = clinic.bucket("records", "phi"), clinic.bucket("copy", "phi")
    carry(clinic, at_bucket(clinic, "from", records.out("arn")), at_bucket(clinic, "to", copy.out("arn")))
    assert ("replicate", "records", "copy", "forward", True) in clinic.edges(form)
    assert first(clinic, form) == "proven"


def test_a_task_into_a_bucket_that_nobody_knows_leaves_it_open(clinic: Estate, form: str) -> None:
    records = clinic.bucket("records", "phi")
    carry(clinic, at_bucket(clinic, "from", records.out("arn")), at_bucket(clinic, "to", "arn:aws:s3:::vendors-bucket"))
    assert first(clinic, form) == "unproven"


@pytest.mark.parametrize(
    ("token", "inputs", "verdict"),
    [
        ("aws:datasync/locationAzureBlob:LocationAzureBlob", {"containerUrl": "https://x.blob.core.windows.net/c"}, "violated"),
        ("aws:datasync/nfsLocation:NfsLocation", {"serverHostname": "nas.hospital.example"}, "unproven"),
        ("aws:datasync/locationSmb:LocationSmb", {"serverHostname": "10.0.0.1"}, "unproven"),
    ],
)
def test_a_task_that_leaves_aws(clinic: Estate, form: str, token: str, inputs: dict[str, Any], verdict: str) -> None:
    records = clinic.bucket("records", "phi")
    there = clinic.put(token, "to", arn=f"arn:aws:datasync:eu-west-1:{OURS}:location/to", **inputs)
    carry(clinic, at_bucket(clinic, "from", records.out("arn")), there)
    assert first(clinic, form) == verdict


def _endpoint(clinic: Estate, name: str, kind: str, **more: Any) -> Made:
    arn = f"arn:aws:dms:eu-west-1:{OURS}:endpoint:{name}"
    return clinic.put("aws:dms/endpoint:Endpoint", name, endpointId=name, endpointType=kind, engineName="postgres", arn=arn, **more)


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        ({"serverName": "warehouse.vendor.example"}, "unproven"),
        ({"kinesisSettings": {"streamArn": f"arn:aws:kinesis:eu-west-1:{FOREIGN}:stream/x"}}, "violated"),
        ({"s3Settings": {"bucketName": "copy"}}, "proven"),
    ],
)
def test_a_replication_carries_a_database_to_its_target(clinic: Estate, form: str, target: dict[str, Any], verdict: str) -> None:
    zone = clinic.zone("phi")
    group = clinic.put("aws:rds/subnetGroup:SubnetGroup", "subnets", name="subnets", subnetIds=[zone.subnet.id])
    cluster = clinic.put("aws:rds/cluster:Cluster", "db", data="phi", dbSubnetGroupName=group.inputs["name"])
    cluster.outputs["endpoint"] = ADDRESS
    clinic.bucket("copy", "phi")
    source = _endpoint(clinic, "from", "source", serverName=Ref(cluster.urn, ADDRESS))
    clinic.put(
        "aws:dms/replicationTask:ReplicationTask",
        "task",
        migrationType="cdc",
        sourceEndpointArn=source.out("arn"),
        targetEndpointArn=_endpoint(clinic, "to", "target", **target).out("arn"),
    )
    assert first(clinic, form) == verdict


@pytest.mark.parametrize("host", [None, "warehouse.vendor.example"])
def test_a_replication_finds_its_database_by_the_secret_that_holds_the_login(clinic: Estate, form: str, host: str | None) -> None:
    source, copy = _database(clinic, "db", ADDRESS), _database(clinic, "copy", OTHER)
    secret = clinic.put(SECRET, "login", name="login", arn=f"arn:aws:secretsmanager:eu-west-1:{OURS}:secret:login")
    written = json.dumps({"host": host or OTHER, "port": 5432})
    kept = written if host else Ref(copy.urn, written)
    clinic.put("aws:secretsmanager/secretVersion:SecretVersion", "login", secretId=secret.id, secretString=kept)
    _replicate(clinic, source, secretsManagerArn=secret.out("arn"))
    assert (("replicate", "db", "copy", "forward", True) in clinic.edges(form)) is (host is None)
    assert first(clinic, form) == ("unproven" if host else "proven")


def test_a_secret_that_tells_nothing_leaves_it_open(clinic: Estate, form: str) -> None:
    secret = clinic.put(SECRET, "login", name="login", arn=f"arn:aws:secretsmanager:eu-west-1:{OURS}:secret:login")
    _replicate(clinic, _database(clinic, "db", ADDRESS), secretsManagerArn=secret.out("arn"))
    assert first(clinic, form) == "unproven"


@pytest.mark.parametrize(
    ("target", "beside", "verdict"),
    [
        ({"s3Settings": {"bucketName": "copy"}}, False, "proven"),
        ({"s3Settings": {"bucketName": "copy"}}, True, "unproven"),
        ({"serverName": "warehouse.vendor.example"}, False, "unproven"),
    ],
)
def test_a_source_that_a_secret_names_brings_in_and_takes_out_only_of_another_zone(
    clinic: Estate, form: str, target: dict[str, Any], beside: bool, verdict: str
) -> None:
    clinic.zone("phi")
    clinic.bucket("copy", "phi")
    if beside:
        clinic.zone("training", "10.2.0.0/16")
    secret = clinic.put(SECRET, "login", zone="phi", name="login", arn=f"arn:aws:secretsmanager:eu-west-1:{OURS}:secret:login")
    source = _endpoint(clinic, "from", "source", zone="phi", secretsManagerArn=secret.out("arn"))
    ends = {"sourceEndpointArn": source.out("arn"), "targetEndpointArn": _endpoint(clinic, "to", "target", zone="phi", **target).out("arn")}
    clinic.put("aws:dms/replicationTask:ReplicationTask", "task", zone="phi", migrationType="cdc", **ends)
    assert first(clinic, form) == verdict


def _database(clinic: Estate, name: str, address: str) -> Made:
    zone = clinic.zone("phi") if name == "db" else clinic.zone("phi", "10.2.0.0/16")
    group = clinic.put("aws:rds/subnetGroup:SubnetGroup", f"{name}-subnets", name=f"{name}-subnets", subnetIds=[zone.subnet.id])
    cluster = clinic.put("aws:rds/cluster:Cluster", name, data="phi", dbSubnetGroupName=group.inputs["name"])
    cluster.outputs["endpoint"] = address
    return cluster


def _replicate(clinic: Estate, source: Made, **target: Any) -> None:
    clinic.put(
        "aws:dms/replicationTask:ReplicationTask",
        "task",
        migrationType="cdc",
        sourceEndpointArn=_endpoint(clinic, "from", "source", serverName=Ref(source.urn, ADDRESS)).out("arn"),
        targetEndpointArn=_endpoint(clinic, "to", "target", **target).out("arn"),
    )


@pytest.mark.parametrize(
    ("target", "verdict"),
    [
        ({"connectorType": "Salesforce", "destinationConnectorProperties": {"salesforce": {"object": "Contact"}}}, "violated"),
        ({"connectorType": "S3", "destinationConnectorProperties": {"s3": {"bucketName": "copy"}}}, "proven"),
        ({"connectorType": "S3", "destinationConnectorProperties": {"s3": {"bucketName": "elsewhere"}}}, "unproven"),
    ],
)
def test_a_flow_carries_a_bucket_to_its_destination(clinic: Estate, form: str, target: dict[str, Any], verdict: str) -> None:
    clinic.bucket("records", "phi")
    clinic.bucket("copy", "phi")
    source = {"connectorType": "S3", "sourceConnectorProperties": {"s3": {"bucketName": "records"}}}
    clinic.put("aws:appflow/flow:Flow", "flow", sourceFlowConfig=source, destinationFlowConfigs=[target])
    assert first(clinic, form) == verdict


def test_a_flow_from_an_application_brings_in_and_takes_nothing_out(clinic: Estate, form: str) -> None:
    clinic.bucket("records", "phi")
    source = {"connectorType": "Salesforce", "sourceConnectorProperties": {"salesforce": {"object": "Contact"}}}
    target = {"connectorType": "S3", "destinationConnectorProperties": {"s3": {"bucketName": "records"}}}
    clinic.put("aws:appflow/flow:Flow", "flow", sourceFlowConfig=source, destinationFlowConfigs=[target])
    assert first(clinic, form) == "proven"


def test_a_job_without_a_connection_reads_records_from_outside_every_network(clinic: Estate, form: str) -> None:
    clinic.bucket("records", "phi")
    role = clinic.role("reader", trust({"Service": "glue.amazonaws.com"}), may("s3:GetObject", "arn:aws:s3:::records/*"))
    clinic.put("aws:glue/job:Job", "export", roleArn=role.out("arn"))
    assert first(clinic, form) == "violated"


def test_a_job_with_a_connection_stands_in_its_subnet(clinic: Estate, form: str) -> None:
    zone = clinic.zone("phi")
    needs = {"subnetId": zone.subnet.id, "securityGroupIdLists": [], "availabilityZone": "eu-west-1a"}
    joined = clinic.put("aws:glue/connection:Connection", "inside", name="inside", physicalConnectionRequirements=needs)
    role = clinic.role("reader", trust({"Service": "glue.amazonaws.com"}))
    clinic.put("aws:glue/job:Job", "shape", roleArn=role.out("arn"), connections=[joined.inputs["name"]])
    assert first(clinic, form) == "proven"


def test_a_catalog_that_a_stranger_sees_tells_about_every_store(clinic: Estate, form: str) -> None:
    clinic.bucket("records", "phi")
    policy = document(allow({"AWS": f"arn:aws:iam::{FOREIGN}:root"}, "glue:GetTables"))
    clinic.put("aws:glue/resourcePolicy:ResourcePolicy", "catalog", policy=policy)
    assert first(clinic, form) == "violated"


@pytest.mark.parametrize(("region", "verdict"), [("eu-west-1", "proven"), ("us-east-1", "violated")])
def test_a_multi_region_access_point_writes_into_any_of_its_buckets(clinic: Estate, form: str, region: str, verdict: str) -> None:
    records = clinic.bucket("records", "phi")
    other = clinic.put("aws:s3/bucket:Bucket", "other", bucket="other", region=region)
    details = {"name": "everywhere", "regions": [{"bucket": records.id}, {"bucket": other.id}]}
    clinic.put("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "point", details=details)
    assert first(clinic, form) == verdict


def test_a_multi_region_access_point_over_a_strangers_bucket(clinic: Estate, form: str) -> None:
    records = clinic.bucket("records", "phi")
    details = {"name": "x", "regions": [{"bucket": records.id}, {"bucket": "theirs", "bucketAccountId": FOREIGN}]}
    clinic.put("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "point", details=details)
    assert first(clinic, form) == "violated"


@pytest.mark.parametrize(("account", "verdict"), [(OURS, "proven"), (FOREIGN, "violated")])
def test_objects_pass_through_the_function_of_an_object_lambda_access_point(clinic: Estate, form: str, account: str, verdict: str) -> None:
    records = clinic.bucket("records", "phi")
    arn = f"arn:aws:s3:eu-west-1:{OURS}:accesspoint/plain"
    point = clinic.put("aws:s3/accessPoint:AccessPoint", "plain", name="plain", bucket=records.id, arn=arn)
    function = f"arn:aws:lambda:eu-west-1:{account}:function:redact"
    change = {"actions": ["GetObject"], "contentTransformation": {"awsLambda": {"functionArn": function}}}
    configuration = {"supportingAccessPoint": Ref(point.urn, arn), "transformationConfigurations": [change]}
    clinic.put("aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint", "redacted", name="redacted", configuration=configuration)
    assert first(clinic, form) == verdict


@pytest.mark.parametrize(
    ("who", "kind", "permission", "verdict"),
    [
        (f"arn:aws:iam::{FOREIGN}:role/x", "IAM", "READ", "violated"),
        (f"arn:aws:iam::{OURS}:role/x", "IAM", "READ", "proven"),
        (f"arn:aws:iam::{FOREIGN}:role/x", "IAM", "WRITE", "proven"),
        ("83d43802-00b1-7054-db02-f1d683aacba5", "DIRECTORY_GROUP", "READWRITE", "unproven"),
    ],
)
def test_whom_a_grant_lets_read(clinic: Estate, form: str, who: str, kind: str, permission: str, verdict: str) -> None:
    clinic.bucket("records", "phi")
    token = "aws:s3control/accessGrantsLocation:AccessGrantsLocation"
    place = clinic.put(token, "place", locationScope="s3://records/*", iamRoleArn=f"arn:aws:iam::{OURS}:role/grants")
    grantee = {"granteeType": kind, "granteeIdentifier": who}
    clinic.put("aws:s3control/accessGrant:AccessGrant", "grant", accessGrantsLocationId=place.id, grantee=grantee, permission=permission)
    assert first(clinic, form) == verdict


@pytest.mark.second_source
@pytest.mark.parametrize("token", [token for token in (*LOCATIONS, *SERVERS) if token.startswith("aws:")])
def test_properties_of_the_tables_exist(token: str) -> None:
    cls = resource(token)
    assert cls is not None
    path = LOCATIONS[token][0] if token in LOCATIONS else SERVERS[token].replace("[0]", "")
    assert exists(cls, path), (token, path)
