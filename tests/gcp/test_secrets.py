"""Secrets stand in their zone's region under its key, without a value in the program, and are read by whom they list alone."""

import json
from typing import Any

import pytest

from ai_zones.gcp.paths import key_path
from ai_zones.gcp.secrets import GcpSecrets
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import PLACE, PROJECT, REGION, Recording, record

KEY = key_path(PROJECT, REGION, "phi-keys", "secrets")
READER, WRITER = "serviceAccount:feed@acme-prod-phi.iam.gserviceaccount.com", "group:integrations@example.com"


def secrets(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {"zone": "phi", **PLACE, "kms_key": KEY, "secrets": {"lab-api-key": {"readers": [READER], "writers": [WRITER]}}, **changes}
    return record(lambda: GcpSecrets("secrets", args).secret_ids["lab-api-key"], preview=preview)


def test_a_secret_stays_in_its_region_under_its_key() -> None:
    recording = secrets()
    made = recording.one("secretmanager/secret:Secret")
    assert recording.result == f"projects/{PROJECT}/secrets/phi-lab-api-key"
    assert made.inputs["replication"] == {
        "userManaged": {"replicas": [{"location": REGION, "customerManagedEncryption": {"kmsKeyName": KEY}}]}
    }
    assert made.inputs["versionDestroyTtl"] == f"{30 * 86400}s"
    assert (made.protect, made.inputs["deletionProtection"]) == (True, True)
    assert secrets(removable=True).one("secretmanager/secret:Secret").inputs["deletionProtection"] is False


def test_who_reads_adds_none_and_who_adds_reads_none() -> None:
    policy = secrets(preview=True).one("secretmanager/secretIamPolicy:SecretIamPolicy").inputs["policyData"]
    assert json.loads(policy)["bindings"] == [
        {"members": [READER], "role": "roles/secretmanager.secretAccessor"},
        {"members": [WRITER], "role": "roles/secretmanager.secretVersionAdder"},
    ]


def test_no_value_stands_in_the_program() -> None:
    assert secrets().of("secretmanager/secretVersion:SecretVersion") == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"secrets": {}}, "secrets: given"),
        ({"secrets": {"key": {"value": "x"}}}, "is not an input"),
        ({"secrets": {"key": {"readers": ["allUsers"]}}}, "never allUsers"),
        ({"restore_days": 0}, "restore_days: given 0"),
        ({"kms_key": key_path(PROJECT, "us-east1", "r", "k")}, "given a key of us-east1"),
    ],
)
def test_secrets_that_cant_be_made_are_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        secrets(**changes)
