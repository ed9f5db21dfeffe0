"""Disks whose export and import pass a disk access with a private endpoint.

Modelled on Azure Virtual Machines, "Restrict import/export access for managed disks using Azure Private Link".
"""

import pulumi
from pulumi_azure_native import compute

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

phi = house.ground("volumes", "phi", "10.63.0.0/16")
disks = parts.disk_keys("des-volumes", phi)
access = compute.DiskAccess("da-volumes", resource_group_name=phi.name, disk_access_name="da-volumes", tags={"ai-zone": "phi"})
private = house.private_zone("pe-da-volumes", phi.name, "privatelink.blob.core.windows.net", phi.vnet)
phi.endpoint("pe-da-volumes", access, "disks", dns=private)
for name in ("scans", "films"):
    disk = compute.Disk(
        f"disk-{name}",
        resource_group_name=phi.name,
        disk_name=f"disk-{name}",
        creation_data={"create_option": "Empty"},
        disk_size_gb=512,
        sku={"name": "Premium_ZRS"},
        encryption={"type": "EncryptionAtRestWithPlatformAndCustomerKeys", "disk_encryption_set_id": disks.id},
        network_access_policy="AllowPrivate",
        public_network_access="Disabled",
        data_access_auth_mode="AzureActiveDirectory",
        disk_access_id=access.id,
        max_shares=1,
        tags={"ai-zone": "phi", "data-class": "phi"},
        opts=pulumi.ResourceOptions(protect=True),
    )
    house.kept(f"disk-{name}", disk)
parts.machine("vm-volumes", phi, disks)
