"""A container of records that anybody may read."""

from pulumi_azure_native import storage

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account(
    "wardrecords", rg, public_network_access="Enabled", network_rule_set={"default_action": "Allow"}, allow_blob_public_access=True
)
storage.BlobContainer(
    "letters",
    resource_group_name=rg.name,
    account_name=records.name,
    container_name="letters",
    public_access="Container",
)
