"""`AzureZoneVault`: who may use its keys, and how hard it is to lose them."""

import base64
import json
from typing import Any

import pytest

from ai_zones.azure.builtin_roles import BuiltInRole
from ai_zones.azure.validation import InvalidInputError
from ai_zones.azure.zone_vault import AzureZoneVault
from tests.azure.data import OBJECT, ORGANIZATION, WORKSPACE
from tests.azure.recording import PLACE, TENANT, Recording, record

STORAGE_KEY: dict[str, Any] = {"uses": ["storage"], "expires_on": "2029-01-01"}
CONFIDENTIAL: dict[str, Any] = {
    "uses": ["confidential-disks"],
    "expires_on": "2029-01-01",
    "attestation_authority": "https://sharedweu.weu.attest.azure.net",
    "orchestrator_object_id": OBJECT,
}


def vault(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        "zone": "phi", **PLACE, **ORGANIZATION, "tenant_id": TENANT, "keys": {"store": STORAGE_KEY}, "log_workspace_id": WORKSPACE, **changes,
    }  # fmt: skip
    return record(lambda: AzureZoneVault("phi-vault", args).key_uris, preview=preview)


def test_the_vault_has_no_public_door_and_is_hard_to_lose() -> None:
    built = vault().one("keyvault:Vault")
    properties = built.inputs["properties"]
    assert properties["sku"] == {"family": "A", "name": "premium"}
    assert properties["publicNetworkAccess"] == "Disabled"
    assert properties["enableRbacAuthorization"] is True
    assert properties["enablePurgeProtection"] is True
    assert properties["softDeleteRetentionInDays"] == 90
    assert properties["networkAcls"] == {"bypass": "AzureServices", "defaultAction": "Deny", "ipRules": [], "virtualNetworkRules": []}
    assert not any(properties[flag] for flag in ("enabledForDeployment", "enabledForDiskEncryption", "enabledForTemplateDeployment"))
    assert built.inputs["tags"] == {"ai-zone": "phi"}
    assert built.protect


def test_without_keys_no_service_passes_the_closed_network() -> None:
    assert vault(keys={}).one("keyvault:Vault").inputs["properties"]["networkAcls"]["bypass"] == "None"


def test_a_removable_vault_has_neither_lock_nor_protection() -> None:
    assert vault().one("authorization:ManagementLockByScope").inputs["level"] == "CanNotDelete"
    given = vault(removable=True)
    assert given.of("authorization:ManagementLockByScope") == []
    assert not given.one("keyvault:Vault").protect


def test_keys_stand_in_hardware_expire_and_rotate() -> None:
    key = vault().one("keyvault:Key")
    properties = key.inputs["properties"]
    assert (properties["kty"], properties["keySize"]) == ("RSA-HSM", 3072)
    assert properties["keyOps"] == ["wrapKey", "unwrapKey"]
    assert properties["attributes"] == {"enabled": True, "exportable": False, "expires": 1861920000}
    assert properties["rotationPolicy"] == {
        "attributes": {"expiryTime": "P730D"},
        "lifetimeActions": [
            {"action": {"type": "rotate"}, "trigger": {"timeAfterCreate": "P365D"}},
            {"action": {"type": "notify"}, "trigger": {"timeBeforeExpiry": "P30D"}},
        ],
    }
    assert "releasePolicy" not in properties
    assert key.protect


def test_each_key_has_an_identity_that_may_use_that_key_alone() -> None:
    recording = vault(keys={"store": STORAGE_KEY, "database": {"uses": ["postgresql"], "expires_on": "2029-01-01"}})
    grants = {grant.name: grant.inputs for grant in recording.of("authorization:RoleAssignment")}
    assert sorted(grants) == ["phi-vault-identity-database-uses-key", "phi-vault-identity-store-uses-key"]
    vault_id = recording.one("keyvault:Vault").id
    for label in ("store", "database"):
        grant = grants[f"phi-vault-identity-{label}-uses-key"]
        assert grant["scope"] == f"{vault_id}/keys/phi-vault-{label}"
        assert grant["roleDefinitionId"].endswith(BuiltInRole.KEY_VAULT_CRYPTO_SERVICE_ENCRYPTION_USER)
        assert grant["principalId"] == f"principal-of-phi-vault-identity-{label}"
        assert grant["principalType"] == "ServicePrincipal"
    assert len({grant["roleAssignmentName"] for grant in grants.values()}) == 2


def test_ids_of_keys_are_known_in_a_preview() -> None:
    recording = vault(preview=True)
    name = recording.one("keyvault:Vault").inputs["vaultName"]
    assert recording.result == {"store": f"https://{name}.vault.azure.net/keys/phi-vault-store"}
    assert 3 <= len(name) <= 24


def test_every_use_of_the_vault_is_told_to_the_archive() -> None:
    setting = vault().one("monitor:DiagnosticSetting").inputs
    assert setting["workspaceId"] == WORKSPACE
    assert setting["logs"] == [{"categoryGroup": "allLogs", "enabled": True}]
    assert setting["logAnalyticsDestinationType"] == "Dedicated"


def test_a_key_for_confidential_disks_is_released_to_attested_machines_alone() -> None:
    recording = vault(keys={"disks": CONFIDENTIAL})
    properties = recording.one("keyvault:Key").inputs["properties"]
    assert properties["attributes"]["exportable"] is True
    policy = json.loads(base64.urlsafe_b64decode(properties["releasePolicy"]["data"] + "=="))
    assert policy["anyOf"][0]["authority"] == "https://sharedweu.weu.attest.azure.net/"
    assert {claim["equals"] for claim in policy["anyOf"][0]["allOf"]} == {"sevsnpvm", "azure-compliant-cvm"}
    release = recording.one("authorization:RoleAssignment", "phi-vault-identity-disks-releases-key").inputs
    assert release["principalId"] == OBJECT
    assert release["roleDefinitionId"].endswith(BuiltInRole.KEY_VAULT_CRYPTO_SERVICE_RELEASE_USER)


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ({**STORAGE_KEY, "key_size": 2048}, "key_size: given 2048, must be 3072 or 4096"),
        ({**STORAGE_KEY, "validity_days": 380}, "validity_days: given 380; with rotation_days 365 at least 402"),
        ({**STORAGE_KEY, "orchestrator_object_id": OBJECT}, "give both with the use confidential-disks, and neither without it"),
        ({**CONFIDENTIAL, "uses": ["confidential-disks", "storage"]}, "has 3072 bits and no other use"),
        ({"uses": [], "expires_on": "2029-01-01"}, "uses"),
        ({"uses": ["storage"]}, "expires_on: is required"),
    ],
)
def test_keys_that_could_not_serve_are_refused(key: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        vault(keys={"store": key})
