"""The same ids, in capitals here and small letters there: one network, one account, closed."""

import pulumi
from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

BASE = f"/SUBSCRIPTIONS/{shared.SUBSCRIPTION.upper()}/RESOURCEGROUPS/RG/PROVIDERS"
rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
records = shared.account("wardrecords", rg)
network.PrivateEndpoint(
    "ward-endpoint",
    resource_group_name="RG",
    private_endpoint_name="ward-endpoint",
    subnet={"id": f"{BASE}/MICROSOFT.NETWORK/VIRTUALNETWORKS/WARD/SUBNETS/A"},
    private_link_service_connections=[
        {"name": "blob", "private_link_service_id": f"{BASE}/MICROSOFT.STORAGE/STORAGEACCOUNTS/WARDRECORDS", "group_ids": ["blob"]}
    ],
    opts=pulumi.ResourceOptions(depends_on=[*phi.subnets.values(), records]),
)
