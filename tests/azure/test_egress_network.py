"""The egress network reaches approved names alone, by a firewall that opens TLS, and by no other road."""

from typing import Any

import pytest
from pulumi.output import Unknown

from ai_zones.azure.egress_network import AzureEgressNetwork
from ai_zones.azure.validation import InvalidInputError
from tests.azure.networks import ARCHIVE, WORKSPACE
from tests.azure.recording import PLACE, Recording, group_path, record

IDENTITY = group_path("Microsoft.ManagedIdentity/userAssignedIdentities", "ca-reader")
SECRET = "https://acme-egress.vault.azure.net/secrets/intermediate-ca"
INSPECTED = {"key_vault_secret_id": SECRET, "identity_id": IDENTITY}


def egress(**changes: Any) -> Any:
    return {
        **PLACE,
        "cidr": "10.23.0.0/16",
        "workload_subnet": "10.23.0.0/17",
        "endpoint_subnet": "10.23.128.0/19",
        "firewall_subnet": "10.23.192.0/20",
        "tls_inspection": INSPECTED,
        "log_workspace_id": WORKSPACE,
        "flow_log_storage_id": ARCHIVE,
        **changes,
    }


def build(preview: bool = False, **changes: Any) -> Recording:
    return record(lambda: AzureEgressNetwork("egress", egress(**changes)).firewall_address, preview=preview)


PROVIDERS: dict[str, Any] = {"providers": {"anthropic": ["api.anthropic.com"], "openai": ["api.openai.com", "*.openai.com"]}}


def test_the_required_inputs_alone_let_nothing_out() -> None:
    recording = build()
    assert recording.of("network:FirewallPolicyRuleCollectionGroup") == []
    assert recording.one("dnsresolver:DnsResolverDomainList").inputs["domains"] == ["."]


def test_the_policy_is_premium_denies_threats_and_intrusions_and_opens_tls() -> None:
    policy = build(**PROVIDERS).one("network:FirewallPolicy")
    assert policy.inputs["sku"] == {"tier": "Premium"}
    assert policy.inputs["threatIntelMode"] == "Deny"
    assert policy.inputs["intrusionDetection"]["mode"] == "Deny"
    assert policy.inputs["dnsSettings"]["enableProxy"] is True
    assert policy.inputs["transportSecurity"]["certificateAuthority"]["keyVaultSecretId"] == SECRET
    assert policy.inputs["identity"]["userAssignedIdentities"] == [IDENTITY]


def test_only_the_providers_names_are_allowed_and_only_from_the_inspectors_subnet() -> None:
    group = build(**PROVIDERS).one("network:FirewallPolicyRuleCollectionGroup")
    (collection,) = group.inputs["ruleCollections"]
    assert collection["action"] == {"type": "Allow"}
    assert [(rule["name"], rule["targetFqdns"]) for rule in collection["rules"]] == [
        ("anthropic", ["api.anthropic.com"]),
        ("openai", ["*.openai.com", "api.openai.com"]),
    ]
    for rule in collection["rules"]:
        assert rule["ruleType"] == "ApplicationRule"
        assert rule["sourceAddresses"] == ["10.23.0.0/17"]
        assert rule["protocols"] == [{"protocolType": "Https", "port": 443}]
        assert rule["terminateTLS"] is True


def test_tls_stays_closed_only_where_that_is_said() -> None:
    recording = build(tls_inspection=None, **PROVIDERS)
    assert "transportSecurity" not in recording.one("network:FirewallPolicy").inputs
    (collection,) = recording.one("network:FirewallPolicyRuleCollectionGroup").inputs["ruleCollections"]
    assert {rule["terminateTLS"] for rule in collection["rules"]} == {False}
    without: Any = {key: value for key, value in egress().items() if key != "tls_inspection"}
    with pytest.raises(InvalidInputError, match="tls_inspection: is required"):
        record(lambda: AzureEgressNetwork("egress", without))


def test_the_firewall_stands_in_three_availability_zones_with_the_only_public_address() -> None:
    recording = build()
    firewall, address = recording.one("network:AzureFirewall"), recording.one("network:PublicIPAddress")
    assert firewall.inputs["sku"] == {"name": "AZFW_VNet", "tier": "Premium"}
    assert firewall.inputs["zones"] == address.inputs["zones"] == ["1", "2", "3"]
    (configuration,) = firewall.inputs["ipConfigurations"]
    assert configuration["publicIPAddress"]["id"] == address.id
    assert configuration["subnet"]["id"].endswith("/subnets/AzureFirewallSubnet")
    assert (address.inputs["sku"]["name"], address.inputs["publicIPAllocationMethod"]) == ("Standard", "Static")
    assert firewall.protect
    assert address.protect


