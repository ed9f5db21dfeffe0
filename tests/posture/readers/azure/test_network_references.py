"""How references are followed where a preview knows no id: names handed on, groups of one name, lists, parts of parts."""

from dataclasses import replace
from typing import Any

import pytest

from ai_zones.plan import ZoneName
from posture.approved import ApprovedPeer, Organization
from posture.graph.builder import GraphBuilder
from posture.graph.facts import SubnetFact, Unreadable
from posture.graph.kinds import Outside
from posture.readers.azure.arm import (
    arm_id,
    find,
    location_of,
    normal_location,
    parent_of,
    parse_arm_id,
    refer,
    refer_all,
    same,
    subscription_of,
    tenant_of,
)
from posture.readers.azure.tokens import NETWORK, SECURITY_GROUP, SUBNET
from posture.readers.load import _left_open
from posture.resource import Provider
from posture.stack import Form, Stack
from tests.posture.readers.azure.networks import APPROVED, OTHER, OURS, T1, T4, THEIRS, Azure, Ref, approving, deny_all, route, rule


def builder(azure: Azure, form: str) -> GraphBuilder:
    return GraphBuilder(azure.stack(form), APPROVED)


def test_a_subnet_is_placed_by_its_networks_name_as_an_output(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi")
    vnet.outputs["name"] = "phi"
    subnet = azure.add("network:Subnet", "a", virtualNetworkName=vnet.out("name"), addressPrefix="10.0.1.0/24", defaultOutboundAccess=False)
    (fact,) = [fact for fact in azure.facts(form).of(SubnetFact) if fact.urn == subnet.urn]
    assert fact.network.targets == (vnet.urn,)
    assert fact.network.certain


def two_groups(azure: Azure) -> None:
    for name in ("one", "other"):
        group = azure.add("resources:ResourceGroup", name, outputs={"name": name})
        whole = group.out("name")
        azure.add(
            "network:VirtualNetwork",
            f"vnet-{name}",
            virtualNetworkName="vnet",
            resourceGroupName=whole,
            addressSpace={"addressPrefixes": ["10.0.0.0/16"]},
        )
        azure.add(
            "network:Subnet",
            f"subnet-{name}",
            subnetName="a",
            virtualNetworkName="vnet",
            resourceGroupName=whole,
            addressPrefix="10.0.1.0/24",
            defaultOutboundAccess=False,
        )


def test_networks_of_one_name_in_two_groups_are_told_apart(form: str) -> None:
    azure = Azure()
    two_groups(azure)
    for fact in azure.facts(form).of(SubnetFact):
        assert fact.network.targets == (fact.urn.replace("Subnet::subnet", "VirtualNetwork::vnet"),)
        assert fact.network.certain


def test_a_literal_id_is_found_in_a_preview_that_knows_no_ids(form: str) -> None:
    azure = Azure()
    group = azure.nsg("guard", *deny_all())
    graph = builder(azure, form)
    assert find(graph, group.arm) == find(graph, group.arm.upper()) == (group.urn,)
    assert find(graph, group.arm.replace(OURS, THEIRS)) == ()


def test_an_unknown_subscription_leaves_the_rest_of_an_id_to_decide() -> None:
    azure = Azure()
    group = azure.nsg("guard")
    (resource,) = azure.stack("preview").resources
    bare = replace(resource, provider=Provider("urn:provider", None, None))
    graph = GraphBuilder(Stack((bare,), Form.PREVIEW), APPROVED)
    assert find(graph, group.arm) == (group.urn,)


def test_an_inline_subnet_is_found_by_id(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", subnets=[{"name": "Work", "addressPrefix": "10.0.1.0/24"}])
    assert find(builder(azure, form), f"{vnet.arm}/subnets/WORK") == (f"{vnet.urn}#subnets/work",)


def test_the_one_inline_subnet_is_told_by_its_networks_output(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("phi", subnets=[{"name": "work", "addressPrefix": "10.0.1.0/24"}])
    nic = azure.nic("nic", vnet.part("subnets/work"))
    graph = builder(azure, form)
    found = refer(graph, graph.view(nic.urn), "ipConfigurations[0].subnet.id", SUBNET, NETWORK)
    assert found.targets == (f"{vnet.urn}#subnets/work",)
    assert found.certain


def test_of_several_inline_subnets_any_may_be_the_one() -> None:
    azure = Azure()
    both = [{"name": name, "addressPrefix": f"10.0.{number}.0/24"} for number, name in enumerate(("a", "b"))]
    vnet = azure.vnet("phi", subnets=both)
    nic = azure.nic("nic", vnet.part("subnets/a"))
    graph = builder(azure, "preview")
    found = refer(graph, graph.view(nic.urn), "ipConfigurations[0].subnet.id", SUBNET, NETWORK)
    assert len(found.targets) == 2
    assert not found.certain
    assert refer(builder(azure, "state"), builder(azure, "state").view(nic.urn), "ipConfigurations[0].subnet.id", SUBNET).certain


def test_as_many_unknown_ids_as_candidates_name_each_of_them(form: str) -> None:
    azure = Azure()
    groups = [azure.nsg(name) for name in ("one", "two")]
    odd = azure.add("network:IpGroup", "odd", listed=[{"id": group.id} for group in groups])
    graph = builder(azure, form)
    found = refer_all(graph, graph.view(odd.urn), "listed", SECURITY_GROUP)
    assert {urn for reference in found for urn in reference.targets} == {group.urn for group in groups}
    assert all(reference.certain for reference in found)


def test_a_parent_out_of_the_stack_is_named_by_its_id(form: str) -> None:
    azure = Azure()
    odd = azure.add("network:SecurityRule", "r", networkSecurityGroupName="theirs")
    graph = builder(azure, form)
    found = parent_of(graph.view(odd.urn), graph, SECURITY_GROUP)
    assert not found.targets
    assert found.literal is not None
    assert found.literal.endswith("/networksecuritygroups/theirs")


def test_parts_of_an_id() -> None:
    found = parse_arm_id(f"/subscriptions/{OURS}/resourceGroups/RG/providers/Microsoft.Network/virtualNetworks/V/subnets/S/")
    assert found is not None
    assert (found.subscription, found.group, found.type, found.name) == (OURS, "rg", "microsoft.network/virtualnetworks/subnets", "s")
    assert found.parent.endswith("/virtualnetworks/v")
    lock = parse_arm_id(f"{found.text}/providers/Microsoft.Authorization/locks/L")
    assert lock is not None
    assert lock.type == "microsoft.authorization/locks"
    assert parse_arm_id("name") is None
    assert parse_arm_id(None) is None
    assert same("/Subscriptions/A/", "/subscriptions/a")


def test_where_and_whose_a_resource_is(form: str) -> None:
    azure = Azure()
    plain = azure.nsg("plain")
    elsewhere = azure.add("network:RouteTable", "elsewhere", subscription=OTHER, location="East US 2")
    vault = azure.add("keyvault:Vault", "vault", properties={"tenantId": "AAAA"})
    graph = builder(azure, form)
    assert subscription_of(graph.view(plain.urn)) == OURS
    assert subscription_of(graph.view(elsewhere.urn)) == OTHER
    assert location_of(graph.view(plain.urn)) == "westeurope"
    assert location_of(graph.view(elsewhere.urn)) == normal_location("eastus2") == "eastus2"
    assert tenant_of(graph.view(vault.urn)) == "aaaa"
    assert arm_id(graph.view(plain.urn)) == plain.arm.lower()


def test_subscriptions_and_tenants_are_ours_foreign_or_unknown() -> None:
    stack = Azure().stack("state")

    def outside(organization: Organization, reference: str) -> Outside:
        graph = GraphBuilder(stack, approving(organization=organization))
        kind, _, literal = reference.partition(":")
        found = graph.azure_subscription(literal) if kind == "subscription" else graph.azure_tenant(literal)
        return graph.externals[found.literal or ""].outside

    listed = Organization(stated=True, azure_subscription_ids=frozenset({OURS.upper()}), azure_tenant_ids=frozenset({"T1"}))
    assert outside(listed, f"subscription:{OURS}") is Outside.OURS
    assert outside(listed, f"subscription:{THEIRS}") is Outside.FOREIGN
    assert outside(listed, "tenant:t1") is Outside.OURS
    assert outside(listed, "tenant:t2") is Outside.FOREIGN
    only_tenants = Organization(stated=True, azure_tenant_ids=frozenset({"t1"}))
    assert outside(only_tenants, f"subscription:{THEIRS}") is Outside.UNKNOWN
    assert outside(Organization(), f"subscription:{THEIRS}") is Outside.UNKNOWN
    assert outside(Organization(stated=True), "tenant:t2") is Outside.UNKNOWN


def test_without_a_list_the_subscriptions_and_tenants_that_the_stack_is_built_in_are_ours() -> None:
    azure = Azure()
    azure.nsg("plain")
    azure.add("network:RouteTable", "read", subscription=THEIRS, external=True)
    (one, read) = azure.stack("state").resources
    assert one.provider is not None
    signed = replace(one, provider=replace(one.provider, tenant="TENANT"))
    graph = GraphBuilder(Stack((signed, read), Form.STATE), approving(organization=Organization()))
    assert graph.own_subscriptions == {OURS}
    assert graph.own_tenants == {"tenant"}


@pytest.mark.parametrize(
    ("token", "names_open"),
    [
        ("azure-native:network:Unheard", True),
        ("azure-native:dnsresolver:Unheard", True),
        ("azure-native:aad:DomainService", True),
        ("azure-native:media:MediaService", False),
        ("azure-native:batch:BatchAccount", False),
    ],
)
def test_a_type_that_nobody_reads_leaves_names_open_where_it_may_answer_them(token: str, names_open: bool) -> None:
    assert (not _left_open(token)) is names_open


def test_a_scale_set_stands_where_its_configurations_do(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("mixed", "10.2.0.0/16")
    one, other = azure.subnet("one", vnet, "10.2.1.0/24"), azure.subnet("other", vnet, "10.2.2.0/24")
    closed = azure.nsg("closed", *deny_all())
    config: dict[str, Any] = {
        "name": "c",
        "networkSecurityGroup": {"id": closed.id},
        "ipConfigurations": [{"name": "i", "subnet": {"id": other.id}}],
    }
    profile = {"networkProfile": {"networkInterfaceConfigurations": [config]}}
    workers = azure.add("compute:VirtualMachineScaleSet", "workers", virtualMachineProfile=profile, tags={"ai-zone": "training"})
    asker = azure.machine("asker", azure.nic("nic", one), zone="inference")
    assert azure.opens(form, asker, workers) == {}
    del config["networkSecurityGroup"]
    assert list(azure.opens(form, asker, workers).values()) == [True]


def test_a_load_balancer_before_appliances_is_a_next_hop(form: str) -> None:
    azure = Azure()
    vnet = azure.vnet("egress", "10.9.0.0/16")
    outer = azure.subnet("outer", vnet, "10.9.1.0/24", private=False, defaultOutboundAccess=True)
    front = [{"name": "front", "subnet": {"id": outer.id}, "privateIPAddress": "10.9.1.100"}]
    balancer = azure.add(
        "network:LoadBalancer", "lb", frontendIPConfigurations=front, backendAddressPools=[{"name": "pool"}], sku={"name": "Standard"}
    )
    azure.machine("nva", azure.nic("nic", outer, loadBalancerBackendAddressPools=[{"id": balancer.part("backendAddressPools/pool")}]))
    table = azure.table("rt", route("out", "0.0.0.0/0", "VirtualAppliance", "10.9.1.100"))
    subnet = azure.subnet("inner", vnet, "10.9.2.0/24", routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"egress": True, "internet": True}


def hospital(port: int, inbound: bool = True) -> ApprovedPeer:
    return ApprovedPeer("hospital", ZoneName.PHI, "192.168.7.0/24", port, inbound)


def feed(azure: Azure, *rules: dict[str, Any], external: bool = False) -> None:
    """A VPN from phi to the declared peer."""
    vnet = azure.vnet("phi", "10.1.0.0/16", zone="phi")
    azure.closed_names(vnet)
    home = azure.subnet("GatewaySubnet", vnet, "10.1.255.0/27")
    gateway = azure.add(
        "network:VirtualNetworkGateway",
        "gw",
        gatewayType="Vpn",
        ipConfigurations=[{"name": "i", "subnet": {"id": home.id}}],
        external=external,
    )
    local = azure.add(
        "network:LocalNetworkGateway",
        "site",
        gatewayIpAddress="203.0.113.7",
        localNetworkAddressSpace={"addressPrefixes": ["192.168.7.0/24"]},
    )
    azure.add(
        "network:VirtualNetworkGatewayConnection",
        "tunnel",
        connectionType="IPsec",
        virtualNetworkGateway1={"id": gateway.id},
        localNetworkGateway2={"id": local.id},
    )
    group = azure.nsg("guard", *rules, *deny_all())
    azure.subnet("workload", vnet, "10.1.1.0/24", networkSecurityGroup={"id": group.id})


def test_a_declared_peer_comes_in_on_its_one_port(form: str) -> None:
    azure = Azure()
    feed(azure, rule("feed", 100, "Allow", "Inbound", "2575", "192.168.7.0/24"))
    approved = approving(peers=(hospital(2575),), peers_stated=True)
    assert {azure.verdict(form, theorem, approved) for theorem in (T1, T4)} == {"proven"}


def test_a_declared_peer_on_another_port_breaks_segmentation(form: str) -> None:
    azure = Azure()
    feed(azure, rule("ssh", 100, "Allow", "Inbound", "22", "192.168.7.0/24"))
    assert azure.verdict(form, T4, approving(peers=(hospital(2575),), peers_stated=True)) == "violated"


def test_connections_of_an_adopted_gateway_are_out_of_sight(form: str) -> None:
    azure = Azure()
    feed(azure, rule("out", 100, "Allow", "Outbound", "443", "*", "172.16.0.0/12"), external=True)
    assert azure.verdict(form, T1, approving(peers=(hospital(2575),), peers_stated=True)) == "unproven"


def test_what_is_announced_never_takes_the_networks_own_addresses(form: str) -> None:
    azure = Azure()
    feed(azure, rule("own", 100, "Allow", "Outbound", "443", "*", "10.1.0.0/16"))
    tunnel = next(made for made in azure.made if made.name == "tunnel")
    tunnel.inputs["enableBgp"] = True
    assert azure.verdict(form, T1, approving(peers=(hospital(2575),), peers_stated=True)) == "proven"


def test_an_unknown_list_of_inline_rules_is_said() -> None:
    azure = Azure()
    group = azure.nsg("guard")
    other = azure.add("network:IpGroup", "odd", outputs={"rules": []})
    group.inputs["securityRules"] = Ref(other.urn, [])
    azure.subnet("a", azure.vnet("phi", zone="phi"), private=False, defaultOutboundAccess=True, networkSecurityGroup={"id": group.id})
    assert azure.verdict("state", T1) == "violated"
    assert azure.verdict("preview", T1) == "unproven"
    assert any("unknown until the update" in fact.reason for fact in azure.facts("preview").of(Unreadable))
