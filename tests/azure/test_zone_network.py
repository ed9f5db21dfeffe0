"""A zone's network has no road out, lets declared flows through alone, and answers listed names alone."""

import itertools
from typing import Any

import pytest

from ai_zones.azure.subnets import FIREWALL, zone_ranges
from ai_zones.azure.validation import Cidr, InvalidInputError
from ai_zones.azure.zone_network import AzureZoneNetwork, ZoneNetwork
from tests.azure.networks import ARCHIVE, NETWORK, WORKSPACE, phi, subnet
from tests.azure.recording import Built, Recording, record


def build(preview: bool = False, **changes: Any) -> Recording:
    return record(lambda: AzureZoneNetwork("phi", phi(**changes)).virtual_network_id, preview=preview)


SERVED: dict[str, Any] = {"link_subnet": "10.20.160.0/19", "service_ports": [5432]}


def rules(recording: Recording, label: str, direction: str) -> dict[int, tuple[str, str, str, str]]:
    """Priority → access, source, destination, port."""
    group = recording.one("network:NetworkSecurityGroup", f"phi-filter-{label}")
    return {
        rule["priority"]: (
            rule["access"],
            rule.get("sourceAddressPrefix", "group"),
            rule["destinationAddressPrefix"],
            rule["destinationPortRange"],
        )
        for rule in group.inputs["securityRules"]
        if rule["direction"] == direction
    }


def routes(table: Built) -> dict[str, str]:
    return {route["addressPrefix"]: route["nextHopType"] for route in table.inputs["routes"]}


def test_no_subnet_gives_a_machine_a_way_out_by_default() -> None:
    subnets = build(**SERVED).of("network:Subnet")
    assert [built.inputs["subnetName"] for built in subnets] == ["endpoint", "link", "workload"]
    assert all(built.inputs["defaultOutboundAccess"] is False for built in subnets)
    assert all("natGateway" not in built.inputs for built in subnets)


def test_every_subnet_has_a_filter_and_a_table_of_its_own() -> None:
    recording = build(**SERVED)
    for built in recording.of("network:Subnet"):
        label = built.inputs["subnetName"]
        assert built.inputs["networkSecurityGroup"]["id"] == recording.one("network:NetworkSecurityGroup", f"phi-filter-{label}").id
        assert built.inputs["routeTable"]["id"] == recording.one("network:RouteTable", f"phi-routes-{label}").id


def test_every_table_sends_what_it_does_not_know_to_nowhere_and_learns_nothing() -> None:
    for table in build(**SERVED).of("network:RouteTable"):
        assert routes(table) == {"0.0.0.0/0": "None"}
        assert table.inputs["disableBgpRoutePropagation"] is True


def test_the_required_inputs_alone_let_programs_reach_endpoints_on_443_and_nothing_else() -> None:
    recording = build()
    assert rules(recording, "workload", "Inbound") == {4096: ("Deny", "*", "*", "*")}
    assert rules(recording, "workload", "Outbound") == {
        100: ("Allow", "10.20.0.0/17", "10.20.128.0/19", "443"),
        4096: ("Deny", "*", "*", "*"),
    }
    assert rules(recording, "endpoint", "Inbound") == {
        100: ("Allow", "10.20.0.0/17", "10.20.128.0/19", "443"),
        4096: ("Deny", "*", "*", "*"),
    }
    assert rules(recording, "endpoint", "Outbound") == {4096: ("Deny", "*", "*", "*")}


def test_other_zones_enter_from_the_link_subnet_and_probes_from_the_host() -> None:
    recording = build(**SERVED)
    allowed = [rule for rule in rules(recording, "workload", "Inbound").values() if rule[0] == "Allow"]
    assert allowed == [
        ("Allow", "10.20.160.0/19", "10.20.0.0/17", "5432"),
        ("Allow", "AzureLoadBalancer", "10.20.0.0/17", "5432"),
    ]


