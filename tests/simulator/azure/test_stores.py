"""Storage accounts and what stands in them: names, keys, what excludes what, and what immutable data refuses."""

from typing import Any

import pytest

from simulator.values import UNKNOWN
from tests.simulator.azure.data_places import (
    IN,
    STORE,
    assigned,
    blobs,
    container,
    grant,
    identity,
    key,
    places,
    readable_key,
    store,
    vault,
)
from tests.simulator.azure.places import GROUP, endpoint, group, network, standing, subnet
from tests.simulator.azure.subscription import Made, Subscription

CONTAINER = "storage:BlobContainer"
BLOBS = "storage:BlobServiceProperties"
PLAIN: dict[str, Any] = {"kind": "StorageV2", "sku": {"name": "Standard_LRS"}, **IN}
RETENTION = "storage:BlobContainerImmutabilityPolicy"


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


def encryption(key: Made, reader: Made | None = None, **more: Any) -> dict[str, Any]:
    """A customer-managed key."""
    given: dict[str, Any] = {"keySource": "Microsoft.Keyvault", **more}
    given["keyVaultProperties"] = {"keyName": key.name, "keyVaultUri": f"https://{key.inputs['vaultName']}.vault.azure.net"}
    if reader:
        given["encryptionIdentity"] = {"encryptionUserAssignedIdentity": reader.id}
    return given


@pytest.mark.parametrize("name", ["ab", "Clinic", "clinic-store", "a" * 25, "clinic_store"])
def test_an_accounts_name_follows_the_rules(here: Subscription, name: str) -> None:
    assert places(here.faults(STORE, accountName=name, **PLAIN)) == ["accountName"]


def test_a_name_is_taken_once_in_the_world(here: Subscription, other: Subscription) -> None:
    store(here)
    group(other)
    other.refuses("StorageAccountAlreadyTaken", STORE, accountName="clinicstore", **PLAIN)


def test_a_name_is_free_again_when_the_account_or_its_group_is_gone(azure: Subscription, other: Subscription) -> None:
    made = group(azure)
    azure.delete(store(azure))
    store(azure)
    azure.delete(made)
    group(other)
    assert store(other).name == "clinicstore"


def test_the_service_fills_in_what_was_not_said(here: Subscription) -> None:
    made = store(here, sku={"name": "Standard_RAGRS"})
    assert made["allowSharedKeyAccess"] is True
    assert (made["publicNetworkAccess"], made["allowBlobPublicAccess"], made["accessTier"]) == ("Enabled", False, "Hot")
    assert made["primaryEndpoints"]["blob"] == "https://clinicstore.blob.core.windows.net/"
    assert made["secondaryEndpoints"]["blob"] == "https://clinicstore-secondary.blob.core.windows.net/"
    assert made["secondaryLocation"] == "northeurope"
    assert made["encryption"]["keySource"] == "Microsoft.Storage"
    assert made["networkRuleSet"]["defaultAction"] == "Allow"
    assert made["isHnsEnabled"] is False
    routed = {"routingChoice": "MicrosoftRouting", "publishInternetEndpoints": False, "publishMicrosoftEndpoints": False}
    assert made["routingPreference"] == routed


def test_a_preview_knows_what_was_given_and_nothing_that_the_service_fills_in(here: Subscription) -> None:
    planned = here.plan(STORE, accountName="clinicstore", allowSharedKeyAccess=False, **PLAIN)
    assert planned["allowSharedKeyAccess"] is False
    assert all(planned[name] is UNKNOWN for name in ("primaryEndpoints", "publicNetworkAccess", "name", "privateEndpointConnections"))


