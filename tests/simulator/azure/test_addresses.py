"""Public addresses, NAT gateways, interfaces and load balancers."""

import pytest

from tests.simulator.azure import places
from tests.simulator.azure.network_places import balancer, balancer_inputs, interface, public_ip
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import Made, Subscription

PIP, NAT, NIC, LB = "network:PublicIPAddress", "network:NatGateway", "network:NetworkInterface", "network:LoadBalancer"
POOL = "network:LoadBalancerBackendAddressPool"


@pytest.fixture
def place(azure: Subscription) -> Made:
    return places.standing(azure)[1]


def address(**inputs: object) -> dict[str, object]:
    standard = {"sku": {"name": "Standard"}, "publicIPAllocationMethod": "Static"}
    return {"resourceGroupName": GROUP, "publicIpAddressName": "p", **standard, **inputs}


def nic(place: Made, **configuration: object) -> dict[str, object]:
    parts = [{"name": "first", "subnet": {"id": place.id}, **configuration}]
    return {"resourceGroupName": GROUP, "networkInterfaceName": "other", "ipConfigurations": parts}


# Public addresses.


def test_a_standard_address_is_static(azure: Subscription) -> None:
    assert azure.faults(PIP, **address(publicIPAllocationMethod="Dynamic")) == [
        "publicIPAllocationMethod: must be Static for the Standard SKU"
    ]


def test_basic_addresses_are_no_longer_to_be_had(azure: Subscription, place: Made) -> None:
    code = "IPv4BasicSkuPublicIpCountLimitReached"
    azure.refuses(code, PIP, **address(sku={"name": "Basic"}, publicIPAllocationMethod="Dynamic"))
    azure.refuses(code, PIP, resourceGroupName=GROUP, publicIpAddressName="p")


def test_an_address_keeps_its_number_and_its_name(azure: Subscription, place: Made) -> None:
    made = azure.make(PIP, **address(dnsSettings={"domainNameLabel": "clinic"}))
    number = made["ipAddress"]
    assert made["dnsSettings"]["fqdn"] == "clinic.westeurope.cloudapp.azure.com"
    assert azure.change(made, idleTimeoutInMinutes=10)["ipAddress"] == number
    azure.refuses("DnsRecordInUse", PIP, **address(publicIpAddressName="q", dnsSettings={"domainNameLabel": "clinic"}))


@pytest.mark.parametrize("label", ["1clinic", "ab", "Clinic", "clinic-"])
def test_a_label_has_the_form_of_a_host_name(azure: Subscription, label: str) -> None:
    assert azure.faults(PIP, **address(dnsSettings={"domainNameLabel": label})) != []


def test_an_address_is_held_by_one_thing_and_stays_while_it_is(azure: Subscription, place: Made) -> None:
    made = public_ip(azure)
    holder = interface(azure, place, publicIPAddress={"id": made.id})
    assert azure.read(made)[0]["ipConfiguration"] == {"id": holder.id}
    azure.refuses("PublicIPAddressInUse", NIC, **nic(place, publicIPAddress={"id": made.id}))
    azure.refuses("PublicIPAddressInUse", NAT, resourceGroupName=GROUP, natGatewayName="nat", publicIpAddresses=[{"id": made.id}])
    azure.refuses_delete("PublicIPAddressCannotBeDeleted", made)


def test_addresses_of_a_prefix_are_its_own(azure: Subscription, place: Made) -> None:
    prefix = azure.make(
        "network:PublicIPPrefix", resourceGroupName=GROUP, publicIpPrefixName="x", prefixLength=31, sku={"name": "Standard"}
    )
    made = [azure.make(PIP, **address(publicIpAddressName=name, publicIPPrefix={"id": prefix.id})) for name in ("a", "b")]
    assert len({one["ipAddress"] for one in made}) == 2
    azure.refuses("PublicIPPrefixIsFull", PIP, **address(publicIPPrefix={"id": prefix.id}))
    azure.refuses_delete("InUsePublicIpPrefixCannotBeDeleted", prefix)


def test_a_nat_gateway_stands_in_one_zone_and_stays_while_a_subnet_uses_it(azure: Subscription, place: Made) -> None:
    inputs = {"resourceGroupName": GROUP, "natGatewayName": "nat", "sku": {"name": "Standard"}}
    assert azure.faults(NAT, **inputs, zones=["1", "2"]) == ["zones: a NAT gateway of the Standard SKU has at most one zone"]
    assert azure.faults(NAT, **inputs, zones=["4"]) != []
    gateway = azure.make(NAT, **inputs, publicIpAddresses=[{"id": public_ip(azure).id}])
    azure.change(place, natGateway={"id": gateway.id})
    assert azure.read(gateway)[0]["subnets"] == [{"id": place.id}]
    azure.refuses_delete("InUseNatGatewayCannotBeDeleted", gateway)