def test_filters_bind_private_endpoints_but_not_the_addresses_of_link_services() -> None:
    recording = build(**SERVED)
    policies = {built.inputs["subnetName"]: built.inputs for built in recording.of("network:Subnet")}
    assert {found["privateEndpointNetworkPolicies"] for found in policies.values()} == {"Enabled"}
    assert {label: found["privateLinkServiceNetworkPolicies"] for label, found in policies.items()} == {
        "workload": "Enabled",
        "endpoint": "Enabled",
        "link": "Disabled",
    }


def test_subnets_are_written_one_after_the_other() -> None:
    recording = build(**SERVED)
    chain = [recording.one("network:Subnet", f"phi-subnet-{label}") for label in ("workload", "endpoint", "link")]
    assert recording.waits(chain[0], recording.one("network:VirtualNetwork"))
    assert all(recording.waits(later, earlier) for earlier, later in itertools.pairwise(chain))
    assert recording.one("network:VirtualNetwork").inputs.get("subnets") is None


def test_the_resolver_answers_nothing_unless_it_is_listed() -> None:
    recording = build()
    assert recording.one("dnsresolver:DnsResolverDomainList").inputs["domains"] == ["."]
    rule = recording.one("dnsresolver:DnsSecurityRule")
    assert (rule.inputs["priority"], rule.inputs["action"]["actionType"], rule.inputs["dnsSecurityRuleState"]) == (
        65000,
        "Block",
        "Enabled",
    )


def test_listed_names_come_before_the_block_and_the_policy_is_bound_last() -> None:
    recording = build(allowed_domains=["records.blob.core.windows.net", "*.phi.prod.acme.internal"])
    allowed = recording.one("dnsresolver:DnsResolverDomainList", "phi-dns-allowed")
    assert allowed.inputs["domains"] == ["phi.prod.acme.internal.", "records.blob.core.windows.net."]
    rule = recording.one("dnsresolver:DnsSecurityRule", "phi-dns-allow")
    assert (rule.inputs["priority"], rule.inputs["dnsResolverDomainLists"]) == (100, [{"id": allowed.id}])
    link = recording.one("dnsresolver:DnsResolverPolicyVirtualNetworkLink")
    assert link.inputs["virtualNetwork"] == {"id": NETWORK}
    assert all(recording.waits(link, built) for built in recording.of("dnsresolver:DnsSecurityRule"))


def test_the_resolver_and_all_flows_are_logged() -> None:
    recording = build(traffic_analytics=True)
    setting = recording.one("monitor:DiagnosticSetting")
    assert (setting.inputs["resourceUri"], setting.inputs["workspaceId"]) == (recording.one("dnsresolver:DnsResolverPolicy").id, WORKSPACE)
    flows = recording.one("network:FlowLog")
    assert (flows.inputs["targetResourceId"], flows.inputs["storageId"], flows.inputs["enabled"]) == (NETWORK, ARCHIVE, True)
    assert (flows.inputs["resourceGroupName"], flows.inputs["networkWatcherName"]) == ("NetworkWatcherRG", "NetworkWatcher_westeurope")
    analytics = flows.inputs["flowAnalyticsConfiguration"]["networkWatcherFlowAnalyticsConfiguration"]
    assert (analytics["enabled"], analytics["workspaceResourceId"]) == (True, WORKSPACE)
    assert flows.protect


def test_a_watcher_of_our_own_stands_before_the_network() -> None:
    recording = build(own_network_watcher=True)
    assert recording.waits(recording.one("network:VirtualNetwork"), recording.one("network:NetworkWatcher"))
    assert recording.one("network:FlowLog").id.startswith(recording.one("network:NetworkWatcher").id)


def test_a_peer_by_vpn_gets_a_route_to_its_range_and_no_more() -> None:
    recording = build(peers={"ehr": {"cidr": "10.200.0.0/24", "port": 2575, "inbound": True, "link": "vpn"}})
    table = recording.one("network:RouteTable", "phi-routes-workload")
    assert routes(table) == {"0.0.0.0/0": "None", "10.200.0.0/24": "VirtualNetworkGateway"}
    assert table.inputs["disableBgpRoutePropagation"] is True
    allowed = [rule for rule in rules(recording, "workload", "Inbound").values() if rule[0] == "Allow"]
    assert sorted(allowed) == [("Allow", "10.200.0.0/24", "10.20.0.0/17", "2575"), ("Allow", "AzureLoadBalancer", "10.20.0.0/17", "2575")]
    assert routes(recording.one("network:RouteTable", "phi-routes-endpoint")) == {"0.0.0.0/0": "None"}


