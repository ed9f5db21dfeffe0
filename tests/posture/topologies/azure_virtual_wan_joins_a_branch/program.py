"""The records' network on a virtual hub, to which a branch that nobody declared is joined by VPN."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg, dropping=False)
wan = network.VirtualWan("wan", resource_group_name=rg.name, virtual_wan_name="wan", type="Standard", allow_branch_to_branch_traffic=True)
hub = network.VirtualHub(
    "hub", resource_group_name=rg.name, virtual_hub_name="hub", virtual_wan={"id": wan.id}, address_prefix="10.100.0.0/23", sku="Standard"
)
site = network.VpnSite(
    "branch",
    resource_group_name=rg.name,
    vpn_site_name="branch",
    virtual_wan={"id": wan.id},
    address_space={"address_prefixes": ["192.168.0.0/16"]},
    vpn_site_links=[
        {"name": "link", "ip_address": "203.0.113.20", "link_properties": {"link_provider_name": "isp", "link_speed_in_mbps": 100}}
    ],
)
network.VpnGateway(
    "hub-vpn",
    resource_group_name=rg.name,
    gateway_name="hub-vpn",
    virtual_hub={"id": hub.id},
    connections=[{"name": "branch", "remote_vpn_site": {"id": site.id}}],
)
network.HubVirtualNetworkConnection(
    "ward-on-hub",
    resource_group_name=rg.name,
    virtual_hub_name=hub.name,
    connection_name="ward",
    remote_virtual_network={"id": phi.vnet.id},
    enable_internet_security=False,
)
