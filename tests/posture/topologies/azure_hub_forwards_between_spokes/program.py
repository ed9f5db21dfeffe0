"""Two spokes send each other's prefixes to a router in the hub."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
hub = shared.Network("hub", None, "10.0.0.0/16", {"nva": "10.0.1.0/24"}, rg, names=False, dropping=False)
shared.machine_card(
    "router",
    hub,
    "nva",
    enable_ip_forwarding=True,
    configuration={"private_ip_allocation_method": "Static", "private_ip_address": "10.0.1.4"},
)
spokes = {
    "records": shared.Network("records", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg),
    "models": shared.Network("models", "inference", "10.61.0.0/16", {"a": "10.61.0.0/24"}, rg),
}
for name, spoke in spokes.items():
    network.VirtualNetworkPeering(
        f"{name}-hub",
        resource_group_name=rg.name,
        virtual_network_name=spoke.vnet.name,
        virtual_network_peering_name="to-hub",
        remote_virtual_network={"id": hub.vnet.id},
        allow_virtual_network_access=True,
        allow_forwarded_traffic=True,
    )
    network.VirtualNetworkPeering(
        f"hub-{name}",
        resource_group_name=rg.name,
        virtual_network_name=hub.vnet.name,
        virtual_network_peering_name=f"to-{name}",
        remote_virtual_network={"id": spoke.vnet.id},
        allow_virtual_network_access=True,
        allow_forwarded_traffic=True,
    )
for name, block in (("records", "10.61.0.0/16"), ("models", "10.60.0.0/16")):
    network.Route(
        f"{name}-across",
        resource_group_name=rg.name,
        route_table_name=spokes[name].table.name,
        route_name="across",
        address_prefix=block,
        next_hop_type="VirtualAppliance",
        next_hop_ip_address="10.0.1.4",
    )