def test_kinds_have_endpoints_of_their_own(here: Subscription) -> None:
    made = store(here, kind="FileStorage", sku={"name": "Premium_ZRS"})
    assert list(made["primaryEndpoints"]) == ["file"]
    assert made["sku"]["tier"] == "Premium"


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"kind": "BlockBlobStorage"}, "sku.name"),
        ({"kind": "Storage", "sku": {"name": "Standard_ZRS"}}, "sku.name"),
        ({"sku": {"name": "Premium_ZRS"}}, "sku.name"),
        ({"sku": {"name": "Standard_XRS"}}, "sku.name"),
        ({"accessTier": "Premium"}, "accessTier"),
        ({"kind": "BlobStorage"}, "accessTier"),
        ({"isSftpEnabled": True}, "isSftpEnabled"),
        ({"enableNfsV3": True}, "enableNfsV3"),
        ({"minimumTlsVersion": "TLS1_9"}, "minimumTlsVersion"),
        ({"publicNetworkAccess": "Closed"}, "publicNetworkAccess"),
        ({"isHnsEnabled": True, "immutableStorageWithVersioning": {"enabled": True}}, "immutableStorageWithVersioning"),
        ({"networkRuleSet": {"defaultAction": "Deny", "bypass": "Everything"}}, "networkRuleSet.bypass"),
        (
            {"networkRuleSet": {"defaultAction": "Deny", "ipRules": [{"iPAddressOrRange": "10.0.0.0/24"}]}},
            "networkRuleSet.ipRules[0].iPAddressOrRange",
        ),
        (
            {"networkRuleSet": {"defaultAction": "Deny", "ipRules": [{"iPAddressOrRange": "20.1.2.3/32"}]}},
            "networkRuleSet.ipRules[0].iPAddressOrRange",
        ),
        ({"encryption": {"keySource": "Microsoft.Keyvault"}}, "encryption.keyVaultProperties.keyName"),
        ({"encryption": {"keyVaultProperties": {"keyName": "k"}}}, "encryption.keySource"),
        ({"identity": {"type": "UserAssigned"}}, "identity.userAssignedIdentities"),
        ({"identity": {"type": "SystemAssigned", "userAssignedIdentities": ["/x"]}}, "identity.userAssignedIdentities"),
        ({"sasPolicy": {"expirationAction": "Block", "sasExpirationPeriod": "P1D"}}, "sasPolicy.sasExpirationPeriod"),
    ],
)
def test_what_does_not_go_together_is_said_where_it_stands(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    assert place in places(here.faults(STORE, accountName="clinicstore", **{**PLAIN, **inputs}))


@pytest.mark.parametrize("days", [0, 146001])
def test_immutable_storage_lasts_up_to_four_hundred_years(here: Subscription, days: int) -> None:
    worm = {"enabled": True, "immutabilityPolicy": {"state": "Unlocked", "immutabilityPeriodSinceCreationInDays": days}}
    assert len(here.faults(STORE, accountName="clinicstore", immutableStorageWithVersioning=worm, **PLAIN)) == 1
    policy = {**IN, "accountName": "a", "containerName": "b", "immutabilityPolicyName": "default"}
    assert places(here.faults(RETENTION, immutabilityPeriodSinceCreationInDays=days, **policy)) == ["immutabilityPeriodSinceCreationInDays"]


def test_a_customers_key_needs_an_identity_that_reads_it(here: Subscription) -> None:
    safe = vault(here)
    made, reader = key(here, safe), identity(here)
    inputs = {"accountName": "clinicstore", "identity": assigned(reader), "encryption": encryption(made, reader), **PLAIN}
    here.refuses("KeyVaultAuthenticationFailure", STORE, match="no access to the key", **inputs)
    grant(here, reader["principalId"], f"{safe.id}/keys/records")
    account = here.make(STORE, **inputs)
    assert account["encryption"]["keyVaultProperties"]["currentVersionedKeyIdentifier"].startswith("https://clinic-keys.vault")
    assert account["identity"]["userAssignedIdentities"][reader.id]["principalId"] == reader["principalId"]


def test_a_role_that_holds_no_key_does_not_help(here: Subscription) -> None:
    safe = vault(here)
    made, reader = key(here, safe), identity(here)
    grant(here, reader["principalId"], safe.id, "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635")
    inputs = {"accountName": "clinicstore", "identity": assigned(reader), "encryption": encryption(made, reader), **PLAIN}
    here.refuses("KeyVaultAuthenticationFailure", STORE, match="no access", **inputs)


def test_access_policies_let_an_identity_read_too(here: Subscription) -> None:
    reader = identity(here)
    policy = {"tenantId": vault(here, "other-keys")["properties"]["tenantId"], "objectId": reader["principalId"]}
    half = vault(here, "half-keys", enableRbacAuthorization=None, accessPolicies=[{**policy, "permissions": {"keys": ["get"]}}])
    inputs = {"accountName": "clinicstore", "identity": assigned(reader), **PLAIN}
    here.refuses("KeyVaultAuthenticationFailure", STORE, encryption=encryption(key(here, half), reader), **inputs)
    whole = {**policy, "permissions": {"keys": ["get", "wrapKey", "unwrapKey"]}}
    good = vault(here, "good-keys", enableRbacAuthorization=None, accessPolicies=[whole])
    here.make(STORE, encryption=encryption(key(here, good), reader), **inputs)


def test_the_keys_vault_keeps_what_is_deleted_and_lets_services_in(here: Subscription) -> None:
    reader = identity(here)
    inputs = {"accountName": "clinicstore", "identity": assigned(reader), **PLAIN}
    soft = key(here, vault(here, "soft-keys", enablePurgeProtection=None))
    here.refuses("KeyVaultAuthenticationFailure", STORE, match="purge protection", encryption=encryption(soft, reader), **inputs)
    shut = key(here, vault(here, "shut-keys", publicNetworkAccess="Disabled", networkAcls={"bypass": "None", "defaultAction": "Deny"}))
    here.refuses("KeyVaultAuthenticationFailure", STORE, match="trusted", encryption=encryption(shut, reader), **inputs)
    nowhere = {"keyName": "x", "keyVaultUri": "https://nowhere.vault.azure.net"}
    lost = {"keySource": "Microsoft.Keyvault", "keyVaultProperties": nowhere}
    here.refuses("KeyVaultAuthenticationFailure", STORE, match="not found", encryption=lost, **inputs)


def test_the_reader_is_one_of_the_accounts_identities(here: Subscription) -> None:
    made, reader = readable_key(here)
    wrong = here.faults(
        STORE, accountName="clinicstore", identity=assigned(identity(here, "stranger")), encryption=encryption(made, reader), **PLAIN
    )
    assert places(wrong) == ["encryption.encryptionIdentity.encryptionUserAssignedIdentity"]


def test_an_identity_that_is_not_there_is_refused(here: Subscription) -> None:
    nobody = {"type": "UserAssigned", "userAssignedIdentities": ["/subscriptions/x/nobody"]}
    here.refuses("FailedIdentityOperation", STORE, accountName="clinicstore", identity=nobody, **PLAIN)


def test_infrastructure_encryption_and_key_scopes_are_chosen_once(here: Subscription) -> None:
    account = store(here, encryption={"keySource": "Microsoft.Storage", "requireInfrastructureEncryption": True})
    changed = {"keySource": "Microsoft.Storage", "requireInfrastructureEncryption": False}
    here.refuses_change("AccountPropertyCannotBeUpdated", account, encryption=changed)
    here.refuses_change("AccountPropertyCannotBeUpdated", account, dnsEndpointType="AzureDnsZone")
    assert here.replaced_by(account, isHnsEnabled=True) == ["isHnsEnabled"]
    assert here.replaced_by(account, location="northeurope") == ["location"]


def test_an_old_account_becomes_a_new_one_and_never_back(here: Subscription) -> None:
    old = store(here, kind="Storage", sku={"name": "Standard_LRS"})
    here.change(old, kind="StorageV2")
    here.refuses_change("AccountPropertyCannotBeUpdated", old, kind="Storage")
    here.refuses_change("InvalidRequestPropertyValue", old, sku={"name": "Premium_LRS"})
    here.change(old, sku={"name": "Standard_ZRS"})


def test_a_locked_account_policy_only_grows(here: Subscription) -> None:
    def worm(state: str, days: int) -> dict[str, Any]:
        return {"enabled": True, "immutabilityPolicy": {"state": state, "immutabilityPeriodSinceCreationInDays": days}}

    locked = {**PLAIN, "immutableStorageWithVersioning": worm("Locked", 30)}
    here.refuses("InvalidRequestPropertyValue", STORE, match="locked later", accountName="clinicstore", **locked)
    account = store(here, immutableStorageWithVersioning=worm("Unlocked", 30))
    assert account["immutableStorageWithVersioning"]["immutabilityPolicy"]["allowProtectedAppendWrites"] is False
    here.change(account, immutableStorageWithVersioning=worm("Locked", 30))
    here.refuses_change("AccountImmutabilityPolicyLocked", account, immutableStorageWithVersioning=worm("Locked", 29))
    here.refuses_change("AccountImmutabilityPolicyLocked", account, immutableStorageWithVersioning=worm("Unlocked", 30))
    here.change(account, immutableStorageWithVersioning=worm("Locked", 31))


def test_endpoints_that_point_at_an_account_show_in_it_and_are_no_drift(azure: Subscription) -> None:
    _, place = standing(azure)
    account = store(azure)
    endpoint(azure, place, account.id, ("blob",))
    outputs, inputs = azure.read(account)
    (connection,) = outputs["privateEndpointConnections"]
    assert connection["privateLinkServiceConnectionState"]["status"] == "Approved"
    assert connection["groupIds"] == ["blob"]
    assert inputs == account.inputs


def test_a_connection_is_approved_where_it_stands(azure: Subscription) -> None:
    _, place = standing(azure)
    account = store(azure)
    state = {"privateLinkServiceConnectionState": {"status": "Approved"}, "accountName": account.name, **IN}
    azure.refuses("PrivateEndpointConnectionNotFound", "storage:PrivateEndpointConnection", privateEndpointConnectionName="nobody", **state)
    endpoint(azure, place, account.id, ("blob",), manual=True)
    (pending,) = azure.read(account)[0]["privateEndpointConnections"]
    assert pending["privateLinkServiceConnectionState"]["status"] == "Pending"
    azure.make("storage:PrivateEndpointConnection", privateEndpointConnectionName=pending["name"], **state)
    (approved,) = azure.read(account)[0]["privateEndpointConnections"]
    assert approved["privateLinkServiceConnectionState"]["status"] == "Approved"


def test_a_network_rule_names_a_subnet_that_is_there(azure: Subscription) -> None:
    group(azure)
    nowhere = {"defaultAction": "Deny", "virtualNetworkRules": [{"virtualNetworkResourceId": "/subscriptions/x/subnets/y"}]}
    azure.refuses("NetworkAclsValidationFailure", STORE, accountName="clinicstore", networkRuleSet=nowhere, **PLAIN)
    place = subnet(azure, network(azure))
    rule = {"defaultAction": "Deny", "virtualNetworkRules": [{"virtualNetworkResourceId": place.id.upper()}]}
    store(azure, networkRuleSet=rule)


# What stands in an account.


@pytest.mark.parametrize("name", ["ab", "Records", "a--b", "-ab", "a_b", "a" * 64])
def test_a_containers_name_follows_the_rules(here: Subscription, name: str) -> None:
    assert places(here.faults(CONTAINER, accountName="a", containerName=name, **IN)) == ["containerName"]


def test_a_container_needs_its_account(here: Subscription) -> None:
    here.refuses("ParentResourceNotFound", CONTAINER, accountName="nobody", containerName="records", **IN)


def test_an_anonymous_container_needs_an_account_that_allows_it(here: Subscription) -> None:
    account = store(here)
    here.refuses("PublicAccessNotPermitted", CONTAINER, accountName=account.name, containerName="open", publicAccess="Blob", **IN)
    assert container(here, account)["publicAccess"] == "None"
    here.change(account, allowBlobPublicAccess=True)
    assert container(here, account, "open", publicAccess="Container")["publicAccess"] == "Container"


def test_immutable_versions_need_versions(here: Subscription) -> None:
    account = store(here)
    inputs = {"accountName": account.name, "containerName": "records", "immutableStorageWithVersioning": {"enabled": True}, **IN}
    here.refuses("VersioningRequired", CONTAINER, **inputs)
    blobs(here, account, isVersioningEnabled=True)
    here.make(CONTAINER, **inputs)


def test_an_immutable_account_keeps_its_versions_on(here: Subscription) -> None:
    account = store(here, immutableStorageWithVersioning={"enabled": True})
    place = {"accountName": account.name, "blobServicesName": "default", **IN}
    here.refuses("VersioningRequired", BLOBS, isVersioningEnabled=False, **place)
    here.make(BLOBS, isVersioningEnabled=True, **place)


def test_versions_are_not_for_the_hierarchical_namespace(here: Subscription) -> None:
    account = store(here, isHnsEnabled=True)
    place = {"accountName": account.name, "blobServicesName": "default", **IN}
    here.refuses("FeatureNotSupportedForAccount", BLOBS, isVersioningEnabled=True, **place)


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"blobServicesName": "mine"}, "blobServicesName"),
        ({"deleteRetentionPolicy": {"enabled": True}}, "deleteRetentionPolicy.days"),
        ({"deleteRetentionPolicy": {"enabled": True, "days": 366}}, "deleteRetentionPolicy.days"),
        ({"restorePolicy": {"enabled": True, "days": 6}}, "isVersioningEnabled"),
        (
            {
                "restorePolicy": {"enabled": True, "days": 7},
                "isVersioningEnabled": True,
                "changeFeed": {"enabled": True},
                "deleteRetentionPolicy": {"enabled": True, "days": 7},
            },
            "restorePolicy.days",
        ),
    ],
)
def test_the_blob_services_settings_fit_together(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"accountName": "a", "blobServicesName": "default", **IN, **inputs}
    assert place in places(here.faults(BLOBS, **given))


