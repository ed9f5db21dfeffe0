"""A whole plan on Azure: each zone in its own subscription and network, each flow a private link, and nothing between them."""

from typing import Any

import pytest

from ai_zones.azure.validation import InvalidInputError
from ai_zones.plan import CEILING, Service
from tests.azure.recording import Recording
from tests.azure.zone_plans import FLOWS, SUBSCRIPTIONS, build, document

LINKS = [flow for flow in CEILING.flows if flow.service is not Service.DATABASE]


@pytest.fixture(scope="module")
def built() -> Recording:
    return build()


@pytest.fixture(scope="module")
def previewed() -> Recording:
    return build(preview=True)


def test_each_zone_stands_in_its_own_subscription_and_group(built: Recording) -> None:
    groups = built.of("resources:ResourceGroup")
    assert {(group.subscription, group.inputs["resourceGroupName"]) for group in groups} == {
        (subscription, f"clinic-test-{zone}") for zone, subscription in SUBSCRIPTIONS.items()
    }
    for group in groups:
        assert group.inputs["tags"]["ai-zone"] == group.inputs["resourceGroupName"].removeprefix("clinic-test-")


def test_no_resource_is_built_by_a_default_provider_and_none_in_another_zones_group(built: Recording) -> None:
    for one in built.resources:
        if one.type.startswith("azure-native:"):
            assert one.provider, one.name
            group = one.inputs.get("resourceGroupName")
            if isinstance(group, str) and group.startswith("clinic-test-"):
                assert one.subscription == SUBSCRIPTIONS[group.removeprefix("clinic-test-")], one.name


def test_networks_are_joined_by_nothing(built: Recording) -> None:
    assert len(built.of("network:VirtualNetwork")) == len(SUBSCRIPTIONS)
    for kind in ("VirtualNetworkPeering", "NatGateway", "VirtualNetworkGateway", "VirtualHub", "BastionHost"):
        assert built.of(f"network:{kind}") == []
    assert all(subnet.inputs["defaultOutboundAccess"] is False for subnet in built.of("network:Subnet"))


def test_the_only_public_address_is_the_egress_firewalls(built: Recording) -> None:
    (address,) = built.of("network:PublicIPAddress")
    assert address.subscription == SUBSCRIPTIONS["egress"]
    for table in built.of("network:RouteTable"):
        hops = {route["nextHopType"] for route in table.inputs["routes"] if route["addressPrefix"] == "0.0.0.0/0"}
        assert hops == {"None"} or table.subscription == SUBSCRIPTIONS["egress"], table.name


def test_each_service_is_seen_by_its_flows_consumers_alone(built: Recording) -> None:
    expected: dict[tuple[str, str], set[str]] = {}
    for flow in LINKS:
        expected.setdefault((flow.target.value, flow.service.value), set()).add(SUBSCRIPTIONS[flow.source.value])
    found = {
        (one.inputs["tags"]["ai-zone"], one.inputs["tags"]["ai-service"]): set(one.inputs["visibility"]["subscriptions"])
        for one in built.of("network:PrivateLinkService")
    }
    assert found == expected


def test_each_flow_to_a_service_is_one_endpoint_in_the_consumers_network(built: Recording) -> None:
    found = {
        (one.inputs["tags"]["ai-zone"], one.inputs["tags"]["ai-flow"])
        for one in built.of("network:PrivateEndpoint")
        if "ai-flow" in one.inputs["tags"]
    }
    assert found == {(flow.source.value, f"{flow.target}/{flow.service}") for flow in LINKS}


def test_what_stands_in_a_subnet_names_it_by_its_id_alone(built: Recording) -> None:
    """The SDK's class of a subnet would fill in defaults that belong to the subnet, not to what stands in it."""

    def named(value: Any) -> list[Any]:
        parts = value if isinstance(value, list) else value.values() if isinstance(value, dict) else []
        here = [value["subnet"]] if isinstance(value, dict) and "subnet" in value else []
        return here + [found for part in parts for found in named(part)]

    found = [(one.type, subnet) for one in built.resources for subnet in named(one.inputs)]
    assert {kind for kind, _ in found} >= {
        f"azure-native:network:{kind}" for kind in ("AzureFirewall", "LoadBalancer", "PrivateEndpoint", "PrivateLinkService")
    }
    assert [(kind, subnet) for kind, subnet in found if list(subnet) != ["id"]] == []


