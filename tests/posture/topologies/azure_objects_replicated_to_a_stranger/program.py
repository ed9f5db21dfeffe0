"""Object replication to a vendor's account."""

from pulumi_azure_native import storage

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account("wardrecords", rg, allow_cross_tenant_replication=True)
SOURCE = f"/subscriptions/{shared.SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/wardrecords"
storage.BlobServiceProperties(
    "wardrecords",
    resource_group_name=rg.name,
    account_name=records.name,
    blob_services_name="default",
    is_versioning_enabled=True,
    change_feed={"enabled": True},
)
container = storage.BlobContainer("scans", resource_group_name=rg.name, account_name=records.name, container_name="scans")
storage.ObjectReplicationPolicy(
    "copies",
    resource_group_name=rg.name,
    account_name=records.name,
    object_replication_policy_id="default",
    source_account=SOURCE,
    destination_account=f"/subscriptions/{shared.VENDOR}/resourceGroups/vendor/providers/Microsoft.Storage/storageAccounts/vendorcopies",
    rules=[{"source_container": container.name, "destination_container": "scans"}],
)
