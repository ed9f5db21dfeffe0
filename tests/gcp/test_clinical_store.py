"""A clinical store keeps every version under one key, streams nowhere, and lets each identity do one thing."""

from typing import Any

import pytest

from ai_zones.gcp.clinical_store import GcpClinicalStore
from ai_zones.gcp.paths import key_path
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import PLACE, PROJECT, REGION, Recording, record

KEY = key_path(PROJECT, REGION, "phi-keys", "healthcare")
DATASET = f"projects/{PROJECT}/locations/{REGION}/datasets/phi-clinical"
FEED, REDACTION = (f"serviceAccount:{name}.iam.gserviceaccount.com" for name in ("feed@acme-prod-phi", "redaction@acme-prod-deid"))
KINDS = {"fhir": "healthcare/fhirStore:FhirStore", "dicom": "healthcare/dicomStore:DicomStore", "hl7": "healthcare/hl7Store:Hl7Store"}


def clinical(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {**PLACE, "kms_key": KEY, **changes}
    return record(lambda: list(GcpClinicalStore("clinical", args).stores.values()), preview=preview)


def test_a_dataset_has_its_key_and_its_stores_are_protected_and_labelled() -> None:
    recording = clinical()
    dataset = recording.one("healthcare/dataset:Dataset")
    assert (dataset.id, dataset.inputs["encryptionSpec"]) == (DATASET, {"kmsKeyName": KEY})
    made = [dataset, *(recording.one(kind) for kind in KINDS.values())]
    assert {(one.protect, one.inputs["deletionPolicy"]) for one in made} == {(True, "PREVENT")}
    assert {tuple(sorted(one.inputs["labels"].items())) for one in made[1:]} == {(("ai-zone", "phi"), ("data-class", "phi"))}
    assert all(recording.waits(one, dataset) for one in made[1:])
    assert {(one.protect, one.inputs["deletionPolicy"]) for one in clinical(removable=True).of(KINDS["fhir"])} == {(False, "DELETE")}


def test_paths_are_known_before_anything_is_built() -> None:
    assert clinical(preview=True).result == [f"{DATASET}/fhirStores/fhir", f"{DATASET}/dicomStores/dicom", f"{DATASET}/hl7V2Stores/hl7"]
    assert clinical(stores=["fhir"]).result == [f"{DATASET}/fhirStores/fhir"]


def test_fhir_keeps_every_version_and_nobody_writes_into_the_past() -> None:
    fhir = clinical().one(KINDS["fhir"]).inputs
    assert fhir["version"] == "R4"
    named = ("disableResourceVersioning", "disableReferentialIntegrity", "enableHistoryImport", "enableUpdateCreate")
    assert {name: fhir[name] for name in named} == dict.fromkeys(named, False)
    assert fhir["defaultSearchHandlingStrict"] is True
    assert not any(value for name, value in fhir["validationConfig"].items() if name.startswith("disable"))


def test_nothing_streams_or_notifies_anywhere() -> None:
    roads = {"streamConfigs", "notificationConfig", "notificationConfigs"}
    assert [one.name for kind in KINDS.values() for one in clinical().of(kind) if roads & set(one.inputs)] == []


def test_messages_come_once_and_are_parsed() -> None:
    hl7 = clinical().one(KINDS["hl7"]).inputs
    assert (hl7["rejectDuplicateMessage"], hl7["parserConfig"]["version"]) == (True, "V3")


def test_each_identity_does_one_thing() -> None:
    principals = {
        "feed": {"member": FEED, "store": "hl7", "access": "add"},
        "images": {"member": REDACTION, "store": "dicom"},
        "records": {"member": REDACTION, "store": "fhir", "access": "write"},
    }
    recording = clinical(principals=principals)
    held = {
        one.inputs["role"]: one.inputs["members"]
        for kind in (
            "fhirStoreIamBinding:FhirStoreIamBinding",
            "dicomStoreIamBinding:DicomStoreIamBinding",
            "hl7StoreIamBinding:Hl7StoreIamBinding",
        )
        for one in recording.of(f"healthcare/{kind}")
    }
    assert held == {
        "roles/healthcare.hl7V2Ingest": [FEED],
        "roles/healthcare.dicomViewer": [REDACTION],
        "roles/healthcare.fhirResourceEditor": [REDACTION],
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stores": []}, "stores: given"),
        ({"stores": ["omop"]}, "one of fhir, dicom, hl7"),
        ({"principals": {"a": {"member": "allUsers", "store": "fhir"}}}, "never allUsers"),
        ({"principals": {"a": {"member": FEED, "store": "fhir", "access": "add"}}}, "only hl7 takes messages in"),
        ({"principals": {"a": {"member": FEED, "store": "fhir"}}, "stores": ["dicom"]}, "given one of fhir, which is not built"),
        ({"implementation_guides": ["us-core"]}, "the URL of an implementation guide"),
        ({"kms_key": key_path(PROJECT, "us-east1", "r", "k")}, "given a key of us-east1"),
    ],
)
def test_a_clinical_store_that_cant_be_made_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        clinical(**changes)
