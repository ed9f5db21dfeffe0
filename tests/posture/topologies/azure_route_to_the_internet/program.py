"""A user-defined default route to the internet, in a table whose routes are inline."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
nat = shared.nat("ward-nat", rg)
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, dropping=False, nat_gateway={"id": nat.id})
network.Route(
    "ward-out",
    resource_group_name=rg.name,
    route_table_name=phi.table.name,
    route_name="out",
    address_prefix="0.0.0.0/0",
    next_hop_type="Internet",
)
