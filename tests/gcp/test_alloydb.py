"""A PHI database on AlloyDB has no address but endpoints of named projects, no passwords, one key, and a trail of who touched what."""

from typing import Any

import pytest

from ai_zones.gcp.alloydb import GcpAlloyDb
from ai_zones.gcp.alloydb_input import GcpAlloyDbArgs
from ai_zones.gcp.database_link import GcpDatabaseLink, database_domain
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.conftest import ALLOYDB_NAME, ATTACHMENT
from tests.gcp.recording import NUMBER, OTHER_NUMBER, OTHER_PROJECT, PLACE, PROJECT, REGION, Recording, network, record, subnetwork

KEY = key_path(PROJECT, REGION, "phi-keys", "alloydb")
CLUSTER, INSTANCE, USER = "alloydb/cluster:Cluster", "alloydb/instance:Instance", "alloydb/user:User"
HOME = f"projects/{PROJECT}/locations/{REGION}/clusters/phi-alloydb"
USERS = {
    "retrieval": {"member": "serviceAccount:retrieval@acme-prod-deid.iam.gserviceaccount.com"},
    "dba": {"member": "group:dba@example.com", "administrator": True},
}


def database(preview: bool = False, **changes: Any) -> Recording:
    args: GcpAlloyDbArgs = {**PLACE, "kms_key": KEY, "consumers": {OTHER_PROJECT: OTHER_NUMBER}, **changes}  # type: ignore[typeddict-item]

    def program() -> Any:
        made = GcpAlloyDb("records", args)
        return [made.cluster_id, made.instance_id, made.service_attachment, made.dns_name, made.read_dns_name]

    return record(program, preview=preview)


def cluster(**changes: Any) -> dict[str, Any]:
    return database(**changes).one(CLUSTER).inputs


def test_it_is_reached_by_endpoints_of_named_projects_alone() -> None:
    made, primary = cluster(), database().one(INSTANCE).inputs
    assert made["pscConfig"] == {"pscEnabled": True}
    assert "networkConfig" not in made
    assert "networkConfig" not in primary
    assert primary["pscInstanceConfig"] == {"allowedConsumerProjects": [OTHER_NUMBER]}
    assert primary["clientConnectionConfig"]["sslConfig"] == {"sslMode": "ENCRYPTED_ONLY"}
    assert database().result == [HOME, f"{HOME}/instances/phi-alloydb-primary", ATTACHMENT, ALLOYDB_NAME, None]


def test_consumers_stand_in_the_order_of_their_ids() -> None:
    primary = database(consumers={OTHER_PROJECT: OTHER_NUMBER, "acme-prod-access": NUMBER}).one(INSTANCE)
    assert primary.inputs["pscInstanceConfig"]["allowedConsumerProjects"] == [NUMBER, OTHER_NUMBER]


def test_people_and_programs_log_in_as_themselves_and_nobody_has_a_password() -> None:
    recording = database(users=USERS)
    assert "initialUser" not in recording.one(CLUSTER).inputs
    retrieval, dba = recording.one(USER, "records-user-retrieval").inputs, recording.one(USER, "records-user-dba").inputs
    assert (retrieval["userId"], retrieval["userType"]) == ("retrieval@acme-prod-deid.iam", "ALLOYDB_IAM_USER")
    assert (dba["userId"], dba["userType"]) == ("dba@example.com", "ALLOYDB_IAM_GROUP")
    assert (retrieval["databaseRoles"], dba["databaseRoles"]) == (["alloydbiamuser"], ["alloydbiamuser", "alloydbsuperuser"])
    assert not any("password" in one.inputs for one in recording.of(USER))
    grants = recording.of("projects/iAMMember:IAMMember")
    assert {one.inputs["role"] for one in grants} == {"roles/alloydb.databaseUser", "roles/serviceusage.serviceUsageConsumer"}
    assert recording.waits(recording.one(USER, "records-user-dba"), recording.one(INSTANCE))


def test_the_trail_says_who_touched_what_and_holds_no_values() -> None:
    flags = database().one(INSTANCE).inputs["databaseFlags"]
    assert flags["alloydb.enable_pgaudit"] == flags["alloydb.iam_authentication"] == "on"
    assert flags["pgaudit.log"] == "ddl,read,role,write"
    assert (flags["pgaudit.log_parameter"], flags["log_statement"]) == ("off", "none")
    assert flags["google_ml_integration.enable_model_support"] == "off"
    assert database().one(INSTANCE).inputs["queryInsightsConfig"]["queryPlansPerMinute"] == 0


