"""`AzureConfidentialMachine`: closed to the host, to the internet, to passwords."""

from typing import Any

import pytest

from ai_zones.azure.builtin_roles import BuiltInRole
from ai_zones.azure.confidential_machine import AzureConfidentialMachine
from ai_zones.azure.validation import InvalidInputError
from tests.azure.data import KEY, KEY_URI, OBJECT
from tests.azure.recording import PLACE, Recording, group_path, record

VERSIONED = f"{KEY_URI}/{'0' * 32}"
SUBNET = group_path("Microsoft.Network/virtualNetworks/subnets", "phi", "workload")
VAULT = group_path("Microsoft.KeyVault/vaults", "kv-phi-12345678")


def machine(**changes: Any) -> Recording:
    args: Any = {
        "zone": "deidentification",
        **PLACE,
        "subnet_id": SUBNET,
        "key": {**KEY, "versioned_key_uri": VERSIONED},
        "key_vault_id": VAULT,
        "ssh_public_key": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB",
        **changes,
    }
    return record(lambda: AzureConfidentialMachine("redactor", args).machine_id)


def test_memory_and_disk_are_closed_to_the_host() -> None:
    recording = machine()
    built = recording.one("compute:VirtualMachine")
    encryption_set = recording.one("compute:DiskEncryptionSet")
    assert built.inputs["securityProfile"] == {
        "securityType": "ConfidentialVM",
        "uefiSettings": {"secureBootEnabled": True, "vTpmEnabled": True},
        "encryptionAtHost": False,
    }
    disk = built.inputs["storageProfile"]["osDisk"]["managedDisk"]
    assert disk["securityProfile"] == {
        "securityEncryptionType": "DiskWithVMGuestState",
        "diskEncryptionSet": {"id": encryption_set.id},
    }
    assert encryption_set.inputs["encryptionType"] == "ConfidentialVmEncryptedWithCustomerKey"
    assert encryption_set.inputs["activeKey"] == {"keyUrl": VERSIONED, "sourceVault": {"id": VAULT}}
    assert encryption_set.inputs["rotationToLatestKeyVersionEnabled"] is False
    assert built.protect
    assert recording.waits(built, encryption_set)


def test_the_machine_has_no_public_address_and_forwards_nothing() -> None:
    recording = machine()
    interface = recording.one("network:NetworkInterface")
    (configuration,) = interface.inputs["ipConfigurations"]
    assert "publicIPAddress" not in configuration
    assert configuration["subnet"] == {"id": SUBNET}
    assert interface.inputs["enableIPForwarding"] is False
    references = recording.one("compute:VirtualMachine").inputs["networkProfile"]["networkInterfaces"]
    assert [reference["id"] for reference in references] == [interface.id]


def test_people_log_in_as_themselves() -> None:
    recording = machine(login_group_ids={"engineers": OBJECT})
    built = recording.one("compute:VirtualMachine")
    linux = built.inputs["osProfile"]["linuxConfiguration"]
    assert linux["disablePasswordAuthentication"] is True
    assert "adminPassword" not in built.inputs["osProfile"]
    assert linux["patchSettings"]["patchMode"] == "AutomaticByPlatform"
    kinds = {extension.inputs["type"] for extension in recording.of("compute:VirtualMachineExtension")}
    assert kinds == {"AADSSHLoginForLinux", "GuestAttestation"}
    grant = recording.one("authorization:RoleAssignment").inputs
    assert grant["roleDefinitionId"].endswith(BuiltInRole.VIRTUAL_MACHINE_USER_LOGIN)
    assert grant["scope"] == built.id


def test_nothing_of_the_screen_is_kept_by_others() -> None:
    assert machine().one("compute:VirtualMachine").inputs["diagnosticsProfile"] == {"bootDiagnostics": {"enabled": False}}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"size": "Standard_D4s_v5"}, "a size with AMD SEV-SNP"),
        ({"disk_gib": 256}, "disk_gib: given 256"),
        ({"key": KEY}, "versioned_key_uri: is required here"),
        ({"image": {"publisher": "Canonical", "offer": "ubuntu", "sku": "22_04-lts", "version": "latest"}}, "its name says cvm"),
        ({"ssh_public_key": "secret"}, "a public key"),
        ({"subnet_id": VAULT}, "must be the id of a subnet"),
    ],
)
def test_machines_that_would_not_be_confidential_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        machine(**changes)
