"""A network and an account of which nobody says what they hold."""

from pulumi_azure_native import storage

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
network = shared.Network("ward", None, "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
storage.StorageAccount(
    "wardrecords", resource_group_name=rg.name, account_name="wardrecords", kind="StorageV2", sku={"name": "Standard_LRS"}
)
