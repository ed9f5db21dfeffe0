"""AlloyDB in the simulated Google Cloud."""

from typing import Any

import pytest

from simulator.packages.gcp_services import number_of_project
from simulator.rules.gcp.kinds import ALLOYDB, ALLOYDB_INSTANCE, FORWARDING_RULE
from tests.simulator.gcp.project import OTHER_PROJECT, REGION, Made, Project

USER, BACKUP = "gcp:alloydb/user:User", "gcp:alloydb/backup:Backup"


def cluster(gcp: Project, **inputs: Any) -> Made:
    wanted = {"clusterId": "phi", "location": REGION, "pscConfig": {"pscEnabled": True}, "deletionProtection": False, **inputs}
    return gcp.make(ALLOYDB, **wanted)


def instance(gcp: Project, home: Made, name: str = "phi-primary", **inputs: Any) -> Made:
    return gcp.make(ALLOYDB_INSTANCE, **{"cluster": home.id, "instanceId": name, "instanceType": "PRIMARY", **inputs})


def test_an_instance_is_published_to_projects_by_number(gcp: Project) -> None:
    number = number_of_project(gcp.cloud.world, OTHER_PROJECT)
    primary = instance(gcp, cluster(gcp), pscInstanceConfig={"allowedConsumerProjects": [number]})
    config = primary["pscInstanceConfig"]
    assert config["pscDnsName"].endswith(f".{REGION}.alloydb-psc.goog.")
    network = gcp.network("deid", project=OTHER_PROJECT)
    subnet = gcp.subnet(network, name="deid", project=OTHER_PROJECT)
    address = gcp.make("gcp:compute/address:Address", name="a", project=OTHER_PROJECT, subnetwork=subnet.id, addressType="INTERNAL")
    link = {"target": config["serviceAttachmentLink"], "network": network.id, "ipAddress": address.id, "loadBalancingScheme": ""}
    endpoint = gcp.make(FORWARDING_RULE, name="to-phi", project=OTHER_PROJECT, **link)
    assert endpoint["pscConnectionStatus"] == gcp.read(endpoint)[0]["pscConnectionStatus"] == "ACCEPTED"


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"pscConfig": None}, "pscConfig"),
        ({"networkConfig": {"network": "projects/p/global/networks/n"}}, "networkConfig.network"),
        ({"continuousBackupConfig": {"recoveryWindowDays": 36}}, "continuousBackupConfig.recoveryWindowDays"),
        ({"automatedBackupPolicy": {"location": "us-east1"}}, "automatedBackupPolicy.location"),
        ({"automatedBackupPolicy": {"backupWindow": "60s"}}, "automatedBackupPolicy.backupWindow"),
        (
            {"automatedBackupPolicy": {"timeBasedRetention": {"retentionPeriod": "60s"}}},
            "automatedBackupPolicy.timeBasedRetention.retentionPeriod",
        ),
        (
            {"automatedBackupPolicy": {"quantityBasedRetention": {"count": 3}, "timeBasedRetention": {"retentionPeriod": "864000s"}}},
            "automatedBackupPolicy",
        ),
        (
            {"automatedBackupPolicy": {"weeklySchedule": {"startTimes": [{"hours": 1, "minutes": 30}]}}},
            "automatedBackupPolicy.weeklySchedule.startTimes[0]",
        ),
        ({"clusterType": "SECONDARY"}, "secondaryConfig"),
        ({"initialUser": {"password": "a", "passwordWo": "b"}}, "initialUser"),
    ],
)
def test_a_cluster_that_alloydb_refuses(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    wanted = {"clusterId": "phi", "location": REGION, "pscConfig": {"pscEnabled": True}, **inputs}
    found = gcp.faults(ALLOYDB, **{name: value for name, value in wanted.items() if value is not None})
    assert {fault.partition(":")[0] for fault in found} == {where}


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"instanceType": "READ_POOL"}, "readPoolConfig"),
        ({"instanceType": "READ_POOL", "readPoolConfig": {"nodeCount": 2}, "availabilityType": "ZONAL"}, "availabilityType"),
        ({"gceZone": "europe-west3-a"}, "gceZone"),
        ({"pscInstanceConfig": {"allowedConsumerProjects": [OTHER_PROJECT]}}, "pscInstanceConfig.allowedConsumerProjects[0]"),
        ({"networkConfig": {"authorizedExternalNetworks": [{"cidrRange": "192.0.2.0/24"}]}}, "networkConfig.authorizedExternalNetworks"),
        ({"queryInsightsConfig": {"queryPlansPerMinute": 21}}, "queryInsightsConfig.queryPlansPerMinute"),
    ],
)
def test_an_instance_that_alloydb_refuses(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    home = cluster(gcp)
    found = gcp.faults(ALLOYDB_INSTANCE, **{"cluster": home.id, "instanceId": "phi-primary", "instanceType": "PRIMARY", **inputs})
    assert {fault.partition(":")[0] for fault in found} == {where}


def test_a_pool_comes_after_the_primary_and_goes_before_it(gcp: Project) -> None:
    home = cluster(gcp)
    pool = {"cluster": home.id, "instanceId": "phi-read", "instanceType": "READ_POOL", "readPoolConfig": {"nodeCount": 2}}
    gcp.refuses("failedPrecondition", ALLOYDB_INSTANCE, **pool)
    primary = instance(gcp, home)
    gcp.refuses("alreadyExists", ALLOYDB_INSTANCE, **{**pool, "instanceType": "PRIMARY", "readPoolConfig": None, "instanceId": "second"})
    gcp.make(ALLOYDB_INSTANCE, **pool)
    gcp.refuses_delete("failedPrecondition", primary, "has a read pool")


def test_consumers_are_named_where_the_cluster_is_published(gcp: Project) -> None:
    network = gcp.network()
    range_ = gcp.make(
        "gcp:compute/globalAddress:GlobalAddress",
        name="g",
        purpose="VPC_PEERING",
        addressType="INTERNAL",
        prefixLength=16,
        network=network.id,
    )
    gcp.make(
        "gcp:servicenetworking/connection:Connection",
        network=network.id,
        service="servicenetworking.googleapis.com",
        reservedPeeringRanges=[range_["name"]],
    )
    home = cluster(gcp, pscConfig=None, networkConfig={"network": network.id})
    psc = {"allowedConsumerProjects": ["123456789012"]}
    gcp.refuses("invalid", ALLOYDB_INSTANCE, cluster=home.id, instanceId="phi-primary", instanceType="PRIMARY", pscInstanceConfig=psc)


def test_a_user_needs_a_primary_and_an_identity_has_no_password(gcp: Project) -> None:
    home = cluster(gcp)
    wanted = {"cluster": home.id, "userId": "feed@hospital-phi.iam", "userType": "ALLOYDB_IAM_USER"}
    gcp.refuses("failedPrecondition", USER, **wanted)
    instance(gcp, home)
    assert gcp.make(USER, **wanted).id == f"{home.id}/users/feed@hospital-phi.iam"
    faults = gcp.faults(USER, **{**wanted, "userId": "feed@hospital-phi.iam.gserviceaccount.com", "password": "x"})
    assert {fault.partition(":")[0] for fault in faults} == {"userId", "password"}


def test_a_backup_stands_where_its_cluster_does(gcp: Project) -> None:
    home = cluster(gcp)
    gcp.refuses("invalid", BACKUP, backupId="b", clusterName=home.id, location="us-east1")
    assert gcp.stands(gcp.make(BACKUP, backupId="b", clusterName=home.id, location=REGION))
