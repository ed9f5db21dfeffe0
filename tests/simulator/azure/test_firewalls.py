"""Azure Firewall, its policies and their rules."""

import copy
from typing import Any

import pytest

from tests.simulator.azure import places
from tests.simulator.azure.network_places import firewall_inputs, firewall_policy, public_ip
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import Made, Subscription

FIREWALL, POLICY, GROUPS = "network:AzureFirewall", "network:FirewallPolicy", "network:FirewallPolicyRuleCollectionGroup"
IN = {"resourceGroupName": GROUP}
CERTIFICATE = {"name": "ca", "keyVaultSecretId": "https://clinic-keys.vault.azure.net/secrets/inspection"}
INSPECTION = {"certificateAuthority": CERTIFICATE}
IDENTITY = {"type": "UserAssigned", "userAssignedIdentities": ["/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/x/i"]}
HTTPS = [{"protocolType": "Https", "port": 443}]


@pytest.fixture
def place(azure: Subscription) -> Made:
    """AzureFirewallSubnet."""
    places.group(azure)
    return places.subnet(azure, places.network(azure), "AzureFirewallSubnet", "10.0.1.0/26")


def policy(tier: str = "Premium", **inputs: Any) -> dict[str, Any]:
    return {**IN, "firewallPolicyName": "policy", "sku": {"tier": tier}, **inputs}


def allow(**rule: Any) -> dict[str, Any]:
    return {
        "ruleType": "ApplicationRule",
        "name": "model",
        "sourceAddresses": ["10.0.0.0/24"],
        "protocols": HTTPS,
        "targetFqdns": ["api.example.com"],
        **rule,
    }


def pass_(**rule: Any) -> dict[str, Any]:
    wanted = {"ruleType": "NetworkRule", "name": "time", "sourceAddresses": ["10.0.0.0/24"], "destinationAddresses": ["10.9.0.0/16"]}
    return {**wanted, "destinationPorts": ["123"], "ipProtocols": ["UDP"], **rule}


def group(*rules: dict[str, Any], priority: int = 200, name: str = "egress", **collection: Any) -> dict[str, Any]:
    one = {
        "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
        "name": "models",
        "priority": 100,
        "action": {"type": "Allow"},
        "rules": list(rules),
    }
    return {
        **IN,
        "firewallPolicyName": "policy",
        "ruleCollectionGroupName": name,
        "priority": priority,
        "ruleCollections": [{**one, **collection}],
    }


def where(faults: list[str]) -> list[str]:
    return [fault.split(":")[0] for fault in faults]


# Policies.


def test_intrusion_detection_and_inspection_are_premium(azure: Subscription) -> None:
    deny = {"mode": "Deny"}
    assert azure.faults(POLICY, **policy("Standard", intrusionDetection=deny)) == [
        "intrusionDetection: needs sku.tier Premium, not Standard"
    ]
    assert azure.faults(POLICY, **{k: v for k, v in policy(intrusionDetection=deny).items() if k != "sku"}) != []
    assert where(azure.faults(POLICY, **policy("Standard", transportSecurity=INSPECTION, identity=IDENTITY))) == ["transportSecurity"]
    assert azure.faults(POLICY, **policy(intrusionDetection=deny, transportSecurity=INSPECTION, identity=IDENTITY)) == []
    assert azure.faults(POLICY, **policy("Standard", intrusionDetection={"mode": "Off"})) == []


def test_inspection_reads_its_certificate_by_an_identity(azure: Subscription) -> None:
    assert where(azure.faults(POLICY, **policy(transportSecurity=INSPECTION))) == ["identity"]
    assert where(azure.faults(POLICY, **policy(transportSecurity={}, identity=IDENTITY))) == [
        "transportSecurity.certificateAuthority.name",
        "transportSecurity.certificateAuthority.keyVaultSecretId",
    ]
    system = {"type": "SystemAssigned"}
    assert where(azure.faults(POLICY, **policy(transportSecurity=INSPECTION, identity=system))) == ["identity.type"]
    for none in ({"type": "UserAssigned"}, {"type": "UserAssigned", "userAssignedIdentities": []}, {"type": "None"}):
        assert "identity" in where(azure.faults(POLICY, **policy(transportSecurity=INSPECTION, identity=none)))
    two = {"type": "UserAssigned", "userAssignedIdentities": ["/a", "/b"]}
    assert where(azure.faults(POLICY, **policy(identity=two))) == ["identity.userAssignedIdentities"]


