"""Joined ranges are the same addresses."""

import ipaddress

from hypothesis import given
from hypothesis import strategies as st

from ai_zones.aws.subnets import SubnetSpec, ranges_of
from ai_zones.plan.names import Tier

BLOCKS = st.sets(st.integers(0, 15), min_size=1).map(lambda thirds: [ipaddress.IPv4Network(f"10.1.{third}.0/24") for third in thirds])


@given(BLOCKS)
def test_joining_ranges_adds_no_address_and_loses_none(blocks: list[ipaddress.IPv4Network]) -> None:
    specs = [SubnetSpec(Tier.WORKLOAD, f"eu-west-1{at}", block) for at, block in enumerate(blocks)]
    joined = ranges_of(specs, Tier.WORKLOAD)
    assert sum(block.num_addresses for block in joined) == sum(block.num_addresses for block in blocks)
    assert all(any(block.subnet_of(whole) for whole in joined) for block in blocks)


def test_other_tiers_are_left_out() -> None:
    specs = [SubnetSpec(Tier.PUBLIC, "eu-west-1a", ipaddress.IPv4Network("10.1.0.0/24"))]
    assert ranges_of(specs, Tier.WORKLOAD) == []
