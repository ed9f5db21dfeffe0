"""Redaction on a confidential machine: memory encrypted, disk bound to the machine, key of the zone.

Modelled on Azure Confidential Computing, "About Azure confidential VMs", and "Confidential disk encryption".
"""

from pulumi_azure_native import compute, network

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

deid = house.ground("redact", "deidentification", "10.24.0.0/16")
disks = parts.disk_keys("des-redact", deid, encryption_type="ConfidentialVmEncryptedWithCustomerKey")
card = network.NetworkInterface(
    "nic-redact",
    resource_group_name=deid.name,
    network_interface_name="nic-redact",
    ip_configurations=[{"name": "primary", "private_ip_allocation_method": "Dynamic", "subnet": {"id": deid.subnet("workload")}}],
)
compute.VirtualMachine(
    "vm-redact",
    resource_group_name=deid.name,
    vm_name="vm-redact",
    hardware_profile={"vm_size": "Standard_DC4as_v5"},
    network_profile={"network_interfaces": [{"id": card.id, "primary": True}]},
    security_profile={
        "security_type": "ConfidentialVM",
        "encryption_at_host": False,
        "uefi_settings": {"secure_boot_enabled": True, "v_tpm_enabled": True},
    },
    storage_profile={
        "image_reference": {"publisher": "Canonical", "offer": "ubuntu-24_04-lts", "sku": "cvm", "version": "latest"},
        "os_disk": {
            "create_option": "FromImage",
            "delete_option": "Delete",
            "managed_disk": {
                "storage_account_type": "Premium_LRS",
                "security_profile": {"security_encryption_type": "DiskWithVMGuestState", "disk_encryption_set": {"id": disks.id}},
            },
        },
    },
    os_profile={
        "computer_name": "vm-redact",
        "admin_username": "operator",
        "linux_configuration": {
            "disable_password_authentication": True,
            "ssh": {"public_keys": [{"key_data": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "path": "/home/operator/.ssh/authorized_keys"}]},
        },
    },
    identity={"type": "SystemAssigned"},
    tags={"ai-zone": "deidentification"},
)

# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=deid)
