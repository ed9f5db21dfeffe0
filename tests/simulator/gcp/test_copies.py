"""Copies that make themselves, in the simulated Google Cloud: snapshot schedules, backup schedules, transfers, what ends in a bucket."""

from typing import Any

from tests.simulator.gcp.project import REGION, Project

DISK, POLICY = "gcp:compute/disk:Disk", "gcp:compute/resourcePolicy:ResourcePolicy"
ATTACHMENT = "gcp:compute/diskResourcePolicyAttachment:DiskResourcePolicyAttachment"
BACKUPS, TRANSFER = "gcp:spanner/backupSchedule:BackupSchedule", "gcp:storage/transferJob:TransferJob"
USER, WORKBENCH = "gcp:sql/user:User", "gcp:workbench/instance:Instance"
ZONE = f"{REGION}-b"
DAILY: dict[str, Any] = {"schedule": {"dailySchedule": {"daysInCycle": 1, "startTime": "02:00"}}}


def where(faults: list[str]) -> set[str]:
    return {fault.partition(":")[0] for fault in faults}


def test_a_snapshot_schedule_has_one_cycle(gcp: Project) -> None:
    assert gcp.faults(POLICY, name="nightly", region=REGION, snapshotSchedulePolicy=DAILY) == []
    both = {"schedule": {**DAILY["schedule"], "hourlySchedule": {"hoursInCycle": 4, "startTime": "02:00"}}}
    snapshots: dict[str, Any]
    for snapshots in (both, {"schedule": {}}, {"retentionPolicy": {"maxRetentionDays": 30}}):
        assert where(gcp.faults(POLICY, name="nightly", region=REGION, snapshotSchedulePolicy=snapshots)) == {
            "snapshotSchedulePolicy.schedule"
        }
    kinds = {"snapshotSchedulePolicy": DAILY, "instanceSchedulePolicy": {"timeZone": "UTC"}}
    assert gcp.faults(POLICY, name="nightly", region=REGION, **kinds) != []


def test_a_schedule_is_hung_on_a_disk_of_its_region(gcp: Project) -> None:
    gcp.refuses("notFound", ATTACHMENT, disk="scans", name="nightly", zone=ZONE)
    gcp.make(DISK, name="scans", zone=ZONE)
    gcp.refuses("notFound", ATTACHMENT, disk="scans", name="nightly", zone=ZONE)
    gcp.make(POLICY, name="nightly", region=REGION, snapshotSchedulePolicy=DAILY)
    gcp.refuses("notFound", ATTACHMENT, disk="scans", name="nightly", zone=f"{REGION}-c")
    gcp.make(ATTACHMENT, disk="scans", name="nightly", zone=ZONE)


def test_confidential_disks_are_hyperdisks_with_a_key(gcp: Project) -> None:
    key = {"kmsKeySelfLink": "projects/hospital-phi/locations/europe-west3/keyRings/a/cryptoKeys/b"}
    good = {"name": "scans", "zone": ZONE, "enableConfidentialCompute": True, "type": "hyperdisk-balanced", "diskEncryptionKey": key}
    assert gcp.faults(DISK, **good) == []
    assert where(gcp.faults(DISK, **{**good, "type": "pd-ssd"})) == {"type"}
    assert where(gcp.faults(DISK, **{name: value for name, value in good.items() if name != "diskEncryptionKey"})) == {"diskEncryptionKey"}


def test_a_backup_schedule_says_when(gcp: Project) -> None:
    sound = {"name": "nightly", "instance": "a", "database": "b", "retentionDuration": "86400s", "fullBackupSpec": {}}
    assert gcp.faults(BACKUPS, **sound, spec={"cronSpec": {"text": "0 2 * * *"}}) == []
    spec: dict[str, Any]
    for spec in ({}, {"cronSpec": {}}):
        assert where(gcp.faults(BACKUPS, **sound, spec=spec)) == {"spec.cronSpec.text"}


def test_a_transfer_leads_from_somewhere_to_somewhere(gcp: Project) -> None:
    ends: dict[str, Any] = {"gcsDataSource": {"bucketName": "a"}, "gcsDataSink": {"bucketName": "b"}}
    job = {"name": "transferJobs/nightly", "description": "copies"}
    assert gcp.faults(TRANSFER, **job, transferSpec=ends, loggingConfig={"logActions": ["COPY"], "logActionStates": ["FAILED"]}) == []
    for end in ends:
        spec = {name: value for name, value in ends.items() if name != end}
        assert gcp.faults(TRANSFER, **job, transferSpec=spec) != [], end
    assert where(gcp.faults(TRANSFER, **job, transferSpec=ends, loggingConfig={"logActions": ["PREVENT"]})) == {
        "loggingConfig.logActions[0]"
    }


def test_a_lifecycle_rule_has_a_condition(gcp: Project) -> None:
    rule = {"action": {"type": "Delete"}}
    assert (
        gcp.faults("gcp:storage/bucket:Bucket", name="a-bucket", location=REGION, lifecycleRules=[{**rule, "condition": {"age": 7}}]) == []
    )
    faults = gcp.faults("gcp:storage/bucket:Bucket", name="a-bucket", location=REGION, lifecycleRules=[{**rule, "condition": {}}])
    assert where(faults) == {"lifecycleRules[0].condition"}


def test_a_user_by_iam_is_named_by_his_address(gcp: Project) -> None:
    assert where(gcp.faults(USER, name="feed-1a2b3c4", instance="phi-pg", type="CLOUD_IAM_SERVICE_ACCOUNT")) == {"name"}
    assert gcp.faults(USER, name="feed-1a2b3c4", instance="phi-pg", type="BUILT_IN", password="x") == []


def test_a_notebook_in_a_custom_network_names_its_subnet(gcp: Project) -> None:
    network = gcp.network()
    subnet = gcp.subnet(network)
    gcp.refuses("invalid", WORKBENCH, name="study", location=ZONE, gceSetup={"networkInterfaces": [{"network": network.id}]})
    gcp.make(WORKBENCH, name="study", location=ZONE, gceSetup={"networkInterfaces": [{"network": network.id, "subnet": subnet.id}]})


def test_a_grant_on_a_database_names_its_project(gcp: Project) -> None:
    gcp.make(
        "gcp:spanner/instance:Instance", name="ledger", project="hospital-access", config="regional-europe-west3", displayName="ledger"
    )
    grant = {"instance": "ledger", "database": "drugs", "role": "roles/spanner.databaseUser", "members": ["user:ada@hospital.example"]}
    gcp.refuses("notFound", "gcp:spanner/databaseIAMBinding:DatabaseIAMBinding", **grant)
    gcp.make("gcp:spanner/databaseIAMBinding:DatabaseIAMBinding", **grant, project="hospital-access")
