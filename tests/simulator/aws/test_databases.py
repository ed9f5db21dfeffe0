"""Aurora clusters and what belongs to them."""

from typing import Any

import pytest

from simulator.rules.aws import kinds
from simulator.rules.aws.database_groups import PARAMETER_GROUP, SUBNET_GROUP
from simulator.rules.aws.databases import BACKUPS, INSTANCE, SNAPSHOT
from simulator.world import World
from tests.simulator.aws.account import Account, Made

WANTED: dict[str, Any] = {
    "clusterIdentifier": "clinic",
    "engine": "aurora-postgresql",
    "engineVersion": "17.5",
    "masterUsername": "administrator",
    "manageMasterUserPassword": True,
    "finalSnapshotIdentifier": "clinic-final",
}


@pytest.fixture
def place(aws: Account) -> Made:
    """A subnet group over two zones."""
    vpc = aws.vpc()
    subnets = [aws.subnet(vpc, f"10.0.{i}.0/24", zone).id for i, zone in enumerate("ab")]
    return aws.make(SUBNET_GROUP, name="clinic", subnetIds=subnets)


def cluster(aws: Account, place: Made, **inputs: Any) -> Made:
    return aws.make(kinds.CLUSTER, **{**WANTED, "dbSubnetGroupName": place.id, **inputs})


def instance(aws: Account, of: Made, name: str = "clinic-a", **inputs: Any) -> Made:
    return aws.make(INSTANCE, identifier=name, clusterIdentifier=of.id, engine="aurora-postgresql", instanceClass="db.r8g.large", **inputs)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"clusterIdentifier": "Clinic"}, "clusterIdentifier"),
        ({"clusterIdentifier": "a--b"}, "clusterIdentifier"),
        ({"backupRetentionPeriod": 36}, "backupRetentionPeriod"),
        ({"enabledCloudwatchLogsExports": ["audit"]}, "enabledCloudwatchLogsExports[0]"),
        ({"kmsKeyId": "arn:x"}, "storageEncrypted"),
        ({"masterUsername": None}, "masterUsername"),
        ({"manageMasterUserPassword": None}, "manageMasterUserPassword"),
        ({"masterPassword": "made up"}, "masterPassword"),
        ({"finalSnapshotIdentifier": ""}, "finalSnapshotIdentifier"),
        ({"port": 80}, "port"),
        ({"engine": "oracle"}, ""),
    ],
)
def test_a_cluster_follows_the_rules(aws: Account, changes: dict[str, Any], place: str) -> None:
    inputs = {name: value for name, value in {**WANTED, **changes}.items() if value is not None}
    faults = [fault.split(":")[0] for fault in aws.faults(kinds.CLUSTER, **inputs)]
    assert not place or place in faults


def test_a_cluster_has_two_endpoints_and_a_password_that_nobody_types(aws: Account, place: Made) -> None:
    made = cluster(aws, place)
    assert made["endpoint"].startswith("clinic.cluster-")
    assert made["readerEndpoint"].startswith("clinic.cluster-ro-")
    assert made["port"] == 5432
    (secret,) = made["masterUserSecrets"]
    assert secret["secretArn"].startswith("arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!cluster-")
    assert made["arn"] == "arn:aws:rds:eu-west-1:111122223333:cluster:clinic"
    assert made["availabilityZones"] == ["eu-west-1a", "eu-west-1b"]
    assert repr(aws.plan(kinds.CLUSTER, **{**WANTED, "clusterIdentifier": "other"})["endpoint"]) == "<unknown>"


def test_a_cluster_without_an_identifier_is_named_as_terraform_does(aws: Account, place: Made) -> None:
    inputs = {name: value for name, value in WANTED.items() if name != "clusterIdentifier"}
    assert aws.make(kinds.CLUSTER, dbSubnetGroupName=place.id, **inputs).id.startswith("tf-")


def test_a_protected_cluster_stays_and_its_instances_go_first(aws: Account, world: World, place: Made) -> None:
    made = cluster(aws, place, deletionProtection=True, deleteAutomatedBackups=False, backupRetentionPeriod=35)
    node = instance(aws, made)
    assert aws.read(made)[0]["clusterMembers"] == ["clinic-a"]
    aws.refuses_delete("InvalidParameterCombination", made, "disable deletion protection")
    aws.change(made, deletionProtection=False)
    aws.refuses_delete("InvalidDBClusterStateFault", made, node.id)
    aws.delete(node)
    aws.refuses_delete("InvalidDBSubnetGroupStateFault", place)
    aws.delete(made)
    assert {one.type for one in world.remaining() if one.state.get("kept_because")} == {SNAPSHOT, BACKUPS}


