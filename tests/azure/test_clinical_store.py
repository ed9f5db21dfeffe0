"""`AzureClinicalStore`: records without an export, a browser, or a stranger's token."""

from typing import Any

import pytest

from ai_zones.azure.clinical_store import AzureClinicalStore
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import BUILT, IDENTITY, KEY, KEY_URI
from tests.azure.recording import TENANT, Recording, record

VERSIONED = f"{KEY_URI}/{'0' * 32}"


def clinical(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {**BUILT, "tenant_id": TENANT, "key": {**KEY, "versioned_key_uri": VERSIONED}, **changes}
    return record(lambda: AzureClinicalStore("clinical", args).fhir_id, preview=preview)


def test_only_our_tenant_asks_and_nothing_is_exported() -> None:
    recording = clinical(preview=True)
    fhir = recording.one("healthcareapis:FhirService")
    workspace = recording.one("healthcareapis:Workspace")
    name = workspace.inputs["workspaceName"]
    assert name.isalnum()
    assert len(name) <= 24
    assert fhir.inputs["authenticationConfiguration"] == {
        "authority": f"https://login.microsoftonline.com/{TENANT}",
        "audience": f"https://{name}-records.fhir.azurehealthcareapis.com",
        "smartProxyEnabled": False,
        "smartIdentityProviders": [],
    }
    assert "exportConfiguration" not in fhir.inputs
    assert fhir.inputs["importConfiguration"] == {"enabled": False, "initialImportMode": False}
    assert fhir.inputs["corsConfiguration"]["origins"] == []
    assert fhir.inputs["resourceVersionPolicyConfiguration"] == {"default": "versioned"}
    assert recording.result == fhir.id


def test_records_and_images_are_under_the_zones_key_and_hard_to_lose() -> None:
    recording = clinical()
    for kind in ("FhirService", "DicomService"):
        service = recording.one(f"healthcareapis:{kind}")
        assert service.inputs["encryption"] == {"customerManagedKeyEncryption": {"keyEncryptionKeyUrl": VERSIONED}}
        assert service.inputs["identity"] == {"type": "UserAssigned", "userAssignedIdentities": [IDENTITY]}
        assert service.inputs["tags"] == {"ai-zone": "phi", "data-class": "phi"}
        assert service.protect
    assert recording.one("authorization:ManagementLockByScope").inputs["scope"] == recording.one("healthcareapis:Workspace").id
    assert clinical(removable=True).of("authorization:ManagementLockByScope") == []


def test_services_are_made_one_after_the_other_and_tell_who_read_what() -> None:
    recording = clinical()
    assert recording.waits(recording.one("healthcareapis:DicomService"), recording.one("healthcareapis:FhirService"))
    settings = recording.of("monitor:DiagnosticSetting")
    assert [setting.inputs["logs"] for setting in settings] == [[{"category": "AuditLogs", "enabled": True}]] * 2


def test_images_can_be_left_out() -> None:
    assert clinical(dicom=False).of("healthcareapis:DicomService") == []


def test_a_key_without_a_version_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="versioned_key_uri: is required here"):
        clinical(key=KEY)
