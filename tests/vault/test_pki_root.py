"""A root signs intermediates alone, ends on a known day, and can't be lost by accident."""

from typing import Any

import pytest

from ai_zones.vault import VaultPkiRoot
from ai_zones.vault.validation import InvalidInputError
from tests.vault.recording import AS_OF, Recording, record

ROOT, MOUNT = "pkiSecret/secretBackendRootCert:SecretBackendRootCert", "index/mount:Mount"


def root(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {"common_name": "Clinic root", "expires_on": "2034-01-31", "as_of": AS_OF, **changes}
    return record(lambda: VaultPkiRoot("root", args).certificate, preview=preview)


def test_its_key_is_made_in_the_server_and_never_leaves_it() -> None:
    made = root().one(ROOT).inputs
    assert (made["type"], made["keyType"], made["keyBits"], made["maxPathLength"]) == ("internal", "ec", 384, 1)
    assert made["notAfter"] == "2034-01-31T00:00:00Z"


def test_with_a_managed_key_it_stands_in_hardware_and_on_no_other_terms() -> None:
    recording = root(managed_key="clinic-hsm", server="vault")
    made = recording.one(ROOT).inputs
    assert (made["type"], made["managedKeyName"]) == ("kms", "clinic-hsm")
    assert "keyType" not in made
    assert recording.one(MOUNT).inputs["allowedManagedKeys"] == ["clinic-hsm"]


def test_what_outlives_it_is_refused_by_the_server() -> None:
    issuer = root().one("pkiSecret/secretBackendIssuer:SecretBackendIssuer").inputs
    assert (issuer["leafNotAfterBehavior"], issuer["issuerRef"]) == ("err", "issuer-of-root-root")


def test_mount_and_root_are_protected_until_they_are_removable() -> None:
    assert [root().one(kind).protect for kind in (ROOT, MOUNT)] == [True, True]
    assert [root(removable=True).one(kind).protect for kind in (ROOT, MOUNT)] == [False, False]


def test_its_list_of_revoked_intermediates_is_built_before_it_ends_and_shows_new_ones_within_the_hour() -> None:
    crl = root().one("pkiSecret/secretBackendCrlConfig:SecretBackendCrlConfig").inputs
    assert (crl["expiry"], crl["autoRebuild"], crl["autoRebuildGracePeriod"]) == ("168h", True, "42h")
    assert (crl["enableDelta"], crl["deltaRebuildInterval"]) == (True, "60m")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"expires_on": "2037-01-01"}, "at most 10 years on"),
        ({"expires_on": "2026-10-31"}, "a day after 2026-11-01"),
        ({"expires_on": "soon"}, "must be a day, such as 2029-01-31"),
        ({"key_type": "rsa", "key_bits": 2048}, "key_bits: given 2048, allowed for rsa are 3072, 4096"),
        ({"key_type": "dsa"}, "must be one of ec, rsa, ed25519"),
        ({"managed_key": "hsm"}, "OpenBao has no managed keys"),
        ({"mount": "pki/*"}, "the path of a mount"),
        ({"ttl": "1h"}, "is not an input"),
    ],
)
def test_a_root_that_cant_be_built_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        root(**changes)