@pytest.mark.parametrize(
    "secret", ["inspection", "https://keys.example/secrets/a", "https://v.vault.azure.net/keys/a", "http://vault.vault.azure.net/secrets/a"]
)
def test_the_certificate_is_a_secret_of_a_key_vault(azure: Subscription, secret: str) -> None:
    given = {"certificateAuthority": {"name": "ca", "keyVaultSecretId": secret}}
    assert where(azure.faults(POLICY, **policy(transportSecurity=given, identity=IDENTITY))) == [
        "transportSecurity.certificateAuthority.keyVaultSecretId"
    ]


def test_the_basic_tier_has_no_dns_settings_and_only_alerts(azure: Subscription) -> None:
    assert where(azure.faults(POLICY, **policy("Basic", dnsSettings={"enableProxy": True}, threatIntelMode="Deny"))) == [
        "dnsSettings",
        "threatIntelMode",
    ]


def test_a_policy_inherits_from_one_of_its_region_and_of_no_higher_tier(azure: Subscription, place: Made) -> None:
    base = firewall_policy(azure, "base", "Premium")
    azure.refuses("FirewallPolicyTierMismatch", POLICY, **policy("Standard", basePolicy={"id": base.id}))
    azure.refuses("InvalidResourceReference", POLICY, **policy(basePolicy={"id": base.id}, location="northeurope"))
    child = azure.make(POLICY, **policy(basePolicy={"id": base.id}))
    assert azure.read(base)[0]["childPolicies"] == [{"id": child.id}]
    azure.refuses_delete("FirewallPolicyInUse", base)


# Rules.


@pytest.mark.parametrize(("priority", "sound"), [(99, False), (100, True), (65000, True), (65001, False)])
def test_priorities_of_groups_and_collections_run_from_100_to_65000(azure: Subscription, priority: int, sound: bool) -> None:
    assert (azure.faults(GROUPS, **group(allow(), priority=priority)) == []) is sound
    inputs = group(allow())
    inputs["ruleCollections"][0]["priority"] = priority
    assert (azure.faults(GROUPS, **inputs) == []) is sound


def test_a_collection_holds_rules_of_one_kind(azure: Subscription) -> None:
    assert where(azure.faults(GROUPS, **group(allow(), pass_()))) == ["ruleCollections[0].rules"]
    assert azure.faults(GROUPS, **group(pass_())) == []


def test_collections_have_names_and_priorities_of_their_own(azure: Subscription) -> None:
    inputs = group(allow())
    inputs["ruleCollections"].append(copy.deepcopy(inputs["ruleCollections"][0]))
    assert where(azure.faults(GROUPS, **inputs)) == ["ruleCollections[1].name", "ruleCollections[1].priority"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"sourceAddresses": []}, "sourceAddresses"),
        ({"targetFqdns": []}, "targetFqdns"),
        ({"targetFqdns": ["api.*.com"]}, "targetFqdns[0]"),
        ({"targetFqdns": ["https://api.example.com"]}, "targetFqdns[0]"),
        ({"protocols": []}, "protocols"),
        ({"targetFqdns": [], "targetUrls": ["api.example.com/v1"]}, "terminateTLS"),
        ({"sourceAddresses": ["somewhere"]}, "sourceAddresses[0]"),
    ],
)
def test_an_application_rule_says_from_where_to_which_name(azure: Subscription, change: dict[str, Any], path: str) -> None:
    assert where(azure.faults(GROUPS, **group(allow(**change)))) == [f"ruleCollections[0].rules[0].{path}"]