def test_held_containers_and_their_accounts_stay(here: Subscription) -> None:
    account = store(here)
    records = container(here, account)
    place = {"accountName": account.name, "containerName": records.name, **IN}
    hold = here.make("storage:BlobContainerLegalHold", tags=["case17"], **place)
    assert here.read(records)[0]["hasLegalHold"] is True
    here.refuses_delete("ContainerOperationFailure", records)
    here.refuses_delete("StorageAccountOperationNotAllowed", account)
    here.delete(hold)
    here.delete(records)
    here.delete(account)


def test_a_retention_shows_in_its_container(here: Subscription) -> None:
    account = store(here)
    records = container(here, account)
    place = {"accountName": account.name, "containerName": records.name, "immutabilityPolicyName": "default", **IN}
    policy = here.make(RETENTION, immutabilityPeriodSinceCreationInDays=2190, **place)
    assert policy["state"] == "Unlocked"
    assert here.read(records)[0]["hasImmutabilityPolicy"] is True
    here.delete(policy)
    assert here.read(records)[0]["hasImmutabilityPolicy"] is False


def test_a_locked_retention_can_be_neither_changed_nor_deleted(here: Subscription) -> None:
    account = store(here)
    place = {"accountName": account.name, "containerName": container(here, account).name, "immutabilityPolicyName": "default", **IN}
    policy = here.make(RETENTION, immutabilityPeriodSinceCreationInDays=30, **place)
    found = here.object(policy.id)
    assert found is not None
    found.outputs["state"] = "Locked"
    here.cloud.world.put(found)
    here.refuses_delete("ImmutabilityPolicyLocked", policy)
    here.refuses_change("ImmutabilityPolicyLocked", policy, immutabilityPeriodSinceCreationInDays=31)