def test_a_peer_by_circuit_is_learnt_by_the_programs_table_alone_and_filtered_to_its_range() -> None:
    recording = build(peers={"ehr": {"cidr": "10.200.0.0/24", "port": 443, "inbound": False, "link": "private-circuit"}})
    table = recording.one("network:RouteTable", "phi-routes-workload")
    assert (routes(table), table.inputs["disableBgpRoutePropagation"]) == ({"0.0.0.0/0": "None"}, False)
    assert recording.one("network:RouteTable", "phi-routes-endpoint").inputs["disableBgpRoutePropagation"] is True
    assert ("Allow", "10.20.0.0/17", "10.200.0.0/24", "443") in rules(recording, "workload", "Outbound").values()


def test_a_front_enters_the_programs_of_access() -> None:
    recording = build(zone="access", front_subnet="10.20.208.0/20", front_port=8443)
    assert ("Allow", "10.20.208.0/20", "10.20.0.0/17", "8443") in rules(recording, "workload", "Inbound").values()


def test_everything_that_takes_tags_carries_its_zone() -> None:
    recording = build(tags={"team": "platform"}, own_network_watcher=True, **SERVED)
    for kind in ("VirtualNetwork", "NetworkSecurityGroup", "RouteTable", "FlowLog", "NetworkWatcher"):
        for built in recording.of(f"network:{kind}"):
            assert built.inputs["tags"] == {"ai-zone": "phi", "team": "platform"}


def test_a_preview_knows_every_id() -> None:
    recording = build(preview=True, **SERVED)
    assert recording.result == NETWORK
    assert {built.id for built in recording.of("network:Subnet")} == {subnet(label) for label in ("workload", "endpoint", "link")}
    assert recording.one("network:FlowLog").inputs["targetResourceId"] == NETWORK


def test_places_of_subnets_do_not_overlap_and_fit_the_smallest_network() -> None:
    for network in ("10.64.0.0/16", "10.64.0.0/22"):
        parsed = ZoneNetwork.parse("x", phi(cidr=network, workload_subnet="10.64.0.0/24", endpoint_subnet="10.64.1.0/24")).cidr
        ranges: list[Cidr] = list(zone_ranges(parsed).values())
        assert not any(one.overlaps(other) for at, one in enumerate(ranges) for other in ranges[at + 1 :])
        assert zone_ranges(parsed)[FIREWALL].prefixlen <= 26


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "egress"}, "use AzureEgressNetwork"),
        ({"workload_subnet": "10.21.0.0/17"}, "must lie in 10.20.0.0/16"),
        ({"endpoint_subnet": "10.20.0.0/24"}, "overlaps workload_subnet"),
        ({"endpoint_subnet": "10.20.128.0/30"}, "Azure keeps five addresses"),
        ({"cidr": "8.8.0.0/16"}, "must lie in 10.0.0.0/8"),
        ({"service_ports": [443]}, "link_subnet: is required"),
        ({"front_subnet": "10.20.208.0/20"}, "access zone only"),
        ({"zone": "inference", "peers": {"x": {"cidr": "10.9.0.0/24", "port": 1, "inbound": True, "link": "vpn"}}}, "may have peers"),
        ({"peers": {"x": {"cidr": "10.0.0.0/8", "port": 1, "inbound": True, "link": "vpn"}}}, "outside the network"),
        ({"peers": {"x": {"cidr": "10.9.0.0/24", "port": 1, "inbound": True, "link": "internet"}}}, "private-circuit"),
        ({"allowed_domains": ["com"]}, "whole top-level domain"),
        ({"log_workspace_id": "logs"}, "Log Analytics workspace"),
        ({"nat_gateway": "x"}, "is not an input"),
    ],
)
def test_what_would_fail_or_fail_open_is_refused_before_anything_is_registered(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(**changes)
