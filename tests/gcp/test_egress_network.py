"""The egress network reaches approved names alone, by a web proxy that opens TLS, and no machine of it has a road out."""

from typing import Any

import pytest

from ai_zones.gcp.egress_network import GcpEgressNetwork
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import NUMBER, PLACE, PROJECT, REGION, Recording, network, record, subnetwork

PROVIDERS = {"openai": ["api.openai.com"], "anthropic": ["api.anthropic.com", "*.claude.ai"]}
HERE = f"projects/{PROJECT}/locations/{REGION}"
RULE = "networksecurity/gatewaySecurityPolicyRule:GatewaySecurityPolicyRule"
INSPECTOR = f"inspector@{PROJECT}.iam.gserviceaccount.com"


def egress(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {
        **PLACE,
        "workload_subnet": "10.23.0.0/20",
        "endpoint_subnet": "10.23.16.0/24",
        "proxy_subnet": "10.23.17.0/26",
        "tls_inspection": {},
        "providers": PROVIDERS,
        **changes,
    }
    return record(lambda: GcpEgressNetwork("egress", args).proxy_url, preview=preview)


def match(recording: Recording, rule: str) -> Any:
    built = recording.of("compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule")
    return next(one.inputs for one in built if one.inputs["ruleName"] == rule)


def test_no_machine_has_a_road_out() -> None:
    recording = egress()
    nat = recording.one("compute/routerNat:RouterNat")
    assert nat.inputs["endpointTypes"] == ["ENDPOINT_TYPE_SWG"]
    assert {one.inputs["destRange"] for one in recording.of("compute/route:Route")} == {"199.36.153.4/30"}
    assert recording.one("compute/network:Network").inputs["deleteDefaultRoutesOnCreate"] is True


def test_what_the_proxy_sends_is_translated_to_protected_addresses_of_our_own_and_logged() -> None:
    recording = egress(public_addresses=2)
    nat, addresses = recording.one("compute/routerNat:RouterNat"), recording.of("compute/address:Address")
    assert [one.id for one in addresses] == nat.inputs["natIps"]
    assert {(one.inputs["addressType"], one.protect) for one in addresses} == {("EXTERNAL", True)}
    assert (nat.inputs["natIpAllocateOption"], nat.inputs["logConfig"]) == ("MANUAL_ONLY", {"enable": True, "filter": "ALL"})


def test_the_proxy_finds_its_translation_there_and_brings_none() -> None:
    recording = egress()
    gateway = recording.one("networkservices/gateway:Gateway")
    assert recording.waits(gateway, recording.one("compute/routerNat:RouterNat"))
    assert recording.waits(gateway, recording.one("compute/subnetwork:Subnetwork", "egress-subnet-proxy"))
    assert all(recording.waits(gateway, rule) for rule in recording.of(RULE))


def test_the_proxy_is_asked_by_name_at_one_private_address() -> None:
    recording = egress()
    gateway = recording.one("networkservices/gateway:Gateway").inputs
    assert (gateway["type"], gateway["routingMode"]) == ("SECURE_WEB_GATEWAY", "EXPLICIT_ROUTING_MODE")
    assert (gateway["addresses"], gateway["ports"], gateway["allowGlobalAccess"]) == (["10.23.16.253"], [8080], False)
    assert (gateway["network"], gateway["subnetwork"]) == (network("egress"), subnetwork("egress-endpoint"))
    assert gateway["gatewaySecurityPolicy"] == f"{HERE}/gatewaySecurityPolicies/egress-providers"
    assert recording.result == "http://10.23.16.253:8080"


def test_each_provider_has_a_list_of_names_and_all_else_is_refused() -> None:
    recording = egress()
    lists = {one.id: one.inputs["values"] for one in recording.of("networksecurity/urlList:UrlList")}
    rules = {one.inputs["name"]: one.inputs for one in recording.of(RULE)}
    assert lists[f"{HERE}/urlLists/egress-provider-anthropic"] == ["*.claude.ai", "api.anthropic.com"]
    assert rules["provider-openai"]["sessionMatcher"] == f"inUrlList(host(), '{HERE}/urlLists/egress-provider-openai')"
    assert {name: one["basicProfile"] for name, one in rules.items()} == {
        "provider-openai": "ALLOW", "provider-anthropic": "ALLOW", "nothing-else": "DENY",
    }  # fmt: skip
    assert rules["nothing-else"]["priority"] == max(one["priority"] for one in rules.values())


def test_a_provider_more_moves_no_rule_of_another() -> None:
    def priority(**providers: list[str]) -> int:
        built = egress(providers=providers).of(RULE)
        return next(int(one.inputs["priority"]) for one in built if one.inputs["name"] == "provider-openai")

    assert priority(openai=["api.openai.com"]) == priority(openai=["api.openai.com"], anthropic=["api.anthropic.com"])


def test_without_providers_nothing_leaves() -> None:
    recording = egress(providers={})
    assert [one.inputs["basicProfile"] for one in recording.of(RULE)] == ["DENY"]


def test_tls_is_opened_by_an_authority_that_is_made_and_protected() -> None:
    recording = egress()
    pool, authority = recording.one("certificateauthority/caPool:CaPool"), recording.one("certificateauthority/authority:Authority")
    assert (pool.protect, authority.protect, authority.inputs["deletionProtection"]) == (True, True, True)
    assert pool.inputs["issuancePolicy"]["baselineValues"]["caOptions"] == {"isCa": False}
    policy = recording.one("networksecurity/tlsInspectionPolicy:TlsInspectionPolicy")
    assert (policy.inputs["caPool"], policy.inputs["minTlsVersion"]) == (pool.id, "TLS_1_2")
    grant = recording.one("certificateauthority/caPoolIamMember:CaPoolIamMember")
    assert grant.inputs["member"] == f"serviceAccount:service-{NUMBER}@gcp-sa-networksecurity.iam.gserviceaccount.com"
    assert recording.waits(policy, grant)
    assert recording.waits(policy, authority)
    allowing = [one.inputs for one in recording.of(RULE) if one.inputs["basicProfile"] == "ALLOW"]
    assert all(one["tlsInspectionEnabled"] for one in allowing)
    assert recording.one("networksecurity/gatewaySecurityPolicy:GatewaySecurityPolicy").inputs["tlsInspectionPolicy"] == policy.id


def test_a_pool_that_stands_is_used() -> None:
    pool = f"{HERE}/caPools/ours"
    recording = egress(tls_inspection={"ca_pool": pool})
    assert recording.of("certificateauthority/caPool:CaPool") == []
    assert recording.one("networksecurity/tlsInspectionPolicy:TlsInspectionPolicy").inputs["caPool"] == pool


def test_without_inspection_no_rule_asks_for_it() -> None:
    recording = egress(tls_inspection=None)
    assert recording.of("networksecurity/tlsInspectionPolicy:TlsInspectionPolicy") == []
    assert not any(one.inputs.get("tlsInspectionEnabled") for one in recording.of(RULE))


def test_the_inspectors_machines_alone_may_ask_the_proxy() -> None:
    rule = match(egress(inspector_service_account=INSPECTOR), "to-web-proxy")
    assert rule["targetServiceAccounts"] == [INSPECTOR]
    assert (rule["match"]["destIpRanges"], rule["match"]["layer4Configs"][0]["ports"]) == (["10.23.16.253/32"], ["8080"])
    built = egress(service_ports=[443], link_range="10.23.18.0/24").of("compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule")
    assert "from-proxies" not in {one.inputs["ruleName"] for one in built}


def test_the_resolver_answers_the_providers_names_for_the_proxy() -> None:
    names = {one.inputs["dnsName"] for one in egress().of("dns/responsePolicyRule:ResponsePolicyRule")}
    assert {"api.openai.com.", "*.claude.ai.", "*."} <= names


def test_a_preview_knows_where_the_proxy_stands() -> None:
    assert egress(preview=True).result == "http://10.23.16.253:8080"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"providers": {"x": ["*.com"]}}, "providers.x"),
        ({"providers": {"x": ["*.googleapis.com"]}}, "anyone can get a name"),
        ({"providers": {"x": []}}, "has no host name"),
        ({"proxy_address": "10.23.0.9"}, "an address of the endpoint subnetwork"),
        ({"proxy_subnet": "10.23.17.0/28"}, "/26 or larger"),
        ({"tls_inspection": {"ca_pool": "ours"}}, "path or self link of a CA pool"),
        ({"inspector_service_account": "inspector"}, "address of a service account"),
        ({"public_addresses": 0}, "greater than or equal to 1"),
    ],
)
def test_an_open_or_impossible_egress_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        egress(**changes)
