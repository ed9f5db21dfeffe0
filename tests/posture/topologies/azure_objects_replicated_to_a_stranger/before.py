"""What a vendor has in his own subscription, before the judged program names it."""

import pulumi
import pulumi_azure_native as azure
from pulumi_azure_native import storage

from tests.posture.topologies import azure_shared as shared

theirs = pulumi.ResourceOptions(provider=azure.Provider("theirs", subscription_id=shared.VENDOR, location="westeurope"))
rg = azure.resources.ResourceGroup("vendor", resource_group_name="vendor", opts=theirs)
account = storage.StorageAccount(
    "vendorcopies",
    resource_group_name=rg.name,
    account_name="vendorcopies",
    kind="StorageV2",
    sku={"name": "Standard_LRS"},
    allow_cross_tenant_replication=True,
    opts=theirs,
)
storage.BlobServiceProperties(
    "vendorcopies",
    resource_group_name=rg.name,
    account_name=account.name,
    blob_services_name="default",
    is_versioning_enabled=True,
    opts=theirs,
)
storage.BlobContainer("scans", resource_group_name=rg.name, account_name=account.name, container_name="scans", opts=theirs)
