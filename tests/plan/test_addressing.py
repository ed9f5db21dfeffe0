"""Address planning: nothing overlaps, nothing moves, everything fits AWS's limits."""

from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_zones.plan import AddressPlan, Tier, ZoneName, load_plan, zone_subnets
from ai_zones.plan.addressing import LARGEST_ZONE_PREFIX, PRIVATE, SMALLEST_ZONE_PREFIX, TIERS
from tests.plan.documents import SOUND, blocks, sound_documents, spoiled


def plan_of(block: IPv4Network, zones: list[ZoneName], availability_zones: int) -> AddressPlan:
    document = {
        **{key: SOUND[key] for key in ("organization", "environment", "residency")},
        "cidr": str(block),
        "availability_zones": [f"eu-west-1{letter}" for letter in "abcd"[:availability_zones]],
        "zones": {zone.value: {} for zone in zones},
    }
    return load_plan(document).address_plan()


def subnets(plan: AddressPlan) -> list[IPv4Network]:
    return [subnet for zone in plan.zones.values() for tier in zone.subnets.values() for subnet in tier]


def test_the_zones_of_a_block_of_12_bits_are_its_first_16_bit_networks() -> None:
    plan = load_plan(SOUND).address_plan()
    assert {zone.value: str(addresses.network) for zone, addresses in plan.zones.items()} == {
        "phi": "10.64.0.0/16",
        "deidentification": "10.65.0.0/16",
        "inference": "10.66.0.0/16",
        "egress": "10.67.0.0/16",
    }


def test_a_zone_is_cut_into_quarters_and_these_into_tiers() -> None:
    phi = load_plan(SOUND).address_plan().zones[ZoneName.PHI]
    assert {tier.value: [str(net) for net in nets] for tier, nets in phi.subnets.items()} == {
        "workload": ["10.64.0.0/19", "10.64.64.0/19", "10.64.128.0/19"],
        "endpoint": ["10.64.32.0/21", "10.64.96.0/21", "10.64.160.0/21"],
        "database": ["10.64.40.0/21", "10.64.104.0/21", "10.64.168.0/21"],
    }


def test_only_egress_has_public_and_firewall_subnets_and_only_phi_has_database_subnets() -> None:
    def having(tier: Tier) -> list[ZoneName]:
        return [zone for zone in ZoneName if tier in TIERS[zone]]

    assert [having(tier) for tier in (Tier.PUBLIC, Tier.FIREWALL, Tier.DATABASE)] == [[ZoneName.EGRESS], [ZoneName.EGRESS], [ZoneName.PHI]]


def test_the_smallest_zone_still_has_subnets_that_aws_accepts_and_room_for_endpoints() -> None:
    cut = zone_subnets(IPv4Network(f"10.0.0.0/{SMALLEST_ZONE_PREFIX}"), Tier, 4)
    assert {tier.value: net[0].prefixlen for tier, net in cut.items()} == {
        "workload": 25,
        "endpoint": 27,
        "database": 27,
        "firewall": 28,
        "public": 28,
    }


@given(sound_documents())
@settings(max_examples=60, deadline=None)
def test_no_two_networks_and_no_two_subnets_of_a_plan_overlap(document: dict[str, Any]) -> None:
    plan = load_plan(document).address_plan()
    networks = [addresses.network for addresses in plan.zones.values()]
    assert not any(one.overlaps(other) for one, other in combinations(networks, 2))
    for addresses in plan.zones.values():
        own = [subnet for tier in addresses.subnets.values() for subnet in tier]
        assert not any(one.overlaps(other) for one, other in combinations(own, 2))
        assert all(subnet.subnet_of(addresses.network) for subnet in own)


@given(blocks(), st.lists(st.sampled_from(list(ZoneName)), min_size=1, unique=True), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_every_network_is_private_within_the_block_and_of_a_size_that_aws_accepts(
    block: IPv4Network, zones: list[ZoneName], count: int
) -> None:
    plan = plan_of(block, zones, count)
    assert set(plan.zones) == set(zones)
    for addresses in plan.zones.values():
        assert addresses.network.subnet_of(block)
        assert any(addresses.network.subnet_of(private) for private in PRIVATE)
        assert LARGEST_ZONE_PREFIX <= addresses.network.prefixlen <= SMALLEST_ZONE_PREFIX
        assert {len(tier) for tier in addresses.subnets.values()} == {count}
    assert all(16 <= subnet.prefixlen <= 28 for subnet in subnets(plan))


@given(blocks(), st.sets(st.sampled_from(list(ZoneName)), min_size=1), st.sets(st.sampled_from(list(ZoneName))))
@settings(max_examples=60, deadline=None)
def test_adding_zones_moves_nothing(block: IPv4Network, before: set[ZoneName], added: set[ZoneName]) -> None:
    old, new = plan_of(block, sorted(before), 3), plan_of(block, sorted(before | added), 3)
    assert {zone: new.zones[zone] for zone in before} == dict(old.zones)


@given(blocks(), st.integers(1, 4), st.integers(1, 4))
@settings(max_examples=40, deadline=None)
def test_adding_availability_zones_moves_nothing(block: IPv4Network, one: int, other: int) -> None:
    few, many = sorted((one, other))
    old, new = plan_of(block, list(ZoneName), few), plan_of(block, list(ZoneName), many)
    for zone in ZoneName:
        assert new.zones[zone].network == old.zones[zone].network
        assert {tier: nets[:few] for tier, nets in new.zones[zone].subnets.items()} == dict(old.zones[zone].subnets)


def test_a_zone_may_have_a_network_of_its_own() -> None:
    plan = load_plan(spoiled(lambda p: p["zones"]["phi"].update(cidr="192.168.4.0/22"))).address_plan()
    assert plan.zones[ZoneName.PHI].network == IPv4Network("192.168.4.0/22")
    assert str(plan.zones[ZoneName.PHI].subnets[Tier.DATABASE][2]) == "192.168.6.160/27"
    assert str(plan.zones[ZoneName.INFERENCE].network) == "10.66.0.0/16"


def test_a_zone_may_take_a_spare_slot() -> None:
    plan = load_plan(spoiled(lambda p: p["zones"]["phi"].update(index=15))).address_plan()
    assert str(plan.zones[ZoneName.PHI].network) == "10.79.0.0/16"


@pytest.mark.parametrize("private", PRIVATE, ids=str)
def test_python_knows_no_public_address_in_private_space(private: IPv4Network) -> None:
    assert not private.is_global
    assert not private[0].is_global
    assert not private[-1].is_global


@pytest.mark.parametrize(("network", "count"), [("10.0.0.0/15", 3), ("10.0.0.0/23", 3), ("10.0.0.0/16", 0), ("10.0.0.0/16", 5)])
def test_a_component_used_alone_cannot_ask_for_what_does_not_fit(network: str, count: int) -> None:
    with pytest.raises(ValueError, match=r"must be a /16 to /22|give 1 to 4"):
        zone_subnets(IPv4Network(network), Tier, count)