@pytest.mark.parametrize("tag", ["ab", "case-17", "a" * 24])
def test_a_holds_tags_are_words(here: Subscription, tag: str) -> None:
    assert places(here.faults("storage:BlobContainerLegalHold", accountName="a", containerName="b", tags=[tag], **IN)) == ["tags[0]"]


def rule(name: str = "old", /, **actions: Any) -> dict[str, Any]:
    definition = {"actions": actions, "filters": {"blobTypes": ["blockBlob"]}}
    return {"name": name, "type": "Lifecycle", "enabled": True, "definition": definition}


DELETES: dict[str, Any] = {"baseBlob": {"delete": {"daysAfterModificationGreaterThan": 30}}}


@pytest.mark.parametrize(
    ("rules", "place"),
    [
        ([rule()], "policy.rules[0].definition.actions"),
        ([rule(**DELETES), rule(**DELETES)], "policy.rules[1].name"),
        ([rule("a b", **DELETES)], "policy.rules[0].name"),
    ],
)
def test_a_lifecycle_rule_does_something_under_a_name_of_its_own(here: Subscription, rules: list[Any], place: str) -> None:
    given = {"accountName": "a", "managementPolicyName": "default", "policy": {"rules": rules}, **IN}
    assert places(here.faults("storage:ManagementPolicy", **given)) == [place]


