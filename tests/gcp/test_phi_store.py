"""A zone's objects are kept for six years, encrypted by its key alone, and used by whom the program names alone."""

import json
from typing import Any

import pytest

from ai_zones.gcp.paths import key_path
from ai_zones.gcp.phi_store import GcpPhiStore, store_bucket_name
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import PLACE, PROJECT, REGION, Built, Recording, record

KEY = key_path(PROJECT, REGION, "phi-keys", "storage")
FEED = "serviceAccount:feed@acme-prod-phi.iam.gserviceaccount.com"
REDACTION = "serviceAccount:redaction@acme-prod-deid.iam.gserviceaccount.com"


def store(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {"zone": "phi", **PLACE, "organization": "acme", "environment": "prod", "kms_key": KEY, **changes}
    return record(lambda: GcpPhiStore("records", args).bucket_url, preview=preview)


def bucket(**changes: Any) -> Built:
    return store(**changes).one("storage/bucket:Bucket")


def test_nobody_outside_reads_and_no_object_has_a_list_of_its_own() -> None:
    made = bucket()
    assert (made.inputs["publicAccessPrevention"], made.inputs["uniformBucketLevelAccess"]) == ("enforced", True)
    assert made.inputs["labels"] == {"ai-zone": "phi", "data-class": "phi"}
    assert bucket(zone="training").inputs["labels"]["data-class"] == "deidentified"


def test_its_key_is_the_only_one() -> None:
    encryption = bucket().inputs["encryption"]
    assert encryption["defaultKmsKeyName"] == KEY
    assert encryption["googleManagedEncryptionEnforcementConfig"] == {"restrictionMode": "FullyRestricted"}
    assert encryption["customerSuppliedEncryptionEnforcementConfig"] == {"restrictionMode": "FullyRestricted"}


def test_nothing_is_replaced_or_deleted_for_six_years() -> None:
    made = bucket()
    assert made.inputs["retentionPolicy"] == {"retentionPeriod": str(2192 * 86400), "isLocked": False}
    assert made.inputs["versioning"] == {"enabled": False}
    assert made.inputs["softDeletePolicy"] == {"retentionDurationSeconds": 35 * 86400}
    assert bucket(locked=True).inputs["retentionPolicy"]["isLocked"] is True
    assert not [one for one in made.inputs["lifecycleRules"] if one["action"]["type"] == "Delete"]


def test_where_objects_change_every_version_is_kept_for_six_years() -> None:
    made = bucket(versioned=True)
    assert made.inputs["versioning"] == {"enabled": True}
    assert "retentionPolicy" not in made.inputs
    deleting = [one for one in made.inputs["lifecycleRules"] if one["action"]["type"] == "Delete"]
    assert [one["condition"] for one in deleting] == [{"daysSinceNoncurrentTime": 2192, "withState": "ARCHIVED"}]


def test_objects_grow_cool_by_age_or_by_use() -> None:
    classes = [one["action"].get("storageClass") for one in bucket().inputs["lifecycleRules"]]
    assert classes[1:] == ["NEARLINE", "COLDLINE", "ARCHIVE"]
    by_use = bucket(autoclass=True).inputs
    assert by_use["autoclass"] == {"enabled": True, "terminalStorageClass": "ARCHIVE"}
    assert [one["action"]["type"] for one in by_use["lifecycleRules"]] == ["AbortIncompleteMultipartUpload"]


def test_it_is_protected_twice_until_it_is_removable() -> None:
    held, free = bucket(), bucket(removable=True)
    assert (held.protect, held.inputs["deletionPolicy"], held.inputs["forceDestroy"]) == (True, "PREVENT", False)
    assert (free.protect, free.inputs["deletionPolicy"], free.inputs["forceDestroy"]) == (False, "DELETE", False)


def test_the_policy_says_all_that_anybody_may_do_even_in_a_preview() -> None:
    principals = {"feed": {"member": FEED, "adds_only": True}, "redaction": {"member": REDACTION}}
    policy = store(preview=True, principals=principals).one("storage/bucketIAMPolicy:BucketIAMPolicy")
    assert json.loads(policy.inputs["policyData"]) == {
        "bindings": [
            {"members": [FEED], "role": "roles/storage.objectCreator"},
            {"members": [REDACTION], "role": "roles/storage.objectViewer"},
        ]
    }
    assert json.loads(store().one("storage/bucketIAMPolicy:BucketIAMPolicy").inputs["policyData"]) == {"bindings": []}
    writer = store(principals={"feed": {"member": FEED, "writable": True}}).one("storage/bucketIAMPolicy:BucketIAMPolicy")
    assert "roles/storage.objectUser" in writer.inputs["policyData"]


def test_its_name_is_known_before_it_is_built() -> None:
    name = store_bucket_name("phi", organization="acme", environment="prod", project=PROJECT)
    assert store(preview=True).result == f"gs://{name}"
    assert name != store_bucket_name("phi", organization="acme", environment="test", project=PROJECT)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"locked": True, "versioned": True}, "leave out one"),
        ({"zone": "inference"}, "other zones keep no data"),
        ({"retention_days": 30}, "retention_days: given 30"),
        ({"restore_days": 0}, "restore_days: given 0"),
        ({"cool_after_days": 1}, "cool_after_days: given 1"),
        ({"kms_key": "my-key"}, "a key of Cloud KMS, without a version"),
        ({"kms_key": key_path(PROJECT, "us-east1", "r", "k")}, "given a key of us-east1"),
        ({"principals": {"all": {"member": "allUsers"}}}, "never allUsers"),
        ({"principals": {"feed": {"member": FEED, "writable": True, "adds_only": True}}}, "is given both"),
    ],
)
def test_a_store_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        store(**changes)
