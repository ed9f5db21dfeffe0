"""0.0.0.0/0 leads nowhere, and both of its halves to the internet."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
nat = shared.nat("ward-nat", rg)
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, nat_gateway={"id": nat.id})
for i, half in enumerate(("0.0.0.0/1", "128.0.0.0/1")):
    network.Route(
        f"ward-half-{i}",
        resource_group_name=rg.name,
        route_table_name=phi.table.name,
        route_name=f"half-{i}",
        address_prefix=half,
        next_hop_type="Internet",
    )