@pytest.mark.parametrize("name", ["*", "*.example.com", "api.example.com"])
def test_a_star_stands_in_front_of_a_name(azure: Subscription, name: str) -> None:
    assert azure.faults(GROUPS, **group(allow(targetFqdns=[name]))) == []


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"destinationAddresses": []}, "destinationAddresses"),
        ({"destinationPorts": []}, "destinationPorts"),
        ({"ipProtocols": []}, "ipProtocols"),
        ({"destinationFqdns": ["*.example.com"]}, "destinationFqdns[0]"),
        ({"ipProtocols": ["SCTP"]}, "ipProtocols[0]"),
    ],
)
def test_a_network_rule_says_from_where_to_which_address(azure: Subscription, change: dict[str, Any], path: str) -> None:
    assert where(azure.faults(GROUPS, **group(pass_(**change)))) == [f"ruleCollections[0].rules[0].{path}"]


def test_a_translating_collection_translates(azure: Subscription) -> None:
    nat: dict[str, Any] = {"ruleCollectionType": "FirewallPolicyNatRuleCollection", "action": {"type": "DNAT"}}
    rule = pass_(ruleType="NatRule", translatedAddress="10.0.0.9", translatedPort="443", destinationAddresses=["20.1.2.3"])
    assert azure.faults(GROUPS, **group(rule, **nat)) == []
    assert where(azure.faults(GROUPS, **group(rule, **nat | {"action": {"type": "Allow"}}))) == ["ruleCollections[0].action.type"]
    assert where(azure.faults(GROUPS, **group(rule))) == ["ruleCollections[0].rules"]
    bare = {k: v for k, v in rule.items() if not k.startswith("translated")}
    assert len(azure.faults(GROUPS, **group(bare, **nat))) == 2


def test_names_in_network_rules_need_the_dns_proxy(azure: Subscription, place: Made) -> None:
    made = firewall_policy(azure)
    named = group(pass_(destinationAddresses=[], destinationFqdns=["time.example.com"]))
    azure.refuses("AzureFirewallPolicyDnsProxyDisabled", GROUPS, **named)
    azure.change(made, dnsSettings={"enableProxy": True})
    azure.make(GROUPS, **named)


def test_inspecting_rules_need_a_policy_that_inspects(azure: Subscription, place: Made) -> None:
    made = firewall_policy(azure)
    azure.refuses("AzureFirewallPolicyTlsInspectionNotConfigured", GROUPS, **group(allow(terminateTLS=True)))
    identity = azure.make("managedidentity:UserAssignedIdentity", **IN, resourceName="inspector")
    azure.change(made, transportSecurity=INSPECTION, identity={"type": "UserAssigned", "userAssignedIdentities": [identity.id]})
    azure.make(GROUPS, **group(allow(terminateTLS=True)))


def test_urls_are_premium(azure: Subscription, place: Made) -> None:
    firewall_policy(azure, tier="Standard")
    plain = allow(targetFqdns=[], targetUrls=["api.example.com/v1"], protocols=[{"protocolType": "Http", "port": 80}])
    azure.refuses("AzureFirewallPolicyPremiumRequired", GROUPS, **group(plain))


def test_a_policy_shows_its_groups(azure: Subscription, place: Made) -> None:
    made = firewall_policy(azure)
    groups = azure.make(GROUPS, **group(allow()))
    assert azure.read(made)[0]["ruleCollectionGroups"] == [{"id": groups.id}]
    azure.delete(made)
    assert azure.object(groups.id) is None


def test_an_ip_group_in_a_rule_stays(azure: Subscription, place: Made) -> None:
    assert where(azure.faults("network:IpGroup", **IN, ipAddresses=["10.0.0.1", "10.0.0.0/8", "10.0.0.1-10.0.0.9", "ten"])) == [
        "ipAddresses[3]"
    ]
    made = azure.make("network:IpGroup", **IN, ipGroupsName="clinic", ipAddresses=["10.0.0.0/24"])
    firewall_policy(azure)
    azure.make(GROUPS, **group(allow(sourceAddresses=[], sourceIpGroups=[made.id])))
    azure.refuses_delete("IpGroupInUse", made)


# Firewalls.


