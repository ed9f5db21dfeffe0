"""Vaults, keys, secrets and managed HSMs: what stays on, what keeps its name after its end, who may use a key."""

from typing import Any

import pytest

from simulator.world import World
from tests.simulator.azure.data_places import IN, KEY, PERSON, VAULT, grant, identity, key, places, store, vault
from tests.simulator.azure.places import endpoint, group, standing
from tests.simulator.azure.subscription import TENANT, Subscription

SECRET = "keyvault:Secret"
PLAIN: dict[str, Any] = {"sku": {"family": "A", "name": "standard"}, "tenantId": TENANT, "enableRbacAuthorization": True}


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


@pytest.mark.parametrize("name", ["ab", "1keys", "clinic--keys", "clinic-keys-", "a" * 25, "clinic_keys"])
def test_a_vaults_name_follows_the_rules(here: Subscription, name: str) -> None:
    assert places(here.faults(VAULT, vaultName=name, properties=PLAIN, **IN)) == ["vaultName"]


@pytest.mark.parametrize(
    ("properties", "place"),
    [
        ({"enablePurgeProtection": False}, "properties.enablePurgeProtection"),
        ({"enableSoftDelete": False}, "properties.enableSoftDelete"),
        ({"softDeleteRetentionInDays": 6}, "properties.softDeleteRetentionInDays"),
        ({"softDeleteRetentionInDays": 91}, "properties.softDeleteRetentionInDays"),
        ({"enableRbacAuthorization": False}, "properties.accessPolicies"),
        ({"tenantId": "clinic"}, "properties.tenantId"),
        ({"publicNetworkAccess": "off"}, "properties.publicNetworkAccess"),
        ({"networkAcls": {"bypass": "Everyone"}}, "properties.networkAcls.bypass"),
        (
            {"accessPolicies": [{"tenantId": PERSON, "objectId": PERSON, "permissions": {"keys": ["get"]}}]},
            "properties.accessPolicies[0].tenantId",
        ),
        (
            {"accessPolicies": [{"tenantId": TENANT, "objectId": PERSON, "permissions": {"keys": ["use"]}}]},
            "properties.accessPolicies[0].permissions.keys[0]",
        ),
    ],
)
def test_what_protects_a_vault_is_never_off(here: Subscription, properties: dict[str, Any], place: str) -> None:
    assert places(here.faults(VAULT, vaultName="clinic-keys", properties={**PLAIN, **properties}, **IN)) == [place]


def test_the_service_fills_in_what_was_not_said(here: Subscription) -> None:
    shown = vault(here, enablePurgeProtection=None)["properties"]
    assert shown["vaultUri"] == "https://clinic-keys.vault.azure.net/"
    assert (shown["enableSoftDelete"], shown["softDeleteRetentionInDays"], shown["publicNetworkAccess"]) == (True, 90, "Enabled")
    assert "enablePurgeProtection" not in shown


def test_purge_protection_stays_and_so_do_the_days(here: Subscription) -> None:
    safe = vault(here)
    without = {**PLAIN, "sku": safe.inputs["properties"]["sku"]}
    assert here.change(safe, properties=without)["properties"]["enablePurgeProtection"] is True
    here.refuses_change("BadRequest", safe, properties={**without, "softDeleteRetentionInDays": 7})


def test_a_deleted_vault_keeps_its_name_until_its_days_are_over(here: Subscription, other: Subscription, world: World) -> None:
    safe = vault(here, softDeleteRetentionInDays=7)
    here.delete(safe)
    here.refuses("ConflictError", VAULT, match="deleted state", vaultName="clinic-keys", properties=PLAIN, **IN)
    group(other)
    other.refuses("ConflictError", VAULT, vaultName="clinic-keys", properties=PLAIN, **IN)
    world.advance(8)
    vault(other)
    here.refuses("VaultAlreadyExists", VAULT, vaultName="clinic-keys", properties=PLAIN, **IN)


def test_a_deleted_vault_can_be_recovered_and_only_that(here: Subscription) -> None:
    recovered = {**PLAIN, "createMode": "recover"}
    here.refuses("DeletedVaultNotFound", VAULT, vaultName="clinic-keys", properties=recovered, **IN)
    here.delete(vault(here))
    again = here.make(VAULT, vaultName="clinic-keys", properties=recovered, **IN)
    assert again["properties"]["vaultUri"] == "https://clinic-keys.vault.azure.net/"


def test_endpoints_of_a_vault_show_in_it_and_are_no_drift(azure: Subscription) -> None:
    _, place = standing(azure)
    safe = vault(azure)
    endpoint(azure, place, safe.id, ("vault",))
    outputs, inputs = azure.read(safe)
    assert [one["groupIds"] for one in outputs["properties"]["privateEndpointConnections"]] == [["vault"]]
    assert inputs == safe.inputs


def test_what_was_changed_by_hand_is_drift(here: Subscription) -> None:
    safe = vault(here)
    found = here.object(safe.id)
    assert found is not None
    found.outputs["properties"]["enableRbacAuthorization"] = False
    found.outputs["properties"]["enabledForDeployment"] = True
    here.cloud.world.put(found)
    inputs = here.read(safe)[1]
    assert inputs["properties"]["enableRbacAuthorization"] is False
    assert inputs["properties"]["enabledForDeployment"] is True
    assert "vaultUri" not in inputs["properties"]