def test_the_inspectors_subnet_leads_to_the_firewall_and_the_others_to_nowhere() -> None:
    recording = build(link_subnet="10.23.160.0/19", service_ports=[443])
    tables = {built.name.removeprefix("egress-routes-"): built.inputs["routes"] for built in recording.of("network:RouteTable")}
    assert tables["workload"] == [
        {"name": "firewall", "addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", "nextHopIpAddress": "10.99.0.4"}
    ]
    assert [route["nextHopType"] for label in ("endpoint", "link") for route in tables[label]] == ["None", "None"]
    assert [route["nextHopType"] for route in tables["AzureFirewallSubnet"]] == ["Internet"]
    assert all(built.inputs["disableBgpRoutePropagation"] for built in recording.of("network:RouteTable"))
    assert recording.result == "10.99.0.4"


def test_the_firewalls_subnet_has_no_filter_since_azure_forbids_one() -> None:
    subnets = {built.inputs["subnetName"]: built.inputs for built in build().of("network:Subnet")}
    assert "networkSecurityGroup" not in subnets["AzureFirewallSubnet"]
    assert all("networkSecurityGroup" in subnets[label] for label in ("workload", "endpoint"))
    assert all(given["defaultOutboundAccess"] is False for given in subnets.values())


def test_the_inspector_alone_may_speak_to_the_internet_and_on_443_alone() -> None:
    recording = build()
    group = recording.one("network:ApplicationSecurityGroup")
    filter_ = recording.one("network:NetworkSecurityGroup", "egress-filter-workload")
    (rule,) = [rule for rule in filter_.inputs["securityRules"] if rule["destinationAddressPrefix"] == "Internet"]
    assert (rule["access"], rule["destinationPortRange"], rule["protocol"]) == ("Allow", "443", "Tcp")
    assert rule["sourceApplicationSecurityGroups"] == [{"id": group.id}]
    assert "sourceAddressPrefix" not in rule
    assert recording.waits(filter_, group)


def test_the_resolver_answers_the_providers_names_and_listed_ones() -> None:
    recording = build(allowed_domains=["acme.vault.azure.net"], **PROVIDERS)
    allowed = recording.one("dnsresolver:DnsResolverDomainList", "egress-dns-allowed")
    assert allowed.inputs["domains"] == ["acme.vault.azure.net.", "api.anthropic.com.", "openai.com."]


def test_the_firewall_its_address_and_the_resolver_are_logged() -> None:
    recording = build()
    logged = {built.inputs["resourceUri"] for built in recording.of("monitor:DiagnosticSetting")}
    assert logged == {
        recording.one("network:AzureFirewall").id,
        recording.one("network:PublicIPAddress").id,
        recording.one("dnsresolver:DnsResolverPolicy").id,
    }


def test_subnets_and_firewall_come_in_an_order_that_azure_takes() -> None:
    recording = build()
    by_label = {built.inputs["subnetName"]: built for built in recording.of("network:Subnet")}
    firewall = recording.one("network:AzureFirewall")
    assert recording.waits(firewall, by_label["AzureFirewallSubnet"])
    assert recording.waits(by_label["workload"], by_label["AzureFirewallSubnet"])
    assert recording.waits(by_label["workload"], firewall)


def test_a_preview_knows_every_id_but_the_firewalls_address() -> None:
    recording = build(preview=True, **PROVIDERS)
    table = recording.one("network:RouteTable", "egress-routes-workload")
    assert table.inputs["routes"][0]["nextHopType"] == "VirtualAppliance"
    assert isinstance(table.inputs["routes"][0]["nextHopIpAddress"], Unknown)
    assert recording.one("network:AzureFirewall").inputs["firewallPolicy"]["id"] == recording.one("network:FirewallPolicy").id


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"firewall_subnet": "10.23.192.0/27"}, "/26 or larger"),
        ({"providers": {"x": ["*"]}}, "providers.x"),
        ({"providers": {"x": []}}, "has no host name"),
        ({"service_ports": [443]}, "link_subnet: is required"),
        ({"firewall_subnet": "10.23.0.0/24"}, "overlaps"),
        ({"tls_inspection": {"key_vault_secret_id": SECRET, "identity_id": "me"}}, "user-assigned identity"),
    ],
)
def test_what_would_fail_or_fail_open_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(**changes)
