"""The front is private, admits named ranges by clean TLS, and leads to the zone's own programs alone."""

from typing import Any

import pytest

from ai_zones.azure.access_front import AzureAccessFront
from ai_zones.azure.validation import InvalidInputError
from tests.azure.networks import WORKSPACE
from tests.azure.recording import PLACE, Recording, group_path, record

NETWORK = group_path("Microsoft.Network/virtualNetworks", "access")
IDENTITY = group_path("Microsoft.ManagedIdentity/userAssignedIdentities", "front")
CA = "MIIB" + "A" * 40
PORTAL = {"host_name": "portal.acme.internal", "addresses": ["10.24.0.10", "10.24.0.11"], "port": 8443}


def build(**changes: Any) -> Recording:
    args: Any = {
        **PLACE,
        "virtual_network_id": NETWORK,
        "front_subnet": "10.24.208.0/20",
        "workload_cidr": "10.24.0.0/17",
        "endpoint_cidr": "10.24.128.0/19",
        "client_cidrs": ["10.24.4.0/24"],
        "address": "10.24.208.10",
        "certificate_secret_id": "https://acme-access.vault.azure.net/secrets/front",
        "identity_id": IDENTITY,
        "backend_ca": CA,
        "applications": {"portal": PORTAL},
        "log_workspace_id": WORKSPACE,
        **changes,
    }
    return record(lambda: AzureAccessFront("front", args).gateway_id)


def test_the_front_has_a_private_address_and_no_other() -> None:
    recording = build()
    gateway = recording.one("network:ApplicationGateway")
    (frontend,) = gateway.inputs["frontendIPConfigurations"]
    assert (frontend["privateIPAddress"], frontend["privateIPAllocationMethod"]) == ("10.24.208.10", "Static")
    assert "publicIPAddress" not in frontend
    assert recording.of("network:PublicIPAddress") == []
    assert gateway.inputs["zones"] == ["1", "2", "3"]


def test_its_subnet_admits_people_and_probes_and_lets_out_to_programs_and_the_vault_alone() -> None:
    recording = build()
    rules = recording.one("network:NetworkSecurityGroup").inputs["securityRules"]
    found = {
        (rule["direction"], rule["access"], rule["sourceAddressPrefix"], rule["destinationAddressPrefix"], rule["destinationPortRange"])
        for rule in rules
    }
    assert found == {
        ("Inbound", "Allow", "AzureLoadBalancer", "10.24.208.0/20", "*"),
        ("Inbound", "Allow", "10.24.4.0/24", "10.24.208.0/20", "443"),
        ("Inbound", "Deny", "*", "*", "*"),
        ("Outbound", "Allow", "10.24.208.0/20", "10.24.0.0/17", "8443"),
        ("Outbound", "Allow", "10.24.208.0/20", "10.24.128.0/19", "443"),
        ("Outbound", "Deny", "*", "*", "*"),
    }
    (route,) = recording.one("network:RouteTable").inputs["routes"]
    assert (route["addressPrefix"], route["nextHopType"]) == ("0.0.0.0/0", "None")
    subnet = recording.one("network:Subnet")
    assert subnet.inputs["delegations"][0]["serviceName"] == "Microsoft.Network/applicationGateways"
    assert subnet.inputs["defaultOutboundAccess"] is False


def test_the_web_firewall_prevents_with_microsofts_rules_bot_rules_and_a_rate() -> None:
    recording = build()
    policy = recording.one("network:WebApplicationFirewallPolicy")
    settings = policy.inputs["policySettings"]
    assert (settings["mode"], settings["state"], settings["requestBodyCheck"]) == ("Prevention", "Enabled", True)
    assert settings["logScrubbing"]["state"] == "Enabled"
    assert [one["ruleSetType"] for one in policy.inputs["managedRules"]["managedRuleSets"]] == [
        "Microsoft_DefaultRuleSet",
        "Microsoft_BotManagerRuleSet",
    ]
    (rate,) = policy.inputs["customRules"]
    assert (rate["ruleType"], rate["action"], rate["rateLimitThreshold"]) == ("RateLimitRule", "Block", 300)
    gateway = recording.one("network:ApplicationGateway")
    assert gateway.inputs["firewallPolicy"]["id"] == policy.id
    assert gateway.inputs["sku"] == {"name": "WAF_v2", "tier": "WAF_v2"}


def test_tls_is_strict_at_both_sides() -> None:
    gateway = build().one("network:ApplicationGateway")
    assert gateway.inputs["sslPolicy"] == {"policyType": "Predefined", "policyName": "AppGwSslPolicy20220101S"}
    (listener,) = gateway.inputs["httpListeners"]
    assert (listener["protocol"], listener["requireServerNameIndication"]) == ("Https", True)
    (backend,) = gateway.inputs["backendHttpSettingsCollection"]
    assert (backend["protocol"], backend["port"], backend["hostName"]) == ("Https", 8443, "portal.acme.internal")
    assert backend["trustedRootCertificates"][0]["id"] == f"{gateway.id}/trustedRootCertificates/programs"
    only13 = build(minimum_tls="1.3").one("network:ApplicationGateway")
    assert (only13.inputs["sslPolicy"]["policyType"], only13.inputs["sslPolicy"]["minProtocolVersion"]) == ("CustomV2", "TLSv1_3")


def test_clients_must_show_a_certificate_where_their_cas_are_given() -> None:
    gateway = build(client_cas={"devices": CA}).one("network:ApplicationGateway")
    (profile,) = gateway.inputs["sslProfiles"]
    assert profile["clientAuthConfiguration"]["verifyClientCertIssuerDN"] is True
    assert profile["trustedClientCertificates"] == [{"id": f"{gateway.id}/trustedClientCertificates/devices"}]
    assert gateway.inputs["httpListeners"][0]["sslProfile"]["id"] == f"{gateway.id}/sslProfiles/clients"


def test_the_front_is_logged_and_built_after_its_subnet() -> None:
    recording = build()
    gateway = recording.one("network:ApplicationGateway")
    assert recording.one("monitor:DiagnosticSetting").inputs["resourceUri"] == gateway.id == recording.result
    assert recording.waits(gateway, recording.one("network:Subnet"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"client_cidrs": []}, "at least 1"),
        ({"client_cidrs": ["0.0.0.0/0"]}, "private ranges"),
        ({"client_cidrs": ["203.0.114.0/24"]}, "private ranges"),
        ({"address": "10.24.0.9"}, "must lie in 10.24.208.0/20"),
        ({"address": "10.24.208.1"}, "which Azure keeps"),
        ({"front_subnet": "10.24.208.0/28"}, "/26 or larger"),
        ({"applications": {"portal": {**PORTAL, "addresses": ["10.25.0.1"]}}}, "must lie in 10.24.0.0/17"),
        ({"applications": {"portal": PORTAL, "again": PORTAL}}, "two have one host_name"),
        ({"minimum_tls": "1.0"}, "1.2"),
        ({"public_address": "x"}, "is not an input"),
    ],
)
def test_a_front_that_is_open_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(**changes)
