"""What Azure's documentation says of properties that are left out, and of values that can't be: dropping a default changes nothing in the cloud."""

from typing import Any

import pytest

from tests.simulator.azure.data_places import IN, assigned, key, places, readable_key, store, vault, workspace
from tests.simulator.azure.places import group, network, subnet
from tests.simulator.azure.subscription import Subscription
from tests.simulator.azure.test_machines_and_apps import CONFIDENTIAL, machine

RULE = "monitor:DataCollectionRule"
SET = "compute:DiskEncryptionSet"
MACHINE = "compute:VirtualMachine"


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


def test_encryption_at_rest_cannot_be_switched_off(here: Subscription) -> None:
    services = {name: {"enabled": False, "keyType": "Account"} for name in ("blob", "queue")}
    made = store(here, encryption={"services": services})
    assert [one["enabled"] for one in made["encryption"]["services"].values()] == [True, True, True]
    assert made["isSftpEnabled"] is False


def test_a_vault_serves_no_deployments_unless_it_is_told_to(here: Subscription) -> None:
    shown = vault(here)["properties"]
    assert [shown[f"enabledFor{what}"] for what in ("Deployment", "DiskEncryption", "TemplateDeployment")] == [False] * 3


def test_a_network_protects_no_machines_unless_it_is_told_to(here: Subscription) -> None:
    assert network(here)["enableVmProtection"] is False


@pytest.mark.parametrize("kind", ["dataprotection:BackupVault", "recoveryservices:Vault"])
def test_a_vault_tells_of_failed_jobs(here: Subscription, kind: str) -> None:
    given: dict[str, Any] = (
        {"properties": {"storageSettings": [{"datastoreType": "VaultStore", "type": "ZoneRedundant"}]}}
        if kind.startswith("data")
        else {"sku": {"name": "Standard"}, "properties": {}}
    )
    made = here.make(kind, vaultName="clinic-backups", **given, **IN)
    assert made["properties"]["monitoringSettings"]["azureMonitorAlertSettings"] == {"alertsForAllJobFailures": "Enabled"}


def test_a_collection_rule_stands_in_the_region_of_its_workspaces(here: Subscription) -> None:
    destinations = {"logAnalytics": [{"name": "logs", "workspaceResourceId": workspace(here).id}]}
    flows = [{"streams": ["Microsoft-Syslog"], "destinations": ["logs"]}]
    given = {"dataCollectionRuleName": "clinic", "destinations": destinations, "dataFlows": flows, **IN}
    here.refuses("InvalidPayload", RULE, match="westeurope", **{**given, "location": "northeurope"})
    here.make(RULE, **given)


@pytest.mark.parametrize(("kind", "fits"), [(None, False), ("ConfidentialVmEncryptedWithCustomerKey", True)])
def test_a_confidential_disk_wants_a_set_of_its_own_kind(here: Subscription, kind: str | None, fits: bool) -> None:
    place = subnet(here, network(here))
    nic = here.make(
        "network:NetworkInterface", networkInterfaceName="nic", ipConfigurations=[{"name": "a", "subnet": {"id": place.id}}], **IN
    )
    key_, reader = readable_key(here)
    active = {"activeKey": {"keyUrl": key_["keyUriWithVersion"]}, **({"encryptionType": kind} if kind else {})}
    made = here.make(SET, diskEncryptionSetName="clinic", identity=assigned(reader), **active, **IN)
    disk = {"securityProfile": {"securityEncryptionType": "DiskWithVMGuestState", "diskEncryptionSet": {"id": made.id}}}
    storage = {"imageReference": {"publisher": "Canonical"}, "osDisk": {"createOption": "FromImage", "managedDisk": disk}}
    given = machine(here, **{**CONFIDENTIAL, "storageProfile": storage, "networkProfile": {"networkInterfaces": [{"id": nic.id}]}})
    if fits:
        assert here.make(MACHINE, **given)["securityProfile"]["encryptionAtHost"] is False
    else:
        here.refuses("InvalidParameter", MACHINE, match="ConfidentialVmEncryptedWithCustomerKey", **given)


def test_an_identity_says_of_which_kind_it_is(here: Subscription) -> None:
    given = {"accountName": "clinicstore", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}, **IN}
    assert places(here.faults("storage:StorageAccount", identity={}, **given)) == ["identity.type"]


def test_a_key_is_usable_unless_it_is_switched_off(here: Subscription) -> None:
    assert key(here, vault(here))["attributes"]["enabled"] is True


def test_a_secret_of_the_same_content_has_the_same_version_whether_its_default_is_given_or_not(here: Subscription) -> None:
    safe = vault(here)
    given = {"vaultName": safe.name, **IN}
    one = here.make("keyvault:Secret", secretName="one", properties={"value": "a", "attributes": {"enabled": True}}, **given)
    version = one["properties"]["secretUriWithVersion"]
    assert here.change(one, properties={"value": "a", "attributes": {}})["properties"]["secretUriWithVersion"] == version
    assert here.change(one, properties={"value": "b", "attributes": {}})["properties"]["secretUriWithVersion"] != version


def test_a_firewall_translates_no_private_address_unless_it_is_told(here: Subscription) -> None:
    policy = here.make("network:FirewallPolicy", firewallPolicyName="clinic", sku={"tier": "Premium"}, **IN)
    assert policy["snat"] == {"autoLearnPrivateRanges": "Disabled", "privateRanges": ["IANAPrivateRanges"]}


def test_an_instance_says_what_it_protects_and_by_which_policy(here: Subscription) -> None:
    storage = [{"datastoreType": "VaultStore", "type": "ZoneRedundant"}]
    here.make("dataprotection:BackupVault", vaultName="clinic-backups", properties={"storageSettings": storage}, **IN)
    given = {"vaultName": "clinic-backups", "backupInstanceName": "records", **IN}
    here.refuses("BMSUserErrorInvalidInput", "dataprotection:BackupInstance", match="objectType", **given)


def test_a_firewall_redirects_no_sql_unless_it_is_told_to(here: Subscription) -> None:
    made = here.make("network:FirewallPolicy", firewallPolicyName="p", sku={"tier": "Premium"}, **IN)
    assert made["sql"] == {"allowSqlRedirect": False}


def test_a_workspace_keeps_thirty_days_for_one_more_unless_it_is_told_otherwise(here: Subscription) -> None:
    assert workspace(here)["features"]["immediatePurgeDataOn30Days"] is False
