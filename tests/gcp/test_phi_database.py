"""The PHI database has no address but endpoints of named projects, no passwords, one key, and a trail of who touched what."""

from typing import Any

import pytest

from ai_zones.gcp.database_link import GcpDatabaseLink
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.phi_database import GcpPhiDatabase
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.conftest import ATTACHMENT
from tests.gcp.recording import OTHER_PROJECT, PLACE, PROJECT, REGION, Recording, network, record, subnetwork

KEY = key_path(PROJECT, REGION, "phi-keys", "sql")
NAME = "abc.def.europe-west3.sql.goog."
USERS = {
    "retrieval": {"member": "serviceAccount:retrieval@acme-prod-deid.iam.gserviceaccount.com"},
    "dba": {"member": "group:dba@example.com", "administrator": True},
}
INSTANCE, USER = "sql/databaseInstance:DatabaseInstance", "sql/user:User"


def database(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {**PLACE, "kms_key": KEY, "consumer_projects": [OTHER_PROJECT], **changes}

    def program() -> Any:
        made = GcpPhiDatabase("records", args)
        return [made.connection_name, made.service_attachment, made.dns_name]

    return record(program, preview=preview)


def settings(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = database(**changes).one(INSTANCE).inputs["settings"]
    return found


def test_it_is_reached_by_endpoints_of_named_projects_alone() -> None:
    ip = settings()["ipConfiguration"]
    assert ip["ipv4Enabled"] is False
    assert "privateNetwork" not in ip
    assert "authorizedNetworks" not in ip
    assert ip["pscConfigs"] == [{"pscEnabled": True, "allowedConsumerProjects": [OTHER_PROJECT]}]
    assert settings()["dataApiAccess"] == "DISALLOW_DATA_API"
    assert database().result == [f"{PROJECT}:{REGION}:phi-pg", ATTACHMENT, NAME]


def test_a_client_shows_a_certificate_and_an_identity_and_nobody_has_a_password() -> None:
    recording = database(users=USERS)
    ip = recording.one(INSTANCE).inputs["settings"]["ipConfiguration"]
    assert (ip["sslMode"], ip["serverCaMode"]) == ("TRUSTED_CLIENT_CERTIFICATE_REQUIRED", "GOOGLE_MANAGED_CAS_CA")
    retrieval, dba = recording.one(USER, "records-user-retrieval"), recording.one(USER, "records-user-dba")
    assert (retrieval.inputs["name"], retrieval.inputs["type"]) == ("retrieval@acme-prod-deid.iam", "CLOUD_IAM_SERVICE_ACCOUNT")
    assert (dba.inputs["name"], dba.inputs["type"], dba.inputs["databaseRoles"]) == (
        "dba@example.com",
        "CLOUD_IAM_GROUP",
        ["cloudsqlsuperuser"],
    )
    assert not any("password" in one.inputs for one in recording.of(USER))
    assert "databaseRoles" not in retrieval.inputs
    assert "rootPassword" not in recording.one(INSTANCE).inputs


def test_a_user_may_log_in_to_this_instance_alone() -> None:
    grants = database(users=USERS).of("projects/iAMMember:IAMMember")
    assert {one.inputs["role"] for one in grants} == {"roles/cloudsql.client", "roles/cloudsql.instanceUser"}
    assert {one.inputs["condition"]["expression"] for one in grants} == {
        f'resource.service == "sqladmin.googleapis.com" && resource.name == "projects/{PROJECT}/instances/phi-pg"'
    }


def test_the_trail_says_who_touched_what_and_holds_no_values() -> None:
    flags = {one["name"]: one["value"] for one in settings()["databaseFlags"]}
    assert flags["cloudsql.enable_pgaudit"] == flags["cloudsql.iam_authentication"] == "on"
    assert flags["pgaudit.log"] == "ddl,read,role,write"
    assert (flags["pgaudit.log_parameter"], flags["log_statement"]) == ("off", "none")
    assert settings()["insightsConfig"]["queryPlansPerMinute"] == 0


def test_backups_stay_in_the_region_and_any_moment_of_35_days_comes_back() -> None:
    backup = settings()["backupConfiguration"]
    assert (backup["enabled"], backup["pointInTimeRecoveryEnabled"], backup["location"]) == (True, True, REGION)
    assert (backup["transactionLogRetentionDays"], backup["backupRetentionSettings"]["retainedBackups"]) == (35, 35)
    assert settings()["retainBackupsOnDelete"] is True
    assert database().one(INSTANCE).inputs["encryptionKeyName"] == KEY


def test_it_has_a_standby_unless_it_is_for_development() -> None:
    assert (settings()["edition"], settings()["availabilityType"]) == ("ENTERPRISE_PLUS", "REGIONAL")
    assert settings(highly_available=False)["availabilityType"] == "ZONAL"
    assert settings()["userLabels"] == {"ai-zone": "phi", "data-class": "phi"}


def test_it_is_protected_by_pulumi_the_provider_and_google() -> None:
    for removable in (False, True):
        recording = database(removable=removable)
        made = recording.one(INSTANCE)
        held = (made.protect, made.inputs["deletionProtection"], made.inputs["settings"]["deletionProtectionEnabled"])
        assert held == (not removable,) * 3
        assert recording.one("sql/database:Database").protect is not removable
    assert made.ignore_changes == ("settings.diskSize",)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"version": "12"}, "16, 17 or 18"),
        ({"tier": "db-f1-micro"}, "a machine type of Enterprise Plus"),
        ({"retained_backups": 1}, "retained_backups: given 1"),
        ({"log_retention_days": 1}, "log_retention_days: given 1"),
        ({"consumer_projects": ["*"]}, "a project's id"),
        ({"users": {"all": {"member": "domain:example.com"}}}, "lets nobody else log in"),
        ({"kms_key": key_path(PROJECT, "us-east1", "r", "k")}, "given a key of us-east1"),
    ],
)
def test_a_database_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        database(**changes)


def link(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "zone": "deidentification",
        "project": OTHER_PROJECT,
        "region": REGION,
        "network": network("deid", OTHER_PROJECT),
        "endpoint_subnetwork": subnetwork("deid-endpoints", OTHER_PROJECT),
        "address": "10.20.0.250",
        "service_attachment": ATTACHMENT,
        "dns_name": NAME,
        **changes,
    }
    return record(lambda: GcpDatabaseLink("deid-database", args).dns_zone, preview=preview)


def test_a_consumer_has_an_endpoint_and_the_databases_own_name_leads_to_it() -> None:
    recording = link()
    endpoint, name = recording.one("compute/forwardingRule:ForwardingRule"), recording.one("dns/recordSet:RecordSet")
    assert (endpoint.inputs["target"], endpoint.inputs["loadBalancingScheme"]) == (ATTACHMENT, "")
    assert endpoint.inputs["ipAddress"] == f"projects/{OTHER_PROJECT}/regions/{REGION}/addresses/deid-database"
    assert (name.inputs["name"], name.inputs["rrdatas"]) == (NAME, ["10.20.0.250"])
    zone = recording.one("dns/managedZone:ManagedZone")
    assert (zone.inputs["dnsName"], zone.inputs["visibility"]) == ("europe-west3.sql.goog.", "private")
    assert recording.waits(name, zone)
    assert endpoint.inputs["labels"] == {"ai-zone": "deidentification", "ai-flow": "database"}


def test_a_further_link_of_a_network_uses_the_zone_that_is_there() -> None:
    recording = link(dns_zone="names")
    assert recording.of("dns/managedZone:ManagedZone") == []
    assert recording.one("dns/recordSet:RecordSet").inputs["managedZone"] == "names"
