"""A subnet that says nothing of default outbound access, and has no table."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
vnet = network.VirtualNetwork(
    "ward",
    resource_group_name=rg.name,
    virtual_network_name="ward",
    address_space={"address_prefixes": ["10.60.0.0/16"]},
    tags={"ai-zone": "phi"},
)
subnet = network.Subnet(
    "ward-a", resource_group_name=rg.name, virtual_network_name=vnet.name, subnet_name="a", address_prefix="10.60.0.0/24"
)
shared.close_names("ward", rg.name, vnet.id)
