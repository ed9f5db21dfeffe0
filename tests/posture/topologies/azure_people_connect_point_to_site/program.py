"""A VPN gateway in the PHI network takes in people's machines."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
home = network.Subnet(
    "GatewaySubnet",
    resource_group_name=rg.name,
    virtual_network_name=phi.vnet.name,
    subnet_name="GatewaySubnet",
    address_prefix="10.60.255.0/27",
)
network.VirtualNetworkGateway(
    "vpn",
    resource_group_name=rg.name,
    virtual_network_gateway_name="vpn",
    gateway_type="Vpn",
    vpn_type="RouteBased",
    sku={"name": "VpnGw2AZ", "tier": "VpnGw2AZ"},
    ip_configurations=[{"name": "c", "subnet": {"id": home.id}, "public_ip_address": {"id": shared.public_address("pip", rg).id}}],
    vpn_client_configuration={
        "vpn_client_address_pool": {"address_prefixes": ["172.20.0.0/24"]},
        "vpn_client_protocols": ["OpenVPN"],
        "vpn_authentication_types": ["AAD"],
        "aad_tenant": f"https://login.microsoftonline.com/{shared.TENANT}",
        "aad_audience": "c632b3df-fb67-4d84-bdcf-b95ad541b5c8",
        "aad_issuer": f"https://sts.windows.net/{shared.TENANT}/",
    },
)
