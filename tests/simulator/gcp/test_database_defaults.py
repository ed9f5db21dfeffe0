"""What databases, caches and file shares take where a program says nothing, in the simulated Google Cloud: leaving it out changes nothing."""

from typing import Any

import pytest

from simulator.rules.gcp.alloydb import cluster, instance
from simulator.rules.gcp.caches import VALKEY
from simulator.rules.gcp.databases import instance as sql
from simulator.rules.gcp.shares_and_tables import FILESTORE, SPANNER, SPANNER_DATABASE, backup_schedule
from simulator.values import UNKNOWN
from tests.simulator.gcp.project import REGION, Made, Project

EVERY_DAY = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]
BACKED_UP = {"enabled": True, "startTime": "01:00", "pointInTimeRecoveryEnabled": True}


def alloydb(gcp: Project, **inputs: Any) -> Made:
    return gcp.make(cluster.type, clusterId="phi", location=REGION, pscConfig={"pscEnabled": True}, deletionProtection=False, **inputs)


def test_alloydb_backs_up_by_itself_each_day_for_two_weeks(gcp: Project) -> None:
    made = alloydb(gcp)
    daily, lasting = made["automatedBackupPolicy"], made["continuousBackupConfig"]
    assert (daily["enabled"], daily["backupWindow"], daily["location"]) == (True, "3600s", REGION)
    assert daily["weeklySchedule"]["daysOfWeeks"] == EVERY_DAY
    assert daily["timeBasedRetention"] == {"retentionPeriod": "1209600s"}
    assert lasting == {"enabled": True, "recoveryWindowDays": 14}
    assert made["dataplexConfig"] == {"enabled": True}


def test_what_is_said_of_a_backup_stands_and_the_rest_is_taken(gcp: Project) -> None:
    said = {"enabled": False, "quantityBasedRetention": {"count": 9}, "weeklySchedule": {"startTimes": [{"hours": 2}]}}
    made = alloydb(gcp, automatedBackupPolicy=said, continuousBackupConfig={"recoveryWindowDays": 35})
    daily = made["automatedBackupPolicy"]
    assert (daily["enabled"], daily["quantityBasedRetention"], daily["location"]) == (False, {"count": 9}, REGION)
    assert daily["weeklySchedule"] == {"daysOfWeeks": EVERY_DAY, "startTimes": [{"hours": 2}]}
    assert "timeBasedRetention" not in daily
    assert made["continuousBackupConfig"] == {"enabled": True, "recoveryWindowDays": 35}


def test_backups_take_the_clusters_key(gcp: Project) -> None:
    key = gcp.key()
    gcp.grant(key, "gcp-sa-alloydb.iam.gserviceaccount.com")
    made = alloydb(gcp, encryptionConfig={"kmsKeyName": key.id}, automatedBackupPolicy={"encryptionConfig": {}})
    assert made["automatedBackupPolicy"]["encryptionConfig"] == made["continuousBackupConfig"]["encryptionConfig"] == {"kmsKeyName": key.id}


def test_a_copy_of_a_cluster_says_nothing_of_backups(gcp: Project) -> None:
    planned = gcp.plan(
        cluster.type,
        clusterId="copy",
        location=REGION,
        clusterType="SECONDARY",
        secondaryConfig={"primaryClusterName": "projects/p/locations/europe-west1/clusters/phi"},
    )
    assert planned["automatedBackupPolicy"] is UNKNOWN


def test_alloydb_encrypts_and_has_no_public_address_unless_it_is_told(gcp: Project) -> None:
    made = gcp.make(instance.type, cluster=alloydb(gcp).id, instanceId="phi", instanceType="PRIMARY", clientConnectionConfig={})
    assert made["clientConnectionConfig"] == {"requireConnectors": False, "sslConfig": {"sslMode": "ENCRYPTED_ONLY"}}
    assert made["networkConfig"] == {"enablePublicIp": False, "enableOutboundPublicIp": False}
    assert made["queryInsightsConfig"]["queryPlansPerMinute"] == 5


def postgres(gcp: Project, **settings: Any) -> Made:
    wanted = {"edition": "ENTERPRISE", "tier": "db-custom-2-8192", "ipConfiguration": {"ipv4Enabled": True}, **settings}
    return gcp.make(sql.type, name="cases", databaseVersion="POSTGRES_16", region=REGION, deletionProtection=False, settings=wanted)