# Keys and secrets.


def test_a_key_of_an_hsm_needs_the_premium_tier(here: Subscription) -> None:
    plain = here.make(VAULT, vaultName="plain-keys", properties=PLAIN, **IN)
    here.refuses("HsmKeysNotSupported", KEY, vaultName=plain.name, keyName="records", properties={"kty": "RSA-HSM"}, **IN)
    assert key(here, plain, kty="RSA")["kty"] == "RSA"


def test_a_key_says_where_it_is(here: Subscription) -> None:
    made = key(here, vault(here))
    assert made["keyUri"] == "https://clinic-keys.vault.azure.net/keys/records"
    assert made["keyUriWithVersion"].startswith(made["keyUri"] + "/")
    assert made["attributes"]["recoveryLevel"] == "Recoverable"
    assert here.replaced_by(made, properties={"kty": "RSA-HSM", "keySize": 4096}) == ["properties"]


@pytest.mark.parametrize(
    ("properties", "place"),
    [
        ({"kty": "EC-HSM", "keySize": 2048}, "properties.keySize"),
        ({"kty": "RSA", "curveName": "P-256"}, "properties.curveName"),
        ({"kty": "EC", "keyOps": ["wrapKey"]}, "properties.keyOps[0]"),
        ({"kty": "RSA", "keySize": 1024}, "properties.keySize"),
        ({"kty": "AES"}, "properties.kty"),
        ({"attributes": {"exportable": True}}, "properties.releasePolicy"),
        ({"rotationPolicy": {"attributes": {"expiryTime": "P27D"}}}, "properties.rotationPolicy.attributes.expiryTime"),
        (
            {"rotationPolicy": {"lifetimeActions": [{"action": {"type": "rotate"}, "trigger": {}}]}},
            "properties.rotationPolicy.lifetimeActions[0].trigger",
        ),
        (
            {"rotationPolicy": {"lifetimeActions": [{"action": {"type": "rotate"}, "trigger": {"timeBeforeExpiry": "P30D"}}]}},
            "properties.rotationPolicy.attributes.expiryTime",
        ),
    ],
)
def test_a_keys_parts_fit_together(here: Subscription, properties: dict[str, Any], place: str) -> None:
    assert places(here.faults(KEY, vaultName="clinic-keys", keyName="records", properties=properties, **IN)) == [place]


def test_a_deleted_key_keeps_its_name_in_its_vault_alone(here: Subscription, world: World) -> None:
    safe = vault(here, softDeleteRetentionInDays=7)
    here.delete(key(here, safe))
    inputs = {"keyName": "records", "properties": {"kty": "RSA"}, **IN}
    here.refuses("ConflictObjectIsDeletedButRecoverable", KEY, vaultName=safe.name, **inputs)
    here.make(KEY, vaultName=vault(here, "other-keys").name, **inputs)
    world.advance(8)
    here.make(KEY, vaultName=safe.name, **inputs)


def test_a_deleted_secret_keeps_its_name_and_no_answer_holds_its_value(here: Subscription) -> None:
    inputs = {"vaultName": vault(here).name, "secretName": "registry", "properties": {"value": "made up"}, **IN}
    made = here.make(SECRET, **inputs)
    assert "value" not in made["properties"]
    here.delete(made)
    here.refuses("ConflictObjectIsDeletedButRecoverable", SECRET, **inputs)


def test_an_hsm_begins_with_its_administrators(here: Subscription) -> None:
    sku = {"family": "B", "name": "Standard_B1"}
    assert places(here.faults("keyvault:ManagedHsm", name="clinic-hsm", sku=sku, properties={}, **IN)) == [
        "properties.initialAdminObjectIds",
        "properties.tenantId",
    ]
    properties = {"tenantId": TENANT, "initialAdminObjectIds": [PERSON], "softDeleteRetentionInDays": 7}
    made = here.make("keyvault:ManagedHsm", name="clinic-hsm", sku=sku, properties=properties, **IN)
    assert made["properties"]["hsmUri"] == "https://clinic-hsm.managedhsm.azure.net/"
    here.delete(made)
    here.refuses("ConflictError", "keyvault:ManagedHsm", name="clinic-hsm", sku=sku, properties=properties, **IN)


def test_a_custom_role_with_the_right_data_actions_opens_a_key(here: Subscription) -> None:
    safe = vault(here)
    made, reader = key(here, safe), identity(here)
    actions = [f"Microsoft.KeyVault/vaults/keys/{one}" for one in ("read", "wrap/action", "unwrap/action")]
    role = here.make(
        "authorization:RoleDefinition",
        scope=f"/subscriptions/{here.id}",
        roleDefinitionId="aaaaaaaa-0000-4000-8000-000000000001",
        roleName="Wrapper",
        assignableScopes=[f"/subscriptions/{here.id}"],
        permissions=[{"dataActions": actions}],
    )
    grant(here, reader["principalId"], f"/subscriptions/{here.id}", role.id)
    encryption = {
        "keySource": "Microsoft.Keyvault",
        "keyVaultProperties": {"keyName": made.name, "keyVaultUri": "https://clinic-keys.vault.azure.net/"},
    }
    store(here, identity={"type": "UserAssigned", "userAssignedIdentities": [reader.id]}, encryption=encryption)