def test_data_and_both_kinds_of_backup_have_one_key_and_stay_in_the_region() -> None:
    made = cluster()
    daily, any_moment = made["automatedBackupPolicy"], made["continuousBackupConfig"]
    keys = {one["encryptionConfig"]["kmsKeyName"] for one in (made, daily, any_moment)}
    assert keys == {KEY}
    assert (daily["enabled"], daily["location"], daily["timeBasedRetention"]) == (True, REGION, {"retentionPeriod": f"{35 * 86_400}s"})
    assert len(daily["weeklySchedule"]["daysOfWeeks"]) == 7
    assert (any_moment["enabled"], any_moment["recoveryWindowDays"]) == (True, 35)
    assert made["dataplexConfig"] == {"enabled": False}


def test_it_has_a_standby_and_reads_where_they_are_asked_for() -> None:
    assert database().one(INSTANCE).inputs["availabilityType"] == "REGIONAL"
    assert database(highly_available=False).one(INSTANCE).inputs["availabilityType"] == "ZONAL"
    recording = database(read_nodes=2)
    primary, pool = recording.one(INSTANCE, "records-primary"), recording.one(INSTANCE, "records-read")
    assert (pool.inputs["instanceType"], pool.inputs["readPoolConfig"]) == ("READ_POOL", {"nodeCount": 2})
    assert "availabilityType" not in pool.inputs
    assert pool.inputs["pscInstanceConfig"] == primary.inputs["pscInstanceConfig"]
    assert pool.inputs["databaseFlags"] == primary.inputs["databaseFlags"]
    assert recording.waits(pool, primary)


def test_it_is_protected_by_pulumi_and_the_provider() -> None:
    for removable in (False, True):
        recording = database(removable=removable)
        made, primary = recording.one(CLUSTER), recording.one(INSTANCE)
        assert (made.protect, primary.protect, made.inputs["deletionProtection"]) == (not removable,) * 3
        assert made.inputs["deletionPolicy"] == ("DEFAULT" if removable else "PREVENT")
        assert primary.inputs["deletionPolicy"] == ("DELETE" if removable else "PREVENT")


def test_maintenance_comes_at_night_on_the_day_that_is_given() -> None:
    window = cluster(maintenance_day=3)["maintenanceUpdatePolicy"]["maintenanceWindows"]
    assert window == [{"day": "WEDNESDAY", "startTime": {"hours": 2}}]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": "14"}, "15, 16 or 17"),
        ({"cpu_count": 3}, "must be one of 2, 4, 8"),
        ({"backup_retention_days": 1}, "backup_retention_days: given 1"),
        ({"recovery_window_days": 36}, "recovery_window_days: given 36"),
        ({"read_nodes": 21}, "read_nodes: given 21"),
        ({"consumers": {"*": OTHER_NUMBER}}, "a project's id"),
        ({"consumers": {OTHER_PROJECT: OTHER_PROJECT}}, "names consumers by number alone"),
        ({"users": {"all": {"member": "domain:example.com"}}}, "lets nobody else log in"),
        ({"kms_key": key_path(PROJECT, "us-east1", "r", "k")}, "given a key of us-east1"),
    ],
)
def test_a_cluster_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        database(**changes)


def test_a_consumer_asks_for_it_by_a_name_of_alloydbs() -> None:
    args: Any = {
        "zone": "deidentification",
        "project": OTHER_PROJECT,
        "region": REGION,
        "network": network("deid", OTHER_PROJECT),
        "endpoint_subnetwork": subnetwork("deid-endpoints", OTHER_PROJECT),
        "address": "10.20.0.250",
        "service_attachment": "projects/tenant-tp/regions/europe-west3/serviceAttachments/a-1-psc-service-attachment-2",
        "dns_name": "abc.def.europe-west3.alloydb-psc.goog",
        "engine": "alloydb",
    }
    recording = record(lambda: GcpDatabaseLink("deid-database", args).dns_zone)
    assert recording.one("dns/managedZone:ManagedZone").inputs["dnsName"] == "europe-west3.alloydb-psc.goog."
    assert recording.one("dns/recordSet:RecordSet").inputs["name"] == "abc.def.europe-west3.alloydb-psc.goog."
    assert (database_domain(REGION), database_domain(REGION, "alloydb")) == ("europe-west3.sql.goog", "europe-west3.alloydb-psc.goog")