def test_a_rule_by_last_access_needs_its_tracking(here: Subscription) -> None:
    account = store(here)
    policy = {"rules": [rule(baseBlob={"tierToCool": {"daysAfterLastAccessTimeGreaterThan": 30}})]}
    place = {"accountName": account.name, "managementPolicyName": "default", "policy": policy, **IN}
    here.refuses("InvalidRequestPropertyValue", "storage:ManagementPolicy", **place)
    blobs(here, account, lastAccessTimeTrackingPolicy={"enable": True})
    here.make("storage:ManagementPolicy", **place)


def test_replication_needs_versions_on_both_sides_and_a_change_feed(here: Subscription) -> None:
    source, destination = store(here, "clinicsource"), store(here, "clinicdestination")
    for one in (source, destination):
        container(here, one)
    policy = {
        "accountName": destination.name,
        "objectReplicationPolicyId": "default",
        "sourceAccount": source.id,
        "destinationAccount": destination.id,
        "rules": [{"sourceContainer": "records", "destinationContainer": "records"}],
        **IN,
    }
    here.refuses("ObjectReplicationVersioningRequired", "storage:ObjectReplicationPolicy", **policy)
    feed = blobs(here, source, isVersioningEnabled=True)
    blobs(here, destination, isVersioningEnabled=True)
    here.refuses("ObjectReplicationChangeFeedRequired", "storage:ObjectReplicationPolicy", **policy)
    here.change(feed, changeFeed={"enabled": True})
    nowhere = [{"sourceContainer": "records", "destinationContainer": "nobody"}]
    here.refuses("ContainerNotFound", "storage:ObjectReplicationPolicy", **{**policy, "rules": nowhere})
    here.refuses("CrossTenantReplicationNotAllowed", "storage:ObjectReplicationPolicy", **{**policy, "sourceAccount": "foreignaccount"})
    here.make("storage:ObjectReplicationPolicy", **policy)


