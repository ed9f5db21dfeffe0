"""Fronts: Front Door, Bastion, application gateways; what copies packets, what joins circuits."""

from posture.graph.facts import Unreadable
from tests.posture.readers.azure.networks import OURS, T1, T4, THEIRS, Azure
from tests.posture.readers.azure.test_network_links import home, service


def test_front_door_enters_a_service_by_private_link(form: str) -> None:
    azure = Azure()
    made = service(azure, home(azure, "deidentification", "10.2"), visible=[OURS])
    azure.add("cdn:AFDOrigin", "origin", sharedPrivateLinkResource={"privateLink": {"id": made.id}, "privateLinkLocation": "westeurope"})
    azure.records()
    assert azure.verdict(form, T4) == "violated" or azure.verdict(form, T1) == "violated"


def test_a_bastion_lets_people_in_and_nothing_out(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("access", "10.8.0.0/16", zone="access")
    azure.closed_names(vnet)
    subnet = azure.subnet("AzureBastionSubnet", vnet, "10.8.1.0/26", private=False, defaultOutboundAccess=True)
    config = [{"name": "ip", "subnet": {"id": subnet.id}, "publicIPAddress": {"id": azure.public_address("ip").id}}]
    made = azure.add("network:BastionHost", "bastion", ipConfigurations=config, location="westeurope")
    azure.records()
    assert list(azure.opens(form, "internet", made).values()) == [True]
    assert azure.verdict(form, T4) == "proven"


def test_a_bastion_in_phi_is_entered_from_the_internet(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    subnet = azure.subnet("AzureBastionSubnet", vnet, "10.1.1.0/26")
    config = [{"name": "ip", "subnet": {"id": subnet.id}, "publicIPAddress": {"id": azure.public_address("ip").id}}]
    azure.add("network:BastionHost", "bastion", ipConfigurations=config, location="westeurope")
    assert azure.verdict(form, T1) == "violated"


def test_a_public_application_gateway_is_entered_on_its_listeners(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("access", "10.8.0.0/16", zone="access")
    subnet = azure.subnet("gateway", vnet, "10.8.1.0/24")
    made = azure.add(
        "network:ApplicationGateway",
        "front",
        gatewayIPConfigurations=[{"name": "g", "subnet": {"id": subnet.id}}],
        frontendIPConfigurations=[{"name": "f", "publicIPAddress": {"id": azure.public_address("ip").id}}],
        frontendPorts=[{"name": "https", "port": 443}],
        backendAddressPools=[{"name": "pool", "backendAddresses": [{"ipAddress": "10.8.2.4"}]}],
    )
    (ports,) = azure.opens(form, "internet", made)
    assert "443" in ports
    azure.records()
    assert azure.verdict(form, T4) == "proven"


def test_an_application_gateway_that_hands_on_to_the_internet_is_a_road_out(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    subnet = azure.subnet("gateway", vnet, "10.1.1.0/24")
    azure.add(
        "network:ApplicationGateway",
        "front",
        gatewayIPConfigurations=[{"name": "g", "subnet": {"id": subnet.id}}],
        frontendIPConfigurations=[{"name": "f", "subnet": {"id": subnet.id}}],
        frontendPorts=[{"name": "https", "port": 443}],
        backendAddressPools=[{"name": "pool", "backendAddresses": [{"ipAddress": "8.8.4.4"}]}],
    )
    assert azure.verdict(form, T1) == "violated"


def test_a_virtual_tap_copies_every_packet_out_of_sight(form: str) -> None:
    azure = Azure()
    azure.nic("nic", home(azure, "phi", "10.1"))
    theirs = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Network/virtualNetworkTaps/t"
    azure.add(
        "network:NetworkInterfaceTapConfiguration",
        "tap",
        networkInterfaceName="nic",
        virtualNetworkTap={"id": theirs},
        tags={"ai-zone": "phi"},
    )
    assert any("copies every packet" in fact.reason for fact in azure.facts(form).of(Unreadable))


def test_global_reach_joins_two_circuits(form: str) -> None:
    azure = Azure()
    azure.add("network:ExpressRouteCircuit", "one")
    azure.add("network:ExpressRouteCircuitPeering", "private", circuitName="one", peeringName="AzurePrivatePeering")
    other = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Network/expressRouteCircuits/two/peerings/AzurePrivatePeering"
    azure.add(
        "network:ExpressRouteCircuitConnection",
        "reach",
        circuitName="one",
        peeringName="AzurePrivatePeering",
        peerExpressRouteCircuitPeering={"id": other},
    )
    (edge,) = [edge for edge in azure.graph(form).edges if edge.because is not None and edge.because.text == "Global Reach"]
    assert edge.target == f"subscription:{THEIRS}"


def test_a_public_load_balancer_lets_the_internet_in_where_it_gives_no_way_out(form: str) -> None:
    azure = Azure()
    subnet = azure.subnet("workload", azure.vnet("phi", "10.1.0.0/16", zone="phi"), "10.1.1.0/24")
    front = [{"name": "front", "publicIPAddress": {"id": azure.public_address("ip").id}}]
    inward = [{"name": "in", "protocol": "Tcp", "frontendPort": 443, "disableOutboundSnat": True}]
    balancer = azure.add(
        "network:LoadBalancer",
        "lb",
        sku={"name": "Standard"},
        frontendIPConfigurations=front,
        backendAddressPools=[{"name": "pool"}],
        loadBalancingRules=inward,
    )
    pool = [{"id": balancer.part("backendAddressPools/pool")}]
    machine = azure.machine("vm", azure.nic("nic", subnet, loadBalancerBackendAddressPools=pool))
    assert list(azure.opens(form, "internet", machine).values()) == [True]
    assert azure.verdict(form, T1) == "violated"
