"""Peerings, their flags, gateway transit, network manager."""

from typing import Any

import pytest

from tests.posture.readers.azure.networks import OURS, T1, T4, THEIRS, Azure, Made, approving, route


def stranger(subscription: str) -> str:
    return f"/subscriptions/{subscription}/resourceGroups/x/providers/Microsoft.Network/virtualNetworks/theirs"


def pair(azure: Azure) -> tuple[Made, Made]:
    return azure.vnet("phi", "10.1.0.0/16", zone="phi"), azure.vnet("training", "10.2.0.0/16", zone="training")


def test_two_sides_join_two_networks(form: str) -> None:
    azure = Azure()
    phi, training = pair(azure)
    azure.peer(phi, training)
    azure.peer(training, phi)
    subnet = azure.subnet("workload", phi, "10.1.1.0/24")
    azure.subnet("jobs", training, "10.2.1.0/24")
    assert azure.roads(form, subnet) == {"phi": True, "training": True}
    assert azure.verdict(form, T4) == "violated"


def test_one_side_alone_joins_nothing(form: str) -> None:
    azure = Azure()
    phi, training = pair(azure)
    azure.peer(phi, training)
    subnet = azure.subnet("workload", phi, "10.1.1.0/24")
    azure.subnet("jobs", training, "10.2.1.0/24")
    assert azure.roads(form, subnet) == {"phi": True}


def test_peerings_inside_the_networks_count_as_those_on_their_own(form: str) -> None:
    azure = Azure()
    phi = azure.vnet(
        "phi",
        "10.1.0.0/16",
        virtualNetworkPeerings=[
            {"name": "to", "remoteVirtualNetwork": {"id": stranger(OURS).replace("theirs", "training").replace("/x/", "/rg/")}}
        ],
    )
    training = azure.vnet("training", "10.2.0.0/16")
    azure.peer(training, phi)
    subnet = azure.subnet("workload", phi, "10.1.1.0/24")
    assert azure.roads(form, subnet) == {"phi": True, "training": True}


def test_peering_is_not_transitive(form: str) -> None:
    azure = Azure()
    phi, hub, training = azure.vnet("phi", "10.1.0.0/16"), azure.vnet("hub", "10.9.0.0/16"), azure.vnet("training", "10.2.0.0/16")
    for one, other in ((phi, hub), (hub, phi), (hub, training), (training, hub)):
        azure.peer(one, other)
    subnet = azure.subnet("workload", phi, "10.1.1.0/24")
    azure.subnet("jobs", training, "10.2.1.0/24")
    assert azure.roads(form, subnet) == {"phi": True, "hub": True}


@pytest.mark.parametrize("takes", [True, False])
def test_forwarded_packets_need_the_other_sides_word(form: str, takes: bool) -> None:
    azure = Azure()
    phi, hub, training = azure.vnet("phi", "10.1.0.0/16"), azure.vnet("hub", "10.9.0.0/16"), azure.vnet("training", "10.2.0.0/16")
    for one, other in ((phi, hub), (hub, phi), (hub, training)):
        azure.peer(one, other)
    azure.peer(training, hub, allowForwardedTraffic=takes)
    forwarding = azure.subnet("forwarding", hub, "10.9.1.0/24")
    azure.machine("appliance", azure.nic("nic", forwarding, privateIPAddress="10.9.1.4"))
    table = azure.table("rt", route("training", "10.2.0.0/16", "VirtualAppliance", "10.9.1.4"))
    subnet = azure.subnet("workload", phi, "10.1.1.0/24", routeTable={"id": table.id})
    azure.subnet("jobs", training, "10.2.1.0/24")
    assert azure.roads(form, subnet)["training"] is takes


def test_a_peering_without_access_is_no_pass_and_no_certain_join(form: str) -> None:
    azure = Azure()
    phi, training = pair(azure)
    azure.peer(phi, training, allowVirtualNetworkAccess=False)
    azure.peer(training, phi, allowVirtualNetworkAccess=False)
    azure.subnet("workload", phi, "10.1.1.0/24")
    azure.subnet("jobs", training, "10.2.1.0/24")
    assert azure.verdict(form, T4) == "unproven"


def test_a_peering_to_somebody_elses_network_is_a_leak(form: str) -> None:
    azure = Azure()
    phi = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    azure.subnet("workload", phi, "10.1.1.0/24")
    azure.peer(phi, stranger(THEIRS))
    assert azure.verdict(form, T1) == "violated"


def test_a_peering_to_a_network_of_ours_that_nobody_shows_is_unproven(form: str) -> None:
    azure = Azure()
    phi = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    azure.subnet("workload", phi, "10.1.1.0/24")
    azure.peer(phi, stranger(OURS))
    assert azure.verdict(form, T1) == "unproven"


