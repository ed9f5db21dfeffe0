"""Keys of PHI fields rotate, are exported or deleted by nobody, and who encrypts need not decrypt."""

from typing import Any

import pytest

from ai_zones.vault import VaultFieldKeys
from ai_zones.vault.validation import InvalidInputError
from tests.vault.recording import Recording, record

KEY = "transit/secretBackendKey:SecretBackendKey"


def keys(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {"keys": {"patient-name": {}}, **changes}
    return record(lambda: VaultFieldKeys("fields", args).decrypt_policies, preview=preview)


def test_a_key_rotates_each_month_and_can_be_neither_exported_nor_deleted() -> None:
    made = keys().one(KEY)
    assert (made.inputs["type"], made.inputs["autoRotatePeriod"]) == ("aes256-gcm96", 30 * 86_400)
    assert [made.inputs[name] for name in ("exportable", "allowPlaintextBackup", "deletionAllowed")] == [False] * 3
    assert (made.protect, keys().one("index/mount:Mount").protect) == (True, True)


def test_only_whoever_lifts_the_protection_can_delete_a_key() -> None:
    made = keys(removable=True).one(KEY)
    assert (made.inputs["deletionAllowed"], made.protect) == (True, False)


def test_values_are_alike_only_where_that_is_asked() -> None:
    plain, alike = keys().one(KEY).inputs, keys(keys={"mrn": {"derived": True, "convergent": True}}).one(KEY).inputs
    assert (plain["derived"], plain["convergentEncryption"]) == (False, False)
    assert (alike["derived"], alike["convergentEncryption"]) == (True, True)


def test_who_encrypts_does_not_decrypt() -> None:
    recording = keys()
    assert recording.policy("encrypt-patient-name") == {"transit/encrypt/patient-name": (["update"], [])}
    assert recording.policy("decrypt-patient-name") == {"transit/decrypt/patient-name": (["update"], [])}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"keys": {}}, "keys: given"),
        ({"keys": {"mrn": {"convergent": True}}}, "needs derived too"),
        ({"keys": {"mrn": {"rotation_days": 91}}}, "less than or equal to 90"),
        ({"keys": {"mrn": {"exportable": True}}}, "is not an input"),
        ({"keys": {"mrn": {"type": "rsa-2048"}}}, "must be one of aes256-gcm96"),
        ({"keys": {"*": {}}}, "no wildcard"),
    ],
)
def test_keys_that_cant_be_made_are_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        keys(**changes)
