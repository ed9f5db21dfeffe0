"""Subnet, group and routes inline, and the NAT gateway too."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
nat = shared.nat("ward-nat", rg)
vnet = network.VirtualNetwork(
    "ward",
    resource_group_name=rg.name,
    virtual_network_name="ward",
    address_space={"address_prefixes": ["10.60.0.0/16"]},
    subnets=[
        {"name": "a", "address_prefix": "10.60.0.0/24", "default_outbound_access": False, "nat_gateway": {"id": nat.id}},
        {"name": "b", "address_prefix": "10.60.1.0/24", "default_outbound_access": False},
    ],
    tags={"ai-zone": "phi"},
)
shared.close_names("ward", rg.name, vnet.id)