def test_a_subnet_peering_joins_the_named_subnets_alone(form: str) -> None:
    azure = Azure()
    phi, training = pair(azure)
    named = {"peerCompleteVnets": False, "localSubnetNames": ["shared"], "remoteSubnetNames": ["jobs"]}
    azure.peer(phi, training, **named)
    azure.peer(training, phi, peerCompleteVnets=False, localSubnetNames=["jobs"], remoteSubnetNames=["shared"])
    shared, alone = azure.subnet("shared", phi, "10.1.1.0/24"), azure.subnet("alone", phi, "10.1.2.0/24")
    azure.subnet("jobs", training, "10.2.1.0/24")
    assert azure.roads(form, shared) == {"phi": True, "training": True}
    assert azure.roads(form, alone) == {"phi": True}


def manager(azure: Azure, *members: Made, topology: str = "Mesh", commit: bool = True) -> None:
    azure.add("network:NetworkManager", "manager")
    group = azure.add("network:NetworkGroup", "group", networkManagerName="manager")
    for member in members:
        azure.add(
            "network:StaticMember", f"member-{member.name}", networkManagerName="manager", networkGroupName="group", resourceId=member.id
        )
    configuration = azure.add(
        "network:ConnectivityConfiguration",
        "mesh",
        networkManagerName="manager",
        connectivityTopology=topology,
        appliesToGroups=[{"networkGroupId": group.id, "groupConnectivity": "None", "isGlobal": "False", "useHubGateway": "False"}],
    )
    if commit:
        azure.add(
            "network:Commit", "commit", commitType="Connectivity", configurationIds=[configuration.id], targetLocations=["westeurope"]
        )


def test_a_mesh_of_network_manager_joins_its_members(form: str) -> None:
    azure = Azure()
    phi, training = pair(azure)
    manager(azure, phi, training)
    subnet = azure.subnet("workload", phi, "10.1.1.0/24")
    azure.subnet("jobs", training, "10.2.1.0/24")
    assert azure.roads(form, subnet) == {"phi": True, "training": True}
    assert azure.verdict(form, T4) == "violated"


def test_a_mesh_that_nobody_deploys_is_unproven(form: str) -> None:
    azure = Azure()
    phi, training = pair(azure)
    manager(azure, phi, training, commit=False)
    azure.subnet("workload", phi, "10.1.1.0/24")
    azure.subnet("jobs", training, "10.2.1.0/24")
    assert azure.verdict(form, T4) == "unproven"


def test_an_admin_rule_that_always_allows_is_never_a_pass(form: str) -> None:
    azure = Azure()
    azure.subnet("workload", azure.vnet("phi", zone="phi"))
    names: dict[str, Any] = {"networkManagerName": "manager", "configurationName": "c", "ruleCollectionName": "r"}
    azure.add("network:AdminRule", "open", access="AlwaysAllow", direction="Inbound", priority=1, tags={"ai-zone": "phi"}, **names)
    assert azure.verdict(form, T1) == "unproven"


def vpn(azure: Azure, vnet: Made, prefix: str, *, bgp: bool = False) -> Made:
    home = azure.subnet("GatewaySubnet", vnet, vnet.inputs["addressSpace"]["addressPrefixes"][0].replace("0.0/16", "255.0/27"))
    gateway = azure.add(
        "network:VirtualNetworkGateway",
        f"{vnet.name}-gateway",
        gatewayType="Vpn",
        ipConfigurations=[{"name": "ip", "subnet": {"id": home.id}}],
    )
    local = azure.add(
        "network:LocalNetworkGateway", "hospital", gatewayIpAddress="203.0.113.7", localNetworkAddressSpace={"addressPrefixes": [prefix]}
    )
    azure.add(
        "network:VirtualNetworkGatewayConnection",
        "tunnel",
        connectionType="IPsec",
        enableBgp=bgp,
        virtualNetworkGateway1={"id": gateway.id},
        localNetworkGateway2={"id": local.id},
    )
    return gateway


