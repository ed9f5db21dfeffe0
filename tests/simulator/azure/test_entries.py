"""Bastion, application gateways and their web firewalls."""

import copy
from typing import Any

import pytest

from tests.simulator.azure import places
from tests.simulator.azure.network_places import interface, public_ip
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import Made, Subscription

BASTION, GATEWAY, WAF = "network:BastionHost", "network:ApplicationGateway", "network:WebApplicationFirewallPolicy"
IN = {"resourceGroupName": GROUP}


@pytest.fixture
def vnet(azure: Subscription) -> Made:
    places.group(azure)
    return places.network(azure)


def where(faults: list[str]) -> list[str]:
    return [fault.split(":")[0] for fault in faults]


# Bastion.


def bastion(place: Made, address: Made | None, **inputs: Any) -> dict[str, Any]:
    part = {"name": "first", "subnet": {"id": place.id}, **({"publicIPAddress": {"id": address.id}} if address else {})}
    return {**IN, "bastionHostName": "bastion", "sku": {"name": "Standard"}, "ipConfigurations": [part], **inputs}


@pytest.mark.parametrize(
    ("sku", "feature", "sound"),
    [
        ("Basic", "enableTunneling", False),
        ("Standard", "enableTunneling", True),
        ("Standard", "enableSessionRecording", False),
        ("Premium", "enableSessionRecording", True),
        ("Basic", "enableShareableLink", False),
    ],
)
def test_features_of_bastion_have_their_skus(azure: Subscription, sku: str, feature: str, sound: bool) -> None:
    inputs = bastion(Made("", "/v/subnets/AzureBastionSubnet", {}, {}), Made("", "/p", {}, {}), sku={"name": sku}, **{feature: True})
    assert where(azure.faults(BASTION, **inputs)) == ([] if sound else [feature])


def test_only_a_private_bastion_has_no_public_address(azure: Subscription) -> None:
    place = Made("", "/v/subnets/AzureBastionSubnet", {}, {})
    assert where(azure.faults(BASTION, **bastion(place, None))) == ["ipConfigurations[0].publicIPAddress"]
    assert azure.faults(BASTION, **bastion(place, None, sku={"name": "Premium"}, enablePrivateOnlyBastion=True)) == []
    assert where(azure.faults(BASTION, **bastion(Made("", "/v/subnets/x", {}, {}), Made("", "/p", {}, {})))) == [
        "ipConfigurations[0].subnet.id"
    ]


def test_a_developers_bastion_stands_in_no_subnet(azure: Subscription) -> None:
    assert where(azure.faults(BASTION, **IN, sku={"name": "Developer"})) == ["virtualNetwork"]
    assert azure.faults(BASTION, **IN, sku={"name": "Developer"}, virtualNetwork={"id": "/v"}) == []
    assert where(azure.faults(BASTION, **IN, sku={"name": "Basic"}, scaleUnits=3)) == ["ipConfigurations", "scaleUnits"]


def test_a_network_has_one_bastion(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet, "AzureBastionSubnet", "10.0.4.0/26")
    made = azure.make(BASTION, **bastion(place, public_ip(azure)))
    assert made["dnsName"].endswith(".bastion.azure.com")
    azure.refuses("SubnetAlreadyContainsABastion", BASTION, **bastion(place, public_ip(azure, "p2"), bastionHostName="second"))


# Application gateways.


_WAITS = {"frontendIPConfiguration": {"id": "/f"}, "frontendPort": {"id": "/p"}}


def gateway(azure: Subscription, place: Made, address: Made, **inputs: Any) -> dict[str, Any]:
    own = f"/subscriptions/{azure.id}/resourceGroups/{GROUP}/providers/Microsoft.Network/applicationGateways/gateway"

    def part(kind: str, name: str) -> dict[str, str]:
        return {"id": f"{own}/{kind}/{name}"}

    listener = {"frontendIPConfiguration": part("frontendIPConfigurations", "front"), "frontendPort": part("frontendPorts", "port")}
    rule = {"httpListener": part("httpListeners", "in"), "backendAddressPool": part("backendAddressPools", "pool")}
    return {
        **IN,
        "applicationGatewayName": "gateway",
        "sku": {"name": "Standard_v2", "tier": "Standard_v2", "capacity": 2},
        "gatewayIPConfigurations": [{"name": "place", "subnet": {"id": place.id}}],
        "frontendIPConfigurations": [{"name": "front", "publicIPAddress": {"id": address.id}}],
        "frontendPorts": [{"name": "port", "port": 443}],
        "backendAddressPools": [{"name": "pool"}],
        "backendHttpSettingsCollection": [{"name": "settings", "port": 443, "protocol": "Https"}],
        "httpListeners": [{"name": "in", "protocol": "Https", **listener, "sslCertificate": part("sslCertificates", "cert")}],
        "sslCertificates": [{"name": "cert", "data": "TUlJ", "password": "made-up"}],
        "requestRoutingRules": [
            {
                "name": "all",
                "ruleType": "Basic",
                "priority": 100,
                **rule,
                "backendHttpSettings": part("backendHttpSettingsCollection", "settings"),
            }
        ],
        **inputs,
    }


def test_an_application_gateway_shows_the_ids_of_its_parts(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet, "entry")
    made = azure.make(GATEWAY, **gateway(azure, place, public_ip(azure)))
    assert made["httpListeners"][0]["id"] == f"{made.id}/httpListeners/in"
    assert made["operationalState"] == "Running"
    azure.refuses_delete("InUseSubnetCannotBeDeleted", place)


