"""The hospital's EHR feeds HL7 into the records' zone over a private ExpressRoute circuit.

Modelled on Azure Architecture Center, "Connect an on-premises network to Azure using ExpressRoute".
"""

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
    destination_address_prefix="10.36.0.0/24",
    destination_port_range="2575",
)
phi = house.ground(
    "intake",
    "phi",
    "10.36.0.0/16",
    rules={"workload": [inward, *house.to_own("10.36.0.0/16", "443")], "endpoint": house.to_own("10.36.0.0/16", "443")},
)
gateway_subnet = network.Subnet(
    "GatewaySubnet",
    resource_group_name=phi.name,
    virtual_network_name=phi.net.vnet.name,
    subnet_name="GatewaySubnet",
    address_prefix="10.36.255.0/27",
    default_outbound_access=False,
)
gateway = network.VirtualNetworkGateway(
    "ergw-intake",
    resource_group_name=phi.name,
    virtual_network_gateway_name="ergw-intake",
    gateway_type="ExpressRoute",
    sku={"name": "ErGw1AZ", "tier": "ErGw1AZ"},
    ip_configurations=[{"name": "default", "private_ip_allocation_method": "Dynamic", "subnet": {"id": gateway_subnet.id}}],
    allow_remote_vnet_traffic=False,
    allow_virtual_wan_traffic=False,
    admin_state="Enabled",
    tags={"ai-zone": "phi"},
)
circuit = network.ExpressRouteCircuit(
    "erc-hospital",
    resource_group_name=phi.name,
    circuit_name="erc-hospital",
    sku={"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
    service_provider_properties={
        "service_provider_name": "Equinix",
        "peering_location": "Amsterdam",
        "bandwidth_in_mbps": 200,
    },
    allow_classic_operations=False,
    global_reach_enabled=False,
)
network.ExpressRouteCircuitPeering(
    "private",
    resource_group_name=phi.name,
    circuit_name=circuit.name,
    peering_name="AzurePrivatePeering",
    peering_type="AzurePrivatePeering",
    peer_asn=65010,
    primary_peer_address_prefix="172.16.0.0/30",
    secondary_peer_address_prefix="172.16.0.4/30",
    vlan_id=200,
    state="Enabled",
)
network.VirtualNetworkGatewayConnection(
    "con-hospital",
    resource_group_name=phi.name,
    virtual_network_gateway_connection_name="con-hospital",
    connection_type="ExpressRoute",
    virtual_network_gateway1={"id": gateway.id},
    peer={"id": circuit.id},
    express_route_gateway_bypass=False,
    enable_private_link_fast_path=False,
    routing_weight=0,
)
network.Route(
    "to-the-feed",
    resource_group_name=phi.name,
    route_table_name=phi.net.table.name if phi.net.table else "",
    route_name="feed",
    address_prefix=FEED,
    next_hop_type="VirtualNetworkGateway",
)
parts.machine("vm-hl7", phi, parts.disk_keys("des-intake", phi))
