"""A circuit into the records' network, and no declared peer."""

from pulumi_azure_native import network

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
front = network.Subnet(
    "GatewaySubnet",
    resource_group_name=rg.name,
    virtual_network_name=phi.vnet.name,
    subnet_name="GatewaySubnet",
    address_prefix="10.60.255.0/27",
)
gateway = network.VirtualNetworkGateway(
    "ward-gateway",
    resource_group_name=rg.name,
    virtual_network_gateway_name="ward-gateway",
    gateway_type="ExpressRoute",
    sku={"name": "ErGw1AZ", "tier": "ErGw1AZ"},
    ip_configurations=[{"name": "default", "private_ip_allocation_method": "Dynamic", "subnet": {"id": front.id}}],
)
circuit = network.ExpressRouteCircuit(
    "ward-circuit",
    resource_group_name=rg.name,
    circuit_name="ward-circuit",
    sku={"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"},
    service_provider_properties={"service_provider_name": "Equinix", "peering_location": "Amsterdam", "bandwidth_in_mbps": 200},
)
network.VirtualNetworkGatewayConnection(
    "ward-connection",
    resource_group_name=rg.name,
    virtual_network_gateway_connection_name="ward-connection",
    connection_type="ExpressRoute",
    virtual_network_gateway1={"id": gateway.id},
    peer={"id": circuit.id},
)
network.Route(
    "ward-site",
    resource_group_name=rg.name,
    route_table_name=phi.table.name,
    route_name="site",
    address_prefix="192.168.0.0/16",
    next_hop_type="VirtualNetworkGateway",
)
