"""A zone's network has no road out, lets through declared flows alone, and reaches Google's APIs where perimeters are enforced."""

from typing import Any

import pytest

from ai_zones.gcp import private_dns
from ai_zones.gcp.firewall import named_priorities
from ai_zones.gcp.validation import InvalidInputError
from ai_zones.gcp.zone_network import GcpZoneNetwork
from tests.gcp.networks import phi
from tests.gcp.recording import PROJECT, REGION, Built, Recording, network, record, subnetwork

RULE = "compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule"
LINKED: dict[str, Any] = {"service_ports": [5432], "link_range": "10.20.17.0/24"}


def built(preview: bool = False, **changes: Any) -> Recording:
    args = phi(**changes)
    return record(lambda: GcpZoneNetwork("phi", args).network, preview=preview)


def rules(recording: Recording) -> dict[str, Built]:
    return {one.inputs["ruleName"]: one for one in recording.of(RULE)}


def match(recording: Recording, rule: str) -> Any:
    return rules(recording)[rule].inputs["match"]


def test_the_network_has_no_default_route_and_no_subnetwork_of_its_own_making() -> None:
    made = built().one("compute/network:Network")
    assert (made.inputs["autoCreateSubnetworks"], made.inputs["deleteDefaultRoutesOnCreate"]) == (False, True)
    assert "deleteDefaultRoutesOnCreate" in made.replace_on_changes
    assert made.inputs["networkFirewallPolicyEnforcementOrder"] == "BEFORE_CLASSIC_FIREWALL"


def test_no_zone_translates_addresses_or_routes_to_the_internet() -> None:
    recording = built(**LINKED, proxy_subnet="10.20.18.0/26")
    assert recording.of("compute/routerNat:RouterNat") == recording.of("compute/router:Router") == []
    assert {one.inputs["destRange"] for one in recording.of("compute/route:Route")} == {"199.36.153.4/30"}


def test_every_subnetwork_reaches_googles_apis_privately_and_logs_all_its_flows() -> None:
    for label in ("workload", "endpoint"):
        made = built().one("compute/subnetwork:Subnetwork", f"phi-subnet-{label}")
        assert (made.inputs["privateIpGoogleAccess"], made.inputs["stackType"], made.inputs["purpose"]) == (True, "IPV4_ONLY", "PRIVATE")
        assert made.inputs["logConfig"] == {
            "aggregationInterval": "INTERVAL_30_SEC", "flowSampling": 1.0, "metadata": "INCLUDE_ALL_METADATA",
        }  # fmt: skip


def test_subnetworks_of_googles_own_purposes_take_neither_logs_nor_private_access() -> None:
    recording = built(**LINKED, proxy_subnet="10.20.18.0/26")
    made = recording.one("compute/subnetwork:Subnetwork", "phi-subnet-proxy").inputs
    assert (made["purpose"], made["role"]) == ("REGIONAL_MANAGED_PROXY", "ACTIVE")
    assert not {"logConfig", "privateIpGoogleAccess"} & set(made)


def test_a_clusters_ranges_stand_beside_that_of_programs_and_are_filtered_as_they_are() -> None:
    recording = built(pod_range="10.21.0.0/16", service_range="10.22.0.0/20")
    made = recording.one("compute/subnetwork:Subnetwork", "phi-subnet-workload")
    assert [one["rangeName"] for one in made.inputs["secondaryIpRanges"]] == ["pods", "services"]
    assert match(recording, "to-google-apis")["srcIpRanges"] == ["10.20.0.0/20", "10.21.0.0/16"]


def test_what_is_not_let_through_is_denied_in_both_directions_and_logged() -> None:
    recording = built()
    denied = {name: one.inputs for name, one in rules(recording).items() if one.inputs["action"] == "deny"}
    assert {name: one["direction"] for name, one in denied.items()} == {"deny-egress": "EGRESS", "deny-ingress": "INGRESS"}
    assert denied["deny-egress"]["match"]["destIpRanges"] == denied["deny-ingress"]["match"]["srcIpRanges"] == ["0.0.0.0/0", "::/0"]
    assert {one["match"]["layer4Configs"][0]["ipProtocol"] for one in denied.values()} == {"all"}
    assert all(one.inputs["enableLogging"] for one in rules(recording).values())
    last = min(one["priority"] for one in denied.values())
    assert all(one.inputs["priority"] < last for name, one in rules(recording).items() if name not in denied)