def test_a_gateway_of_the_first_version_is_no_longer_to_be_had(azure: Subscription, vnet: Made) -> None:
    inputs = gateway(azure, places.subnet(azure, vnet, "entry"), public_ip(azure), sku={"name": "Standard_Small", "tier": "Standard"})
    azure.refuses("ApplicationGatewayV1SkuRetired", GATEWAY, **inputs)


def test_a_gateway_has_its_subnet_to_itself(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet, "entry")
    interface(azure, place)
    azure.refuses("ApplicationGatewaySubnetCannotBeUsedByOtherResources", GATEWAY, **gateway(azure, place, public_ip(azure)))


def test_a_gateway_without_a_public_address_stands_in_a_subnet_that_is_delegated_to_it(azure: Subscription, vnet: Made) -> None:
    own = [{"name": "gateways", "serviceName": "Microsoft.Network/applicationGateways"}]
    bare, delegated = places.subnet(azure, vnet), places.subnet(azure, vnet, "front", "10.0.8.0/24", delegations=own)

    def private(place: Made) -> dict[str, Any]:
        front = {"name": "front", "subnet": {"id": place.id}}
        return gateway(azure, place, Made("", "/p", {}, {}), frontendIPConfigurations=[front])

    azure.refuses("ApplicationGatewayNetworkIsolationRequiresSubnetDelegation", GATEWAY, **private(bare))
    azure.make(GATEWAY, **private(delegated))


def test_parts_of_a_gateway_name_parts_that_it_has(azure: Subscription, vnet: Made) -> None:
    inputs = gateway(azure, places.subnet(azure, vnet, "entry"), public_ip(azure))
    del inputs["sslCertificates"]
    azure.refuses("InvalidResourceReference", GATEWAY, match="sslCertificate", **inputs)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"requestRoutingRules": [{"name": "a"}]}, "requestRoutingRules[0].priority"),
        ({"requestRoutingRules": [{"name": "a", "priority": 20001}]}, "requestRoutingRules[0].priority"),
        ({"requestRoutingRules": [{"name": n, "priority": 5} for n in "ab"]}, "requestRoutingRules[1].priority"),
        ({"httpListeners": [{"name": "in", "protocol": "Https", **_WAITS}]}, "httpListeners[0].sslCertificate"),
        ({"frontendPorts": []}, "frontendPorts"),
        ({"sku": {"tier": "WAF_v2"}}, "firewallPolicy"),
        ({"firewallPolicy": {"id": "/w"}}, "firewallPolicy"),
        ({"autoscaleConfiguration": {"minCapacity": 1}}, "sku.capacity"),
    ],
)
def test_a_gateway_is_whole(azure: Subscription, change: dict[str, Any], path: str) -> None:
    inputs = gateway(azure, Made("", "/v/subnets/entry", {}, {}), Made("", "/p", {}, {}))
    assert azure.faults(GATEWAY, **inputs) == []
    assert where(azure.faults(GATEWAY, **inputs | change)) == [path]


def waf(**inputs: Any) -> dict[str, Any]:
    managed = {"managedRuleSets": [{"ruleSetType": "Microsoft_DefaultRuleSet", "ruleSetVersion": "2.1"}]}
    return {**IN, "policyName": "waf", "managedRules": managed, "policySettings": {"mode": "Prevention"}, **copy.deepcopy(inputs)}


def test_a_web_firewall_holds_a_rule_set_that_exists(azure: Subscription) -> None:
    assert azure.faults(WAF, **waf()) == []
    old = {"managedRuleSets": [{"ruleSetType": "OWASP", "ruleSetVersion": "2.2.9"}]}
    assert where(azure.faults(WAF, **waf(managedRules=old))) == ["managedRules.managedRuleSets[0].ruleSetVersion"]
    bots = {"managedRuleSets": [{"ruleSetType": "Microsoft_BotManagerRuleSet", "ruleSetVersion": "1.0"}]}
    assert where(azure.faults(WAF, **waf(managedRules=bots))) == ["managedRules.managedRuleSets"]
    assert where(azure.faults(WAF, **waf(policyName="_waf"))) == ["policyName"]


def test_own_rules_of_a_web_firewall_have_priorities_of_their_own(azure: Subscription) -> None:
    match = {"matchVariables": [{"variableName": "RemoteAddr"}], "operator": "IPMatch", "matchValues": ["203.0.113.0/24"]}
    rule = {"name": "a", "priority": 1, "ruleType": "MatchRule", "action": "Block", "matchConditions": [match]}
    assert azure.faults(WAF, **waf(customRules=[rule])) == []
    assert where(azure.faults(WAF, **waf(customRules=[rule, {**rule, "name": "b"}]))) == ["customRules[1].priority"]
    assert where(azure.faults(WAF, **waf(customRules=[{**rule, "priority": 101}]))) == ["customRules[0].priority"]
    assert len(azure.faults(WAF, **waf(customRules=[{**rule, "ruleType": "RateLimitRule"}]))) == 3


def test_a_web_firewall_in_use_stays(azure: Subscription, vnet: Made) -> None:
    policy = azure.make(WAF, **waf())
    inputs = gateway(azure, places.subnet(azure, vnet, "entry"), public_ip(azure), sku={"name": "WAF_v2", "tier": "WAF_v2", "capacity": 2})
    made = azure.make(GATEWAY, **inputs, firewallPolicy={"id": policy.id})
    assert azure.read(policy)[0]["applicationGateways"] == [{"id": made.id}]
    azure.refuses_delete("WebApplicationFirewallPolicyInUse", policy)