def test_a_firewall_has_the_first_address_of_its_subnet(azure: Subscription, place: Made) -> None:
    made = azure.make(FIREWALL, **firewall_inputs(place, public_ip(azure), firewall_policy(azure)))
    assert made["ipConfigurations"][0]["privateIPAddress"] == "10.0.1.4"
    azure.refuses_delete("InUseSubnetCannotBeDeleted", place)


def test_a_firewall_stands_in_its_reserved_subnet(azure: Subscription, place: Made) -> None:
    wrong = Made("", place.id.replace("AzureFirewallSubnet", "workload"), {}, {})
    faults = azure.faults(FIREWALL, **firewall_inputs(wrong, Made("", "/p", {}, {})))
    assert faults == ["ipConfigurations[0].subnet.id: must name the subnet AzureFirewallSubnet, not workload"]
    assert azure.faults(FIREWALL, **firewall_inputs(place, Made("", "/p", {}, {}), ipConfigurations=[])) != []


def test_a_network_has_one_firewall(azure: Subscription, place: Made) -> None:
    azure.make(FIREWALL, **firewall_inputs(place, public_ip(azure)))
    second = firewall_inputs(place, public_ip(azure, "p2"), azureFirewallName="second")
    azure.refuses("AzureFirewallSubnetInUse", FIREWALL, **second)


def test_a_firewall_without_a_public_address_is_tunnelled(azure: Subscription, place: Made) -> None:
    inputs = firewall_inputs(place, public_ip(azure))
    management = places.subnet(azure, Made("", place.id.rsplit("/subnets", 1)[0], IN, {}), "AzureFirewallManagementSubnet", "10.0.2.0/26")
    inputs["ipConfigurations"] = [{"name": "first", "subnet": {"id": place.id}}]
    assert where(azure.faults(FIREWALL, **inputs)) == ["ipConfigurations[0].publicIPAddress"]
    inputs["managementIpConfiguration"] = {
        "name": "m",
        "subnet": {"id": management.id},
        "publicIPAddress": {"id": public_ip(azure, "m").id},
    }
    assert azure.faults(FIREWALL, **inputs) == []
    inputs["managementIpConfiguration"]["subnet"] = {"id": place.id}
    assert where(azure.faults(FIREWALL, **inputs)) == ["managementIpConfiguration.subnet.id"]


def test_a_firewall_obeys_a_policy_of_no_higher_tier_or_rules_of_its_own(azure: Subscription, place: Made) -> None:
    made, address = firewall_policy(azure), public_ip(azure)
    standard = firewall_inputs(place, address, made, sku={"name": "AZFW_VNet", "tier": "Standard"})
    azure.refuses("AzureFirewallPolicyTierMismatch", FIREWALL, **standard)
    classic = [{"name": "a", "priority": 100, "action": {"type": "Allow"}, "rules": []}]
    assert where(azure.faults(FIREWALL, **firewall_inputs(place, address, made, networkRuleCollections=classic))) == [
        "networkRuleCollections"
    ]
    azure.make(FIREWALL, **firewall_inputs(place, address, made))
    azure.refuses_delete("FirewallPolicyInUse", made)


def test_a_firewall_in_a_hub_has_addresses_of_the_hub(azure: Subscription) -> None:
    places.group(azure)
    wan = azure.make("network:VirtualWan", **IN, virtualWANName="wan", type="Standard")
    hub = azure.make("network:VirtualHub", **IN, virtualHubName="hub", addressPrefix="10.50.0.0/23", virtualWan={"id": wan.id})
    sku = {"name": "AZFW_Hub", "tier": "Premium"}
    assert where(azure.faults(FIREWALL, **IN, sku=sku)) == ["virtualHub"]
    made = azure.make(FIREWALL, **IN, azureFirewallName="f", sku=sku, virtualHub={"id": hub.id}, hubIPAddresses={"publicIPs": {"count": 2}})
    assert made["hubIPAddresses"]["privateIPAddress"].startswith("10.50.0.")
    assert len(made["hubIPAddresses"]["publicIPs"]["addresses"]) == 2
    azure.refuses_delete("VirtualHubInUse", hub)