def test_the_strictest_network_lets_programs_reach_endpoints_and_googles_apis_alone() -> None:
    assert set(rules(built())) == {"to-endpoints", "to-google-apis", "deny-egress", "deny-ingress"}
    assert match(built(), "to-endpoints") == {
        "srcIpRanges": ["10.20.0.0/20"], "destIpRanges": ["10.20.16.0/24"], "layer4Configs": [{"ipProtocol": "tcp", "ports": ["443"]}],
    }  # fmt: skip
    assert match(built(), "to-google-apis")["destIpRanges"] == ["199.36.153.4/30"]


def test_consumers_and_probes_enter_programs_on_the_services_ports_alone() -> None:
    recording = built(**LINKED)
    assert match(recording, "from-links") == {
        "srcIpRanges": ["10.20.17.0/24"], "destIpRanges": ["10.20.0.0/20"], "layer4Configs": [{"ipProtocol": "tcp", "ports": ["5432"]}],
    }  # fmt: skip
    assert match(recording, "from-probes")["srcIpRanges"] == ["130.211.0.0/22", "35.191.0.0/16"]


def test_people_enter_the_access_zone_by_googles_fronts_alone() -> None:
    recording = built(zone="access", front_port=8443, proxy_subnet="10.20.17.0/26")
    assert match(recording, "from-fronts")["layer4Configs"] == [{"ipProtocol": "tcp", "ports": ["8443"]}]
    assert match(recording, "from-fronts")["srcIpRanges"] == ["10.20.17.0/26"]
    assert match(recording, "from-probes")["layer4Configs"] == [{"ipProtocol": "tcp", "ports": ["8443"]}]


def test_probes_reach_what_a_peer_enters() -> None:
    peers = {
        "ehr": {"cidr": "172.20.8.0/24", "port": 2575, "inbound": True},
        "api": {"cidr": "172.20.9.0/24", "port": 443, "inbound": False},
    }
    assert match(built(peers=peers), "from-probes")["layer4Configs"] == [{"ipProtocol": "tcp", "ports": ["2575"]}]


def test_a_peer_passes_in_its_direction_alone() -> None:
    recording = built(
        peers={
            "ehr": {"cidr": "10.200.0.0/24", "port": 443, "inbound": True},
            "hl7": {"cidr": "10.201.0.0/24", "port": 2575, "inbound": False},
        }
    )
    assert (rules(recording)["peer-ehr"].inputs["direction"], rules(recording)["peer-hl7"].inputs["direction"]) == ("INGRESS", "EGRESS")
    assert match(recording, "peer-ehr")["srcIpRanges"] == ["10.200.0.0/24"]
    assert match(recording, "peer-hl7")["destIpRanges"] == ["10.201.0.0/24"]


def test_a_peer_more_moves_no_other_rule() -> None:
    few, more = named_priorities(["ehr", "hl7"]), named_priorities(["aaa", "ehr", "hl7", "zzz"])
    assert {name: more[name] for name in few} == few
    assert len(set(more.values())) == 4


def test_the_policy_is_whole_before_the_network_is_under_it_and_subnetworks_come_after() -> None:
    recording = built(**LINKED)
    bound = recording.one("compute/networkFirewallPolicyAssociation:NetworkFirewallPolicyAssociation")
    assert bound.inputs["attachmentTarget"] == network()
    assert all(recording.waits(bound, one) for one in recording.of(RULE))
    assert all(recording.waits(one, bound) for one in recording.of("compute/subnetwork:Subnetwork"))


def test_every_google_name_leads_to_the_restricted_address() -> None:
    recording = built(google_domains=["run.app"])
    zones = recording.of("dns/managedZone:ManagedZone")
    assert {one.inputs["dnsName"] for one in zones} == {"googleapis.com.", "gcr.io.", "pkg.dev.", "run.app."}
    assert {(one.inputs["visibility"], one.inputs["privateVisibilityConfig"]["networks"][0]["networkUrl"]) for one in zones} == {
        ("private", network())
    }
    records = {(one.inputs["name"], one.inputs["type"]): one.inputs["rrdatas"] for one in recording.of("dns/recordSet:RecordSet")}
    assert records["googleapis.com.", "A"] == ["199.36.153.4", "199.36.153.5", "199.36.153.6", "199.36.153.7"]
    assert records["*.run.app.", "CNAME"] == ["run.app."]


