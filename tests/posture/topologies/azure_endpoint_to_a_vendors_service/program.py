"""A private endpoint in the records' network to a service of a vendor's subscription."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
SERVICE = f"/subscriptions/{shared.VENDOR}/resourceGroups/vendor/providers/Microsoft.Network/privateLinkServices/analytics"
network.PrivateEndpoint(
    "vendor-endpoint",
    resource_group_name=rg.name,
    private_endpoint_name="vendor-endpoint",
    subnet={"id": phi.subnets["a"].id},
    manual_private_link_service_connections=[{"name": "vendor", "private_link_service_id": SERVICE, "request_message": "please"}],
)