@pytest.mark.parametrize(("edition", "kept", "days"), [("ENTERPRISE", 7, 7), ("ENTERPRISE_PLUS", 15, 14)])
def test_cloud_sql_keeps_backups_by_its_edition(gcp: Project, edition: str, kept: int, days: int) -> None:
    backups = postgres(gcp, edition=edition, backupConfiguration=BACKED_UP)["settings"]["backupConfiguration"]
    assert backups["backupRetentionSettings"] == {"retainedBackups": kept, "retentionUnit": "COUNT"}
    assert backups["transactionLogRetentionDays"] == days


def test_cloud_sql_opens_nothing_by_itself(gcp: Project) -> None:
    settings = postgres(gcp, insightsConfig={"queryInsightsEnabled": True})["settings"]
    assert (settings["dataApiAccess"], settings["enableGoogleMlIntegration"]) == ("DISALLOW_DATA_API", False)
    assert settings["ipConfiguration"]["enablePrivatePathForGoogleCloudServices"] is False
    assert settings["insightsConfig"]["queryPlansPerMinute"] == 5
    assert "backupConfiguration" not in settings


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        ({"ipConfiguration": {"ipv4Enabled": False, "pscConfigs": [{"pscEnabled": False}]}}, "settings.ipConfiguration"),
        ({"ipConfiguration": {"ipv4Enabled": False, "pscConfigs": [{"allowedConsumerProjects": ["p"]}]}}, "settings.ipConfiguration"),
        (
            {"ipConfiguration": {"serverCertificateRotationMode": "AUTOMATIC_ROTATION_DURING_MAINTENANCE"}},
            "settings.ipConfiguration.serverCertificateRotationMode",
        ),
        ({"edition": "ENTERPRISE", "dataCacheConfig": {"dataCacheEnabled": True}}, "settings.dataCacheConfig.dataCacheEnabled"),
    ],
)
def test_settings_that_cloud_sql_refuses(gcp: Project, settings: dict[str, Any], where: str) -> None:
    wanted = {"tier": "db-custom-2-8192", **settings}
    found = gcp.faults(sql.type, name="cases", databaseVersion="POSTGRES_16", region=REGION, settings=wanted)
    assert {fault.partition(":")[0] for fault in found} == {where}


def test_a_squashed_root_writes_as_nobody(gcp: Project) -> None:
    network = gcp.network()
    options = [
        {"ipRanges": ["10.0.0.0/24"], "squashMode": "ROOT_SQUASH", "anonUid": 1000},
        {"ipRanges": ["10.0.1.0/24"], "squashMode": "NO_ROOT_SQUASH"},
    ]
    made = gcp.make(
        FILESTORE,
        name="wards",
        location=f"{REGION}-a",
        tier="ZONAL",
        fileShares={"name": "wards", "capacityGb": 1024, "nfsExportOptions": options},
        networks=[{"network": network.id, "modes": ["MODE_IPV4"]}],
    )
    squashed, open_ = made["fileShares"]["nfsExportOptions"]
    assert (squashed["anonUid"], squashed["anonGid"]) == (1000, 65534)
    assert "anonUid" not in open_


@pytest.mark.parametrize(("tier", "place"), [("REGIONAL", f"{REGION}-a"), ("ZONAL", REGION)])
def test_files_stand_where_their_tier_does(gcp: Project, tier: str, place: str) -> None:
    shares, networks = {"name": "wards", "capacityGb": 1024}, [{"network": gcp.network().id, "modes": ["MODE_IPV4"]}]
    gcp.refuses("invalid", FILESTORE, match="name a", name="wards", location=place, tier=tier, fileShares=shares, networks=networks)


def test_caches_stand_in_several_zones_and_spanner_makes_no_schedule(gcp: Project) -> None:
    cache = gcp.make(VALKEY, instanceId="sessions", location=REGION, shardCount=1)
    assert cache["zoneDistributionConfig"] == {"mode": "MULTI_ZONE"}
    ledger = gcp.make(SPANNER, name="ledger", config=f"regional-{REGION}", displayName="ledger", numNodes=1)
    assert (ledger["defaultBackupScheduleType"], ledger["forceDestroy"]) == ("NONE", False)
    database = gcp.make(SPANNER_DATABASE, name="prescriptions", instance=ledger["name"], deletionProtection=False)
    schedule = gcp.make(
        backup_schedule.type,
        name="nightly",
        instance=ledger["name"],
        database=database["name"],
        retentionDuration="604800s",
        spec={"cronSpec": {"text": "0 2 * * *"}},
        fullBackupSpec={},
    )
    assert schedule["encryptionConfig"] == {"encryptionType": "USE_DATABASE_ENCRYPTION"}