def test_a_final_snapshot_is_named_and_its_name_is_free(aws: Account, place: Made) -> None:
    made = cluster(aws, place)
    aws.delete(made)
    again = cluster(aws, place)
    aws.refuses_delete("DBClusterSnapshotAlreadyExistsFault", again, "clinic-final")
    nameless = aws.make(
        kinds.CLUSTER, dbSubnetGroupName=place.id, **{**WANTED, "clusterIdentifier": "b", "finalSnapshotIdentifier": "b-final"}
    )
    aws.change(nameless, finalSnapshotIdentifier=None)
    aws.refuses_delete("", nameless, "final_snapshot_identifier is required")
    aws.change(nameless, skipFinalSnapshot=True)
    aws.delete(nameless)


def test_a_clusters_name_is_taken_once(aws: Account, place: Made) -> None:
    cluster(aws, place)
    aws.refuses("DBClusterAlreadyExistsFault", kinds.CLUSTER, **WANTED, dbSubnetGroupName=place.id)


def test_groups_are_of_the_clusters_network_and_version(aws: Account, place: Made) -> None:
    stranger = aws.group(aws.vpc())
    asked = {**WANTED, "dbSubnetGroupName": place.id}
    aws.refuses("InvalidVPCNetworkStateFault", kinds.CLUSTER, **asked, vpcSecurityGroupIds=[stranger.id])
    older = aws.make(PARAMETER_GROUP, name="older", family="aurora-postgresql16")
    aws.refuses("InvalidParameterCombination", kinds.CLUSTER, **asked, dbClusterParameterGroupName=older.id)
    newer = aws.make(PARAMETER_GROUP, name="newer", family="aurora-postgresql17")
    cluster(aws, place, dbClusterParameterGroupName=newer.id)
    aws.refuses_delete("InvalidDBParameterGroupState", newer)


def test_a_subnet_group_covers_two_zones_of_one_network(aws: Account) -> None:
    vpc, other = aws.vpc(), aws.vpc("10.1.0.0/16")
    one, same = aws.subnet(vpc), aws.subnet(vpc, "10.0.1.0/24")
    foreign = aws.subnet(other, "10.1.0.0/24", "b")
    aws.refuses("DBSubnetGroupDoesNotCoverEnoughAZs", SUBNET_GROUP, name="g", subnetIds=[one.id, same.id])
    aws.refuses("InvalidSubnet", SUBNET_GROUP, name="g", subnetIds=[one.id, foreign.id])
    assert len(aws.faults(SUBNET_GROUP, name="Default", subnetIds=[])) == 1
    assert len(aws.faults(SUBNET_GROUP, name="default", subnetIds=[])) == 1


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"performanceInsightsRetentionPeriod": 8}, "performanceInsightsRetentionPeriod"),
        ({"monitoringInterval": 60}, "monitoringRoleArn"),
        ({"monitoringInterval": 7, "monitoringRoleArn": "arn:x"}, "monitoringInterval"),
        ({"instanceClass": "r8g.large"}, "instanceClass"),
        ({"promotionTier": 16}, "promotionTier"),
    ],
)
def test_an_instance_follows_the_rules(aws: Account, changes: dict[str, Any], place: str) -> None:
    inputs = {"clusterIdentifier": "clinic", "engine": "aurora-postgresql", "instanceClass": "db.r8g.large", **changes}
    assert [fault.split(":")[0] for fault in aws.faults(INSTANCE, **inputs)] == [place]


def test_instances_fit_their_cluster_and_the_first_writes(aws: Account, place: Made) -> None:
    made = cluster(aws, place)
    first, second = instance(aws, made), instance(aws, made, "clinic-b", availabilityZone="eu-west-1b")
    assert (first["writer"], second["writer"]) == (True, False)
    asked = {"identifier": "clinic-c", "clusterIdentifier": made.id, "instanceClass": "db.r8g.large"}
    aws.refuses("InvalidParameterCombination", INSTANCE, engine="aurora-mysql", **asked)
    nowhere = {**asked, "engine": "aurora-postgresql", "availabilityZone": "eu-west-1c"}
    aws.refuses("InvalidVPCNetworkStateFault", INSTANCE, **nowhere)
    aws.refuses("DBInstanceAlreadyExists", INSTANCE, **{**asked, "identifier": "clinic-a", "engine": "aurora-postgresql"})
    for i in range(14):
        instance(aws, made, f"more-{i}")
    aws.refuses("InstanceQuotaExceeded", INSTANCE, engine="aurora-postgresql", **asked)


def test_names_of_groups_are_taken_once(aws: Account, place: Made) -> None:
    aws.refuses("DBSubnetGroupAlreadyExists", SUBNET_GROUP, **place.inputs)
    aws.make(PARAMETER_GROUP, name="clinic", family="aurora-postgresql17")
    aws.refuses("DBParameterGroupAlreadyExists", PARAMETER_GROUP, name="clinic", family="aurora-postgresql17")


@pytest.mark.parametrize("name", ["engine", "kmsKeyId", "storageEncrypted", "dbSubnetGroupName", "masterUsername"])
def test_what_would_lose_the_data_replaces_the_cluster(aws: Account, place: Made, name: str) -> None:
    assert aws.replaced_by(cluster(aws, place), **{name: "other"}) == [name]
