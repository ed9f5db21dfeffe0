"""A machine in a subnet that the program knows by its id alone."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

SUBNET = f"/subscriptions/{shared.SUBSCRIPTION}/resourceGroups/landing/providers/Microsoft.Network/virtualNetworks/spoke/subnets/a"
rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
network.NetworkInterface(
    "records",
    resource_group_name=rg.name,
    network_interface_name="records",
    ip_configurations=[{"name": "primary", "private_ip_allocation_method": "Dynamic", "subnet": {"id": SUBNET}}],
    tags={"ai-zone": "phi"},
)
