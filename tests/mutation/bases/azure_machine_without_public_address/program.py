"""A machine with a data disk of records, and no way in or out.

Modelled on Azure Virtual Network, "Default outbound access in Azure" ("private subnet"), and Azure Virtual Machines, "Restrict managed disks
from being imported or exported".
"""

import pulumi
from pulumi_azure_native import compute

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

phi = house.ground("pacs", "phi", "10.23.0.0/16")
disks = parts.disk_keys("des-pacs", phi)
access = compute.DiskAccess("da-pacs", resource_group_name=phi.name, disk_access_name="da-pacs")
disk = compute.Disk(
    "disk-pacs",
    resource_group_name=phi.name,
    disk_name="disk-pacs",
    creation_data={"create_option": "Empty"},
    disk_size_gb=1024,
    sku={"name": "Premium_ZRS"},
    encryption={"type": "EncryptionAtRestWithPlatformAndCustomerKeys", "disk_encryption_set_id": disks.id},
    network_access_policy="DenyAll",
    public_network_access="Disabled",
    data_access_auth_mode="AzureActiveDirectory",
    disk_access_id=None,
    tags={"ai-zone": "phi", "data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
snapshot = compute.Snapshot(
    "snap-pacs",
    resource_group_name=phi.name,
    snapshot_name="snap-pacs",
    creation_data={"create_option": "Copy", "source_resource_id": disk.id},
    incremental=True,
    sku={"name": "Standard_ZRS"},
    encryption={"type": "EncryptionAtRestWithPlatformAndCustomerKeys", "disk_encryption_set_id": disks.id},
    network_access_policy="AllowPrivate",
    public_network_access="Disabled",
    data_access_auth_mode="AzureActiveDirectory",
    disk_access_id=access.id,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
parts.machine("vm-pacs", phi, disks)
house.kept("disk-pacs", disk)