def test_a_vpn_leads_to_its_declared_prefixes(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    vpn(azure, vnet, "192.168.7.0/24")
    subnet = azure.subnet("workload", vnet, "10.1.1.0/24")
    assert azure.roads(form, subnet) == {"phi": True, "203.0.113.7": True}


def test_a_vpn_to_nobody_declared_is_a_leak_where_the_plan_names_its_peers(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    vpn(azure, vnet, "192.168.7.0/24")
    azure.subnet("workload", vnet, "10.1.1.0/24")
    assert azure.verdict(form, T1, approving(peers_stated=True)) == "violated"


def test_a_table_that_refuses_propagation_has_no_road_to_a_vpn(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    vpn(azure, vnet, "192.168.7.0/24")
    table = azure.table("rt", disableBgpRoutePropagation=True)
    subnet = azure.subnet("workload", vnet, "10.1.1.0/24", routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"phi": True}


def test_a_vpn_by_bgp_may_announce_anything(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    vpn(azure, vnet, "192.168.7.0/24", bgp=True)
    subnet = azure.subnet("workload", vnet, "10.1.1.0/24")
    assert azure.roads(form, subnet) == {"phi": True, "203.0.113.7": False}
    assert azure.verdict(form, T1) == "unproven"


def test_a_route_to_the_gateway_leads_beyond_it(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    vpn(azure, vnet, "192.168.7.0/24")
    table = azure.table("rt", route("out", "0.0.0.0/0", "VirtualNetworkGateway"), disableBgpRoutePropagation=True)
    subnet = azure.subnet("workload", vnet, "10.1.1.0/24", routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"phi": True, "203.0.113.7": True}


@pytest.mark.parametrize(("lends", "borrows", "reached"), [(True, True, True), (False, True, False), (True, False, False)])
def test_a_peers_gateway_is_used_where_both_sides_say_so(form: str, lends: bool, borrows: bool, reached: bool) -> None:
    azure = Azure()
    hub, spoke = azure.vnet("hub", "10.9.0.0/16"), azure.vnet("phi", "10.1.0.0/16", zone="phi")
    vpn(azure, hub, "192.168.7.0/24")
    azure.peer(hub, spoke, allowGatewayTransit=lends)
    azure.peer(spoke, hub, useRemoteGateways=borrows)
    subnet = azure.subnet("workload", spoke, "10.1.1.0/24")
    assert ("203.0.113.7" in azure.roads(form, subnet)) is reached


def test_an_expressroute_connection_may_announce_anything(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    home = azure.subnet("GatewaySubnet", vnet, "10.1.255.0/27")
    gateway = azure.add(
        "network:VirtualNetworkGateway", "gw", gatewayType="ExpressRoute", ipConfigurations=[{"name": "ip", "subnet": {"id": home.id}}]
    )
    circuit = azure.add("network:ExpressRouteCircuit", "circuit")
    azure.add(
        "network:VirtualNetworkGatewayConnection",
        "link",
        connectionType="ExpressRoute",
        virtualNetworkGateway1={"id": gateway.id},
        peer={"id": circuit.id},
    )
    subnet = azure.subnet("workload", vnet, "10.1.1.0/24")
    assert azure.roads(form, subnet) == {"phi": True, "circuit": False}
    assert azure.verdict(form, T1) == "unproven"


def test_people_come_in_by_a_point_to_site_gateway(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    home = azure.subnet("GatewaySubnet", vnet, "10.1.255.0/27")
    azure.subnet("workload", vnet, "10.1.1.0/24")
    pool = {"vpnClientAddressPool": {"addressPrefixes": ["172.20.0.0/24"]}}
    azure.add(
        "network:VirtualNetworkGateway",
        "gw",
        gatewayType="Vpn",
        ipConfigurations=[{"name": "ip", "subnet": {"id": home.id}}],
        vpnClientConfiguration=pool,
    )
    assert azure.verdict(form, T1) == "violated"


def test_a_gateway_subnet_is_no_place_for_workloads(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    azure.subnet("GatewaySubnet", vnet, "10.1.255.0/27", private=False, defaultOutboundAccess=True)
    assert azure.verdict(form, T1) == "proven"


def test_two_networks_joined_by_gateways_reach_each_other(form: str) -> None:
    azure = Azure()
    phi, training = pair(azure)
    gateways = []
    for vnet, cidr in ((phi, "10.1.255.0/27"), (training, "10.2.255.0/27")):
        home = azure.add(
            "network:Subnet", f"gw-of-{vnet.name}", virtualNetworkName=vnet.name, subnetName="GatewaySubnet", addressPrefix=cidr
        )
        config = [{"name": "ip", "subnet": {"id": home.id}}]
        gateways.append(azure.add("network:VirtualNetworkGateway", f"{vnet.name}-gw", gatewayType="Vpn", ipConfigurations=config))
    azure.add(
        "network:VirtualNetworkGatewayConnection",
        "tunnel",
        connectionType="Vnet2Vnet",
        virtualNetworkGateway1={"id": gateways[0].id},
        virtualNetworkGateway2={"id": gateways[1].id},
    )
    subnet = azure.subnet("workload", phi, "10.1.1.0/24")
    azure.subnet("jobs", training, "10.2.1.0/24")
    assert azure.roads(form, subnet) == {"phi": True, "training": True}


def test_a_route_server_is_never_a_pass(form: str) -> None:
    azure = Azure()
    azure.subnet("workload", azure.vnet("phi", zone="phi"))
    azure.add("network:VirtualHubBgpConnection", "bgp", virtualHubName="route-server", tags={"ai-zone": "phi"})
    assert azure.verdict(form, T1) == "unproven"
