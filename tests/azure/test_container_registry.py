"""`AzureContainerRegistry`: nobody exports, nobody logs in with a password."""

from typing import Any

import pytest

from ai_zones.azure.builtin_roles import BuiltInRole
from ai_zones.azure.container_registry import AzureContainerRegistry
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import BUILT, IDENTITY, KEY, KEY_URI, OBJECT
from tests.azure.recording import Recording, record

CLIENT_KEY = {**KEY, "identity_client_id": "55555555-5555-4555-8555-555555555555"}


def registry(**changes: Any) -> Recording:
    args: Any = {"zone": "management", **BUILT, "key": CLIENT_KEY, **changes}
    return record(lambda: AzureContainerRegistry("registry", args).registry_id)


def test_the_registry_is_closed_and_encrypted_with_the_zones_key() -> None:
    recording = registry()
    built = recording.one("containerregistry:Registry")
    expected = {
        "sku": {"name": "Premium"},
        "adminUserEnabled": False,
        "anonymousPullEnabled": False,
        "publicNetworkAccess": "Disabled",
        "networkRuleBypassOptions": "None",
        "networkRuleSet": {"defaultAction": "Deny", "ipRules": []},
        "dataEndpointEnabled": True,
        "zoneRedundancy": "Enabled",
        "tags": {"ai-zone": "management", "data-class": "internal"},
    }
    assert {name: built.inputs[name] for name in expected} == expected
    assert built.inputs["identity"]["type"] == "UserAssigned"
    assert list(built.inputs["identity"]["userAssignedIdentities"]) == [IDENTITY]
    assert built.inputs["encryption"] == {
        "status": "enabled",
        "keyVaultProperties": {"keyIdentifier": KEY_URI, "identity": CLIENT_KEY["identity_client_id"]},
    }
    assert built.protect
    assert recording.result == built.id


def test_images_are_released_kept_when_deleted_and_never_exported() -> None:
    policies = registry().one("containerregistry:Registry").inputs["policies"]
    assert {name: policy["status"] for name, policy in policies.items()} == {
        "azureADAuthenticationAsArmPolicy": "disabled",
        "exportPolicy": "disabled",
        "quarantinePolicy": "enabled",
        "softDeletePolicy": "enabled",
        "retentionPolicy": "disabled",
    }
    assert registry(quarantine=False).one("containerregistry:Registry").inputs["policies"]["quarantinePolicy"]["status"] == "disabled"


def test_identities_pull_by_role_and_no_more() -> None:
    grant = registry(puller_principal_ids={"agents": OBJECT}).one("authorization:RoleAssignment").inputs
    assert grant["roleDefinitionId"].endswith(BuiltInRole.ACR_PULL)


def test_repositories_come_from_elsewhere_only_by_name() -> None:
    rules = {"base": {"source_repository": "mcr.microsoft.com/azurelinux/base/core", "target_repository": "base/core"}}
    rule = registry(cache_rules=rules).one("containerregistry:CacheRule").inputs
    assert rule["sourceRepository"] == "mcr.microsoft.com/azurelinux/base/core"
    assert registry().of("containerregistry:CacheRule") == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": KEY}, "identity_client_id: is required here"),
        ({"cache_rules": {"all": {"source_repository": "docker.io/*", "target_repository": "x"}}}, "a repository with its registry"),
    ],
)
def test_registries_that_could_not_be_built_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        registry(**changes)