# Interfaces.


def test_private_addresses_are_deterministic_free_and_not_reserved(azure: Subscription, place: Made) -> None:
    small = places.subnet(azure, Made("", place.id.rsplit("/subnets", 1)[0], {"resourceGroupName": GROUP}, {}), "small", "10.0.3.0/29")
    found = sorted(interface(azure, small, f"n{i}")["ipConfigurations"][0]["privateIPAddress"] for i in range(3))
    assert found == ["10.0.3.4", "10.0.3.5", "10.0.3.6"]
    azure.refuses("SubnetIsFull", NIC, **nic(small))


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("10.0.0.3", "PrivateIPAddressInReservedRange"),
        ("10.0.0.255", "PrivateIPAddressInReservedRange"),
        ("10.0.1.9", "PrivateIPAddressNotInSubnet"),
        ("ten", "InvalidIPAddressFormat"),
        ("10.0.0.9", "PrivateIPAddressIsAllocated"),
    ],
)
def test_a_chosen_address_is_in_the_subnet_not_reserved_and_free(azure: Subscription, place: Made, wanted: str, code: str) -> None:
    interface(azure, place, privateIPAddress="10.0.0.9", privateIPAllocationMethod="Static")
    azure.refuses(code, NIC, **nic(place, privateIPAddress=wanted, privateIPAllocationMethod="Static"))


def test_an_interface_keeps_its_address(azure: Subscription, place: Made) -> None:
    made = interface(azure, place)
    before = made["ipConfigurations"][0]["privateIPAddress"]
    assert azure.change(made, enableIPForwarding=True)["ipConfigurations"][0]["privateIPAddress"] == before


def test_a_static_configuration_names_its_address(azure: Subscription, place: Made) -> None:
    faults = azure.faults(NIC, **nic(place, privateIPAllocationMethod="Static"))
    assert faults == ["ipConfigurations[0].privateIPAddress: is required when privateIPAllocationMethod is Static"]
    assert azure.faults(NIC, resourceGroupName=GROUP) == ["ipConfigurations: at least one configuration must be given"]
    two = [{"name": name, "subnet": {"id": place.id}} for name in "ab"]
    assert azure.faults(NIC, resourceGroupName=GROUP, ipConfigurations=two) == [
        "ipConfigurations: exactly one of several configurations must be primary"
    ]


def test_an_interface_stands_in_its_networks_region_and_in_no_reserved_subnet(azure: Subscription, place: Made) -> None:
    azure.refuses("InvalidResourceReference", NIC, match="same region", **nic(place), location="northeurope")
    vnet = Made("", place.id.rsplit("/subnets", 1)[0], {"resourceGroupName": GROUP}, {})
    gateway = places.subnet(azure, vnet, "GatewaySubnet", "10.0.5.0/27")
    azure.refuses("SubnetIsReserved", NIC, **nic(gateway))


# Load balancers.


def test_an_internal_balancer_has_an_address_in_its_subnet_and_ids_of_its_parts(azure: Subscription, place: Made) -> None:
    made = balancer(azure, place)
    front = made["frontendIPConfigurations"][0]
    assert front["id"] == f"{made.id}/frontendIPConfigurations/front"
    assert front["privateIPAddress"].startswith("10.0.0.")
    azure.refuses_delete("InUseSubnetCannotBeDeleted", place, "balancer")


def test_basic_balancers_are_no_longer_to_be_had(azure: Subscription, place: Made) -> None:
    azure.refuses("BasicSkuLoadBalancerRetired", LB, **balancer_inputs(azure, place, sku={"name": "Basic"}))
    azure.refuses("BasicSkuLoadBalancerRetired", LB, **{k: v for k, v in balancer_inputs(azure, place).items() if k != "sku"})


def test_a_frontend_is_private_or_public_and_all_are_alike(azure: Subscription, place: Made) -> None:
    none = balancer_inputs(azure, None)
    assert "not none" in azure.faults(LB, **none)[0]
    mixed = [{"name": "a", "subnet": {"id": place.id}}, {"name": "b", "publicIPAddress": {"id": "x"}}]
    faults = azure.faults(LB, resourceGroupName=GROUP, frontendIPConfigurations=mixed)
    assert faults == ["frontendIPConfigurations: a load balancer is internal or public: private and public frontends can't be mixed"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"protocol": "All"}, "loadBalancingRules[0].frontendPort"),
        ({"frontendPort": 0}, "loadBalancingRules[0].frontendPort"),
        ({"frontendPort": 65535}, "loadBalancingRules[0].frontendPort"),
        ({"protocol": "Sctp"}, "loadBalancingRules[0].protocol"),
        ({"idleTimeoutInMinutes": 3}, "loadBalancingRules[0].idleTimeoutInMinutes"),
    ],
)
def test_rules_of_a_balancer_say_what_it_can_do(azure: Subscription, place: Made, change: dict[str, object], where: str) -> None:
    inputs = balancer_inputs(azure, place)
    inputs["loadBalancingRules"][0] |= change
    assert [fault.split(":")[0] for fault in azure.faults(LB, **inputs)] == [where]


