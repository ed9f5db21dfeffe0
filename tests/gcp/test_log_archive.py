"""The log archive takes in what it is sent, keeps it for six years, and is read by reviewers alone."""

from typing import Any

import pytest

from ai_zones.gcp.log_archive import GcpLogArchive
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.conftest import LOGS
from tests.gcp.recording import OTHER_PROJECT, PLACE, PROJECT, REGION, Recording, record

KEY, COPY_KEY = (key_path(PROJECT, REGION, "management-keys", use) for use in ("logging", "storage"))
READERS = ["group:reviewers@example.com"]
LOG_BUCKET = f"projects/{PROJECT}/locations/{REGION}/buckets/management-archive"


def archive(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {**PLACE, "organization": "acme", "environment": "prod", "kms_key": KEY, "archive_kms_key": COPY_KEY, "readers": READERS}
    args |= {"folder_id": "123456789012", **changes}
    return record(lambda: GcpLogArchive("logs", args).log_bucket, preview=preview)


def test_entries_are_kept_for_six_years_and_the_lock_is_final() -> None:
    recording = archive()
    kept, copy = recording.one("logging/projectBucketConfig:ProjectBucketConfig"), recording.one("storage/bucket:Bucket")
    assert recording.result == LOG_BUCKET
    assert (kept.inputs["retentionDays"], kept.inputs["locked"]) == (2192, True)
    assert kept.inputs["cmekSettings"] == {"kmsKeyName": KEY}
    assert copy.inputs["retentionPolicy"] == {"retentionPeriod": str(2192 * 86400), "isLocked": True}
    assert copy.inputs["encryption"]["defaultKmsKeyName"] == COPY_KEY
    assert {(one.protect, one.inputs["deletionPolicy"]) for one in (kept, copy)} == {(True, "PREVENT")}


@pytest.mark.parametrize(("locked", "left"), [(True, "ABANDON"), (False, "DELETE")])
def test_a_locked_log_bucket_is_forgotten_where_the_rest_goes(locked: bool, left: str) -> None:
    recording = archive(removable=True, locked=locked)
    kept, copy = recording.one("logging/projectBucketConfig:ProjectBucketConfig"), recording.one("storage/bucket:Bucket")
    assert [(one.protect, one.inputs["deletionPolicy"]) for one in (kept, copy)] == [(False, left), (False, "DELETE")]


def test_a_folders_logs_come_with_those_of_all_below_it() -> None:
    recording = archive()
    sinks = {one.name: one for one in recording.of("logging/folderSink:FolderSink")}
    assert {one.inputs["destination"] for one in sinks.values()} == {
        f"logging.googleapis.com/{LOG_BUCKET}",
        f"storage.googleapis.com/{recording.one('storage/bucket:Bucket').inputs['name']}",
    }
    assert {(one.inputs["includeChildren"], one.inputs["interceptChildren"]) for one in sinks.values()} == {(True, False)}
    assert all('LOG_ID("cloudaudit.googleapis.com/data_access")' in one.inputs["filter"] for one in sinks.values())
    audit = recording.one("folder/iamAuditConfig:IamAuditConfig")
    assert [one["logType"] for one in audit.inputs["auditLogConfigs"]] == ["ADMIN_READ", "DATA_READ", "DATA_WRITE"]


def test_projects_are_sources_too() -> None:
    recording = archive(folder_id=None, source_projects=[OTHER_PROJECT, PROJECT])
    sinks = recording.of("logging/projectSink:ProjectSink")
    assert sorted(one.inputs["project"] for one in sinks) == sorted([OTHER_PROJECT, PROJECT] * 2)
    assert all(one.inputs["uniqueWriterIdentity"] for one in sinks)
    assert recording.of("folder/iamAuditConfig:IamAuditConfig") == []


def test_sinks_write_and_read_nothing() -> None:
    recording = archive()
    writer, copier = (
        recording.one("projects/iAMMember:IAMMember"),
        recording.one("storage/bucketIAMBinding:BucketIAMBinding", "logs-writers"),
    )
    assert (writer.inputs["role"], writer.inputs["member"]) == ("roles/logging.bucketWriter", LOGS)
    assert writer.inputs["condition"]["expression"] == f'resource.name.endsWith("locations/{REGION}/buckets/management-archive")'
    assert (copier.inputs["role"], copier.inputs["members"]) == ("roles/storage.objectCreator", [LOGS])


def test_reviewers_alone_read() -> None:
    recording = archive()
    searched = recording.one("logging/logViewIamBinding:LogViewIamBinding")
    copied = recording.one("storage/bucketIAMBinding:BucketIAMBinding", "logs-readers-of-copy")
    assert (searched.inputs["role"], searched.inputs["members"]) == ("roles/logging.viewAccessor", READERS)
    assert (copied.inputs["role"], copied.inputs["members"]) == ("roles/storage.objectViewer", READERS)
    assert archive(readers=[]).of("logging/logViewIamBinding:LogViewIamBinding") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"folder_id": None}, "one of both is required; name the folder"),
        ({"retention_days": 365}, "retention_days: given 365"),
        ({"retention_days": 4000}, "retention_days: given 4000"),
        ({"readers": ["allUsers"]}, "never allUsers"),
        ({"kms_key": key_path(PROJECT, "europe-west4", "r", "k")}, "given a key of europe-west4, for what stands in europe-west3"),
        ({"archive_kms_key": key_path(PROJECT, "europe-west4", "r", "k")}, "given a key of europe-west4, for what stands in europe-west3"),
        ({"log_ids": ['x" OR true']}, "the id of a log"),
    ],
)
def test_an_archive_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        archive(**changes)
