"""`GcpOrganizationRecords`: every access below a node is logged and sent to the archive, and Google knows whom to tell."""

from typing import Any

import pytest

from ai_zones.gcp.organization_records import GcpOrganizationRecords
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import ORGANIZATION, Recording, record

FOLDER = "123456789012"
BUCKET = "projects/acme-prod-management/locations/europe-west3/buckets/management-archive"


def records(**changes: Any) -> Recording:
    args: Any = {"parent": f"folders/{FOLDER}", "contacts": ["security@acme.org"], "log_bucket": BUCKET, **changes}
    return record(lambda: GcpOrganizationRecords("acme-records", args).writer_identity)


def test_reads_and_writes_are_logged_without_exemption() -> None:
    audit = records().one("folder/iamAuditConfig:IamAuditConfig").inputs
    assert audit["service"] == "allServices"
    assert list(audit["auditLogConfigs"]) == [{"logType": kind} for kind in ("ADMIN_READ", "DATA_READ", "DATA_WRITE")]
    above = records(parent=f"organizations/{ORGANIZATION}").one("organizations/iamAuditConfig:IamAuditConfig").inputs
    assert above["orgId"] == ORGANIZATION


def test_the_sink_takes_all_that_is_below_and_nothing_from_the_projects_own() -> None:
    sink = records().one("logging/folderSink:FolderSink").inputs
    assert (sink["includeChildren"], sink["interceptChildren"], sink["folder"]) == (True, False, FOLDER)
    assert sink["destination"] == f"logging.googleapis.com/{BUCKET}"
    assert 'LOG_ID("cloudaudit.googleapis.com/data_access")' in sink["filter"]
    assert records(parent=f"organizations/{ORGANIZATION}").one("logging/organizationSink:OrganizationSink").inputs["orgId"] == ORGANIZATION


def test_its_writer_writes_to_one_log_bucket() -> None:
    grant = records().one("projects/iAMMember:IAMMember").inputs
    assert (grant["project"], grant["role"]) == ("acme-prod-management", "roles/logging.bucketWriter")
    assert grant["condition"]["expression"] == 'resource.name.endsWith("locations/europe-west3/buckets/management-archive")'


def test_without_an_archive_nothing_is_sent_yet() -> None:
    found = records(log_bucket=None)
    assert found.of("logging/folderSink:FolderSink") == []
    assert found.result is None


def test_contacts_are_told_of_security_and_law() -> None:
    contact = records().one("essentialcontacts/contact:Contact").inputs
    assert {"SECURITY", "LEGAL"} <= set(contact["notificationCategorySubscriptions"])
    assert (contact["parent"], contact["languageTag"]) == (f"folders/{FOLDER}", "en")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"contacts": []}, "at least 1"),
        ({"contacts": ["a@b.org", "a@b.org"]}, "twice"),
        ({"log_bucket": "archive"}, "a log bucket"),
        ({"parent": "projects/acme"}, "folders/<number>"),
    ],
)
def test_records_that_go_nowhere_are_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        records(**changes)
