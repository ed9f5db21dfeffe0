"""A zone's project has its APIs on, logs who reads data, and gives its default accounts no power."""

from typing import Any

import pytest

from ai_zones.gcp.validation import InvalidInputError
from ai_zones.gcp.zone_project import FOUNDATION, GcpZoneProject
from tests.gcp.recording import NUMBER, PROJECT, Recording, record

MADE = {"folder_id": "123456789012", "billing_account": "012345-6789AB-CDEF01"}


def project(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {"zone": "phi", "project": PROJECT, **changes}
    return record(lambda: GcpZoneProject("phi", args).project_number, preview=preview)


def test_a_project_is_adopted_unless_it_is_asked_for() -> None:
    recording = project()
    assert recording.read("organizations/project:Project") == {"phi-project": f"projects/{PROJECT}"}
    assert recording.of("resourcemanager/lien:Lien") == []
    assert recording.result == NUMBER


def test_a_project_that_is_made_is_protected_three_times_and_has_no_default_network() -> None:
    recording = project(create=MADE, labels={"team": "ehr"})
    made, lien = recording.one("organizations/project:Project"), recording.one("resourcemanager/lien:Lien")
    assert (made.inputs["projectId"], made.inputs["name"], made.inputs["folderId"]) == (PROJECT, PROJECT, MADE["folder_id"])
    assert (made.protect, made.inputs["deletionPolicy"], made.inputs["autoCreateNetwork"]) == (True, "PREVENT", False)
    assert made.inputs["labels"] == {"ai-zone": "phi", "team": "ehr"}
    assert (lien.inputs["parent"], lien.inputs["restrictions"]) == (f"projects/{NUMBER}", ["resourcemanager.projects.delete"])


def test_protection_is_lifted_by_name_alone() -> None:
    recording = project(create=MADE, deletion_protection=False)
    made = recording.one("organizations/project:Project")
    assert (made.protect, made.inputs["deletionPolicy"], recording.of("resourcemanager/lien:Lien")) == (False, "DELETE", [])


def test_a_project_with_what_can_not_be_deleted_is_forgotten_and_stays() -> None:
    recording = project(create=MADE, deletion_protection=False, kept=True)
    assert recording.one("organizations/project:Project").inputs["deletionPolicy"] == "ABANDON"
    assert project(create=MADE, kept=True).one("organizations/project:Project").inputs["deletionPolicy"] == "PREVENT"


def test_apis_are_turned_on_and_never_off() -> None:
    recording = project(create=MADE, services=["alloydb", "dns.googleapis.com"])
    apis = recording.of("projects/service:Service")
    assert {one.inputs["service"] for one in apis} == {f"{api}.googleapis.com" for api in (*FOUNDATION, "alloydb")}
    assert {(one.inputs["disableOnDestroy"], one.inputs["project"]) for one in apis} == {(False, PROJECT)}
    assert all(recording.waits(one, recording.one("organizations/project:Project")) for one in apis)


def test_every_read_and_write_of_data_is_logged() -> None:
    audit = project(audit_exempted_members=["serviceAccount:backup@acme-prod-phi.iam.gserviceaccount.com"]).one(
        "projects/iAMAuditConfig:IAMAuditConfig"
    )
    assert audit.inputs["service"] == "allServices"
    assert [one["logType"] for one in audit.inputs["auditLogConfigs"]] == ["ADMIN_READ", "DATA_READ", "DATA_WRITE"]
    assert "exemptedMembers" not in project().one("projects/iAMAuditConfig:IAMAuditConfig").inputs["auditLogConfigs"][0]


def test_default_accounts_give_no_credentials_once_their_apis_are_on() -> None:
    recording = project()
    accounts = recording.one("projects/defaultServiceAccounts:DefaultServiceAccounts")
    assert (accounts.inputs["action"], accounts.inputs["restorePolicy"]) == ("DISABLE", "NONE")
    assert recording.waits(accounts, recording.one("projects/service:Service", "phi-api-compute"))
    assert project(default_service_accounts="keep").of("projects/defaultServiceAccounts:DefaultServiceAccounts") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"create": {"billing_account": MADE["billing_account"]}}, "exactly one of both is required"),
        ({"create": {**MADE, "organization_id": "123456789012"}}, "exactly one of both is required"),
        ({"create": {**MADE, "billing_account": "billing"}}, "a billing account, such as"),
        ({"create": MADE, "project": "acme-google-phi"}, "must not hold 'google'"),
        ({"labels": {"team": "ehr"}}, "for a project that is adopted"),
        ({"services": ["Alloy DB"]}, "the name of an API"),
        ({"default_service_accounts": "delete"}, "one of disable, deprivilege, keep"),
        ({"audit_exempted_members": ["allUsers"]}, "never allUsers"),
    ],
)
def test_a_project_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        project(**changes)