def test_a_rule_names_parts_that_the_balancer_has(azure: Subscription, place: Made) -> None:
    inputs = balancer_inputs(azure, place)
    del inputs["probes"]
    azure.refuses("InvalidResourceReference", LB, match="probe", **inputs)


def test_two_rules_do_not_take_one_port(azure: Subscription, place: Made) -> None:
    inputs = balancer_inputs(azure, place)
    inputs["loadBalancingRules"].append({**inputs["loadBalancingRules"][0], "name": "again"})
    azure.refuses("RulesUseSameFrontendPortProtocolAndIPConfiguration", LB, **inputs)


def test_an_http_probe_asks_for_a_path(azure: Subscription, place: Made) -> None:
    inputs = balancer_inputs(azure, place)
    inputs["probes"][0]["protocol"] = "Http"
    assert azure.faults(LB, **inputs) == ["probes[0].requestPath: is required when probes[0].protocol is Http"]


def test_only_a_public_balancer_has_outbound_rules(azure: Subscription, place: Made) -> None:
    rules = [{"name": "out", "protocol": "All", "backendAddressPool": {"id": "x"}, "frontendIPConfigurations": [{"id": "y"}]}]
    assert azure.faults(LB, **balancer_inputs(azure, place, outboundRules=rules)) == [
        "outboundRules: only a public load balancer has outbound rules"
    ]


def test_a_pool_shows_its_interfaces_and_holds_the_balancer(azure: Subscription, place: Made) -> None:
    made = balancer(azure, place)
    pool = made["backendAddressPools"][0]["id"]
    nic_ = interface(azure, place, loadBalancerBackendAddressPools=[{"id": pool}])
    assert azure.read(made)[0]["backendAddressPools"][0]["backendIPConfigurations"] == [{"id": nic_.id}]
    azure.refuses_delete("LoadBalancerInUse", made)


def test_a_pool_made_apart_is_the_balancers(azure: Subscription, place: Made) -> None:
    made = balancer(azure, place)
    inputs = {"resourceGroupName": GROUP, "loadBalancerName": "balancer"}
    azure.refuses("", POOL, match="already existing", **inputs, backendAddressPoolName="pool")
    azure.refuses("ParentResourceNotFound", POOL, **inputs | {"loadBalancerName": "nowhere"}, backendAddressPoolName="x")
    apart = azure.make(POOL, **inputs, backendAddressPoolName="apart")
    outputs, _ = azure.read(made)
    assert [one["name"] for one in outputs["backendAddressPools"]] == ["pool", "apart"]
    held = interface(azure, place, loadBalancerBackendAddressPools=[{"id": apart.id}])
    assert azure.read(apart)[0]["backendIPConfigurations"] == [{"id": held.id}]
    azure.refuses_delete("BackendAddressPoolInUse", apart)
    azure.refuses_change("BackendAddressPoolInUse", made, tags={"a": "b"})
    azure.delete(held)
    azure.change(made, tags={"a": "b"})
    assert azure.object(apart.id) is None
    assert [one["name"] for one in azure.read(made)[0]["backendAddressPools"]] == ["pool"]


def test_a_nat_rule_made_apart_names_parts_of_its_balancer_and_ports_that_go_together(azure: Subscription, place: Made) -> None:
    made = balancer(azure, place)
    kind, front = "network:InboundNatRule", {"id": f"{made.id}/frontendIPConfigurations/front"}
    inputs = {"resourceGroupName": GROUP, "loadBalancerName": "balancer", "inboundNatRuleName": "ssh", "backendPort": 22, "protocol": "Tcp"}
    azure.refuses("InvalidResourceReference", kind, **inputs, frontendPort=2222, frontendIPConfiguration={"id": front["id"] + "x"})
    ends = azure.faults(kind, **inputs, frontendIPConfiguration=front, frontendPortRangeStart=1)
    assert [fault.split(":")[0] for fault in ends] == ["frontendPortRangeEnd", "backendAddressPool"]
    rule = azure.make(kind, **inputs, frontendPort=2222, frontendIPConfiguration=front)
    assert [one["id"] for one in azure.read(made)[0]["inboundNatRules"]] == [rule.id]
