"""A second hospital feeds HL7 over a site-to-site tunnel with traffic selectors.

Modelled on Azure VPN Gateway, "Create a site-to-site VPN connection", and "Configure custom IPsec/IKE connection policies".
"""

import pulumi
from pulumi_azure_native import network

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

FEED = "192.168.40.0/24"
inward = house.rule(
    "hl7",
    100,
    "Allow",
    "Inbound",
    protocol="Tcp",
    source_address_prefix=FEED,
    destination_address_prefix="10.37.0.0/24",
    destination_port_range="2575",
)
phi = house.ground(
    "annex",
    "phi",
    "10.37.0.0/16",
    rules={"workload": [inward, *house.to_own("10.37.0.0/16", "443")], "endpoint": house.to_own("10.37.0.0/16", "443")},
)
gateway_subnet = network.Subnet(
    "GatewaySubnet",
    resource_group_name=phi.name,
    virtual_network_name=phi.net.vnet.name,
    subnet_name="GatewaySubnet",
    address_prefix="10.37.255.0/27",
    default_outbound_access=False,
)
address = network.PublicIPAddress(
    "pip-vpngw",
    resource_group_name=phi.name,
    public_ip_address_name="pip-vpngw",
    sku={"name": "Standard", "tier": "Regional"},
    public_ip_allocation_method="Static",
    zones=["1", "2", "3"],
)
gateway = network.VirtualNetworkGateway(
    "vpngw-annex",
    resource_group_name=phi.name,
    virtual_network_gateway_name="vpngw-annex",
    gateway_type="Vpn",
    vpn_type="RouteBased",
    vpn_gateway_generation="Generation2",
    sku={"name": "VpnGw2AZ", "tier": "VpnGw2AZ"},
    enable_bgp=False,
    active_active=False,
    enable_private_ip_address=False,
    ip_configurations=[
        {
            "name": "default",
            "private_ip_allocation_method": "Dynamic",
            "subnet": {"id": gateway_subnet.id},
            "public_ip_address": {"id": address.id},
        }
    ],
    tags={"ai-zone": "phi"},
)
site = network.LocalNetworkGateway(
    "lgw-annex",
    resource_group_name=phi.name,
    local_network_gateway_name="lgw-annex",
    gateway_ip_address="203.0.113.9",
    local_network_address_space={"address_prefixes": [FEED]},
)
network.VirtualNetworkGatewayConnection(
    "con-annex",
    resource_group_name=phi.name,
    virtual_network_gateway_connection_name="con-annex",
    connection_type="IPsec",
    connection_protocol="IKEv2",
    connection_mode="ResponderOnly",
    virtual_network_gateway1={"id": gateway.id},
    local_network_gateway2={"id": site.id},
    shared_key=pulumi.Output.secret("from-the-vault-not-from-here-1A"),
    enable_bgp=False,
    use_policy_based_traffic_selectors=True,
    traffic_selector_policies=[{"local_address_ranges": ["10.37.0.0/24"], "remote_address_ranges": [FEED]}],
    ipsec_policies=[
        {
            "sa_life_time_seconds": 3600,
            "sa_data_size_kilobytes": 102400000,
            "ipsec_encryption": "GCMAES256",
            "ipsec_integrity": "GCMAES256",
            "ike_encryption": "AES256",
            "ike_integrity": "SHA384",
            "dh_group": "ECP384",
            "pfs_group": "ECP384",
        }
    ],
)
network.Route(
    "to-the-feed",
    resource_group_name=phi.name,
    route_table_name=phi.net.table.name if phi.net.table else "",
    route_name="feed",
    address_prefix=FEED,
    next_hop_type="VirtualNetworkGateway",
)
parts.machine("vm-hl7", phi, parts.disk_keys("des-annex", phi))