def test_an_endpoint_of_ones_own_takes_the_place_of_the_route() -> None:
    recording = built(google_apis_address="10.20.200.2")
    assert recording.of("compute/route:Route") == []
    address, endpoint = (
        recording.one("compute/globalAddress:GlobalAddress"),
        recording.one("compute/globalForwardingRule:GlobalForwardingRule"),
    )
    assert (address.inputs["address"], address.inputs["purpose"], address.inputs["addressType"]) == (
        "10.20.200.2",
        "PRIVATE_SERVICE_CONNECT",
        "INTERNAL",
    )
    assert (endpoint.inputs["target"], endpoint.inputs["loadBalancingScheme"], endpoint.inputs["name"]) == ("vpc-sc", "", "phi")
    assert endpoint.inputs["ipAddress"] == address.id
    assert match(recording, "to-google-apis")["destIpRanges"] == ["10.20.200.2/32"]
    assert {tuple(one.inputs["rrdatas"]) for one in recording.of("dns/recordSet:RecordSet") if one.inputs["type"] == "A"} == {
        ("10.20.200.2",)
    }


def test_the_resolver_answers_an_allow_list_and_logs() -> None:
    recording = built(allowed_domains=["*.phi.prod.acme.internal"])
    answers = {one.inputs["dnsName"]: one.inputs for one in recording.of("dns/responsePolicyRule:ResponsePolicyRule")}
    let_by = {name for name, one in answers.items() if one.get("behavior") == "bypassResponsePolicy"}
    google = {f"{star}{name}." for name in ("googleapis.com", "gcr.io", "pkg.dev") for star in ("", "*.")}
    assert let_by == {*google, "*.phi.prod.acme.internal.", "metadata.google.internal.", f"*.{PROJECT}.internal."}
    assert set(answers) - let_by == {"*."}
    assert {one["type"]: one["rrdatas"] for one in answers["*."]["localData"]["localDatas"]} == {"A": ["0.0.0.0"], "AAAA": ["::"]}
    resolver = recording.one("dns/policy:Policy")
    assert (resolver.inputs["enableLogging"], resolver.inputs["enableInboundForwarding"]) == (True, False)


def test_no_name_is_open_before_all_others_are_closed() -> None:
    recording = built()
    block = next(one for one in recording.of("dns/responsePolicyRule:ResponsePolicyRule") if one.inputs["dnsName"] == "*.")
    assert all(recording.waits(one, block) for one in recording.of("dns/responsePolicyRule:ResponsePolicyRule") if one is not block)


def test_names_that_a_hyphen_would_make_one_have_rules_of_their_own() -> None:
    assert private_dns.rule_name("a-b.example.com") != private_dns.rule_name("a.b.example.com")
    assert private_dns.rule_name("*.example.com") == "let-all-example-com"


def test_a_preview_knows_every_path() -> None:
    recording = built(preview=True, **LINKED)
    assert recording.result == network()
    assert {one.inputs["network"] for one in recording.of("compute/subnetwork:Subnetwork")} == {network()}


def test_outputs_are_paths_and_empty_where_there_is_nothing() -> None:
    made: list[GcpZoneNetwork] = []
    record(lambda: made.append(GcpZoneNetwork("phi", phi())))
    assert (made[0].workload_subnetwork, made[0].proxy_subnetwork) == (subnetwork("phi-workload"), "")
    assert made[0].firewall_policy == f"projects/{PROJECT}/global/firewallPolicies/phi-firewall"
    assert REGION in made[0].endpoint_subnetwork


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "egress"}, "use GcpEgressNetwork"),
        ({"front_port": 443}, "enter the access zone only"),
        ({"zone": "access", "front_port": 443}, "proxy_subnet: is required with front_port"),
        ({"service_ports": [5432]}, "link_range: is required with service_ports"),
        ({"pod_range": "10.21.0.0/16"}, "a cluster needs both"),
        ({"endpoint_subnet": "10.20.0.0/24"}, "overlaps"),
        ({"workload_subnet": "8.8.0.0/20"}, "must be a private range"),
        ({"proxy_subnet": "10.20.18.0/27"}, "must be a /26 or larger"),
        ({"google_apis_address": "10.20.0.9"}, "outside of every range"),
        ({"google_apis_address": "8.8.8.8"}, "private address"),
        ({"google_domains": ["google.com"]}, "known are"),
        ({"allowed_domains": ["*.com"]}, "whole top-level domain"),
        ({"allowed_domains": ["exa mple.com"]}, "must be a DNS name"),
        ({"flow_log_sampling": 0}, "greater than 0"),
        ({"zone": "inference", "peers": {"x": {"cidr": "10.200.0.0/24", "port": 1, "inbound": True}}}, "may have peers"),
        ({"peers": {"x": {"cidr": "10.20.0.0/24", "port": 1, "inbound": True}}}, "outside of the network's ranges"),
        ({"peers": {"x": {"cidr": "10.0.0.0/8", "port": 1, "inbound": True}}}, "a /16 or smaller"),
    ],
)
def test_a_network_that_would_be_open_or_cant_be_built_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        built(**changes)