def test_an_encryption_scope_is_there_before_its_container(here: Subscription) -> None:
    account = store(here)
    place = {"accountName": account.name, "containerName": "records", "defaultEncryptionScope": "phi", **IN}
    here.refuses("EncryptionScopeNotFound", CONTAINER, **place)
    here.make("storage:EncryptionScope", accountName=account.name, encryptionScopeName="phi", **IN)
    made = here.make(CONTAINER, **place)
    here.refuses_change("ContainerPropertyCannotBeUpdated", made, defaultEncryptionScope="$account-encryption-key")
    assert len(here.faults("storage:EncryptionScope", accountName="a", encryptionScopeName="phi", source="Microsoft.KeyVault", **IN)) == 1


def test_files_queues_and_tables_have_names_of_their_own_kind(here: Subscription) -> None:
    place = {"accountName": "a", **IN}
    assert places(here.faults("storage:FileShare", shareName="A", **place)) == ["shareName"]
    assert places(here.faults("storage:Queue", queueName="a_b", **place)) == ["queueName"]
    assert places(here.faults("storage:Table", tableName="a-b", **place)) == ["tableName"]
    assert places(here.faults("storage:Table", tableName="tables", **place)) == ["tableName"]
    assert here.faults("storage:Table", tableName="Records1", **place) == []


def test_nfs_shares_stand_in_premium_file_accounts(here: Subscription) -> None:
    place = {"accountName": store(here).name, "shareName": "files", "enabledProtocols": "NFS", **IN}
    here.refuses("InvalidHeaderValue", "storage:FileShare", **place)
    assert places(here.faults("storage:FileShare", accountName="a", shareName="files", rootSquash="AllSquash", **IN)) == ["rootSquash"]
    premium = store(here, "clinicfiles", kind="FileStorage", sku={"name": "Premium_LRS"})
    here.make("storage:FileShare", **{**place, "accountName": premium.name})


def test_local_users_can_be_turned_off(here: Subscription) -> None:
    account = store(here, isHnsEnabled=True, isSftpEnabled=True, isLocalUserEnabled=False)
    here.refuses("LocalUserNotAllowed", "storage:LocalUser", accountName=account.name, username="partner", **IN)


def test_children_go_with_their_account_and_group(azure: Subscription) -> None:
    made = group(azure)
    records = container(azure, store(azure))
    azure.delete(made)
    assert azure.object(records.id) is None
    assert GROUP in made.id