def test_an_endpoint_stands_in_the_subnet_of_its_own_zone(built: Recording) -> None:
    for one in built.of("network:PrivateEndpoint"):
        assert one.inputs["subnet"]["id"].startswith(f"/subscriptions/{one.subscription}/"), one.name
        assert one.inputs["subnet"]["id"].endswith("/subnets/endpoint"), one.name


def test_a_private_dns_zone_answers_in_its_own_zones_network_alone(built: Recording) -> None:
    for link in built.of("privatedns:VirtualNetworkLink"):
        assert link.inputs["virtualNetwork"]["id"].startswith(f"/subscriptions/{link.subscription}/"), link.name


def test_fixed_addresses_of_links_are_each_used_once_in_a_network(built: Recording) -> None:
    taken = [
        (one.subscription, one.inputs["ipConfigurations"][0]["privateIPAddress"])
        for one in built.of("network:PrivateEndpoint")
        if one.inputs.get("ipConfigurations")
    ]
    assert len(set(taken)) == len(taken) == len(LINKS)


def test_children_wait_for_their_group_and_endpoints_for_their_network(built: Recording) -> None:
    groups = {group.subscription: group for group in built.of("resources:ResourceGroup")}
    networks = {network.subscription: network for network in built.of("network:VirtualNetwork")}
    for network in networks.values():
        assert built.waits(network, groups[network.subscription])
    for endpoint in built.of("network:PrivateEndpoint"):
        assert built.waits(endpoint, networks[endpoint.subscription]), endpoint.name


def test_a_preview_knows_the_id_of_everything_that_is_built(built: Recording, previewed: Recording) -> None:
    def ids(recording: Recording) -> set[str]:
        return {one.id for one in recording.resources if one.type.startswith("azure-native:") and "RoleAssignment" not in one.type}

    assert ids(previewed) == ids(built)
    assert previewed.result == built.result


def test_a_part_of_a_plan_is_built_with_the_same_names_as_the_whole(built: Recording) -> None:
    part = build(builds=["phi", "management"])
    whole = {one.id for one in built.resources if one.type.startswith("azure-native:network:")}
    assert {one.id for one in part.resources if one.type.startswith("azure-native:network:")} <= whole


PEER = {"kind": "ehr-feed", "zone": "phi", "link": "vpn", "cidr": "10.200.0.0/24", "port": 2575}
ROAD = {"gateway_address": "203.0.113.7", "shared_key": "k" * 40}


def test_a_peer_gets_a_gateway_a_door_and_a_way_back_in_its_own_zone() -> None:
    recording = build(document(peers={"hospital": PEER}), circuits={"hospital": ROAD})
    (gateway,) = recording.of("network:VirtualNetworkGateway")
    assert gateway.subscription == SUBSCRIPTIONS["phi"]
    table = recording.one("network:RouteTable", "clinic-test-phi-routes-workload")
    assert {route["addressPrefix"]: route["nextHopType"] for route in table.inputs["routes"]}["10.200.0.0/24"] == "VirtualNetworkGateway"


@pytest.mark.parametrize(
    ("plan", "changes", "said"),
    [
        ({"peers": {"hospital": PEER}}, {}, "circuits.hospital: is required"),
        (
            {"peers": {"hospital": {"kind": "ehr-feed", "zone": "phi", "link": "private-link", "principal": SUBSCRIPTIONS["access"]}}},
            {},
            "AzureZones joins peers by private-circuit or vpn",
        ),
        ({}, {"inspection_certificate": None}, "inspection_certificate"),
        ({}, {"database_administrator": None}, "database_administrator"),
        ({}, {"providers": {}}, "providers.phi"),
        ({}, {"circuits": {"nobody": ROAD}}, "no such peer"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_built(plan: dict[str, Any], changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(document(**plan), **changes)


def test_every_flow_of_the_ceiling_is_among_those_that_are_built() -> None:
    assert len(FLOWS) == len(CEILING.flows)
