"""Stateless filters let exactly the declared flows through, both ways."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ai_zones.aws.network_acl import EPHEMERAL, AclRule, AclTable, Passage, acl_tables
from ai_zones.aws.security_groups import TIER_OF, Group, PortFlow, flows_of
from ai_zones.plan.names import Tier

RANGES = {
    tier: [ipaddress.IPv4Network(f"10.{at}.{third}.0/24") for third in (1, 2, 3)]
    for at, tier in enumerate((Tier.WORKLOAD, Tier.ENDPOINT, Tier.DATABASE))
}
PORTS = (22, 443, 1023, 1024, 5432, 8200, 65535)
FLOWS = st.lists(st.builds(PortFlow, st.sampled_from(Group), st.sampled_from(Group), st.sampled_from(PORTS)), max_size=3)


def passes(rules: tuple[AclRule, ...], other: ipaddress.IPv4Address, port: int) -> bool:
    return any(other in rule.cidr and rule.from_port <= port <= rule.to_port for rule in rules)


def reaches(tables: dict[Tier, AclTable], source: Tier, target: Tier, port: int, *, at: int = 0, to: int = 1) -> bool:
    """Whether a packet to `port` leaves the source's subnet and enters the target's."""
    here, there = RANGES[source][at][9], RANGES[target][to][9]
    return passes(tables[source].egress, there, port) and passes(tables[target].ingress, here, port)


@given(FLOWS, st.sampled_from(list(RANGES)), st.sampled_from(list(RANGES)), st.sampled_from(PORTS))
def test_a_port_is_open_only_for_a_flow_or_for_the_answers_to_one(flows: list[PortFlow], source: Tier, target: Tier, port: int) -> None:
    tables = acl_tables(RANGES, flows)
    declared = any((TIER_OF[flow.source], TIER_OF[flow.target], flow.port) == (source, target, port) for flow in flows)
    answers = port >= EPHEMERAL[0] and any((TIER_OF[flow.source], TIER_OF[flow.target]) == (target, source) for flow in flows)
    assert reaches(tables, source, target, port) == (declared or answers)


@given(FLOWS, st.integers(*EPHEMERAL))
def test_every_answer_comes_back(flows: list[PortFlow], ephemeral: int) -> None:
    tables = acl_tables(RANGES, flows)
    assert all(reaches(tables, TIER_OF[flow.target], TIER_OF[flow.source], ephemeral) for flow in flows)


def test_no_flow_means_no_rule() -> None:
    assert acl_tables(RANGES, []) == {tier: AclTable((), ()) for tier in RANGES}


def test_the_strict_network_keeps_the_database_from_the_endpoints() -> None:
    flows = flows_of(endpoint_ports=[443], service_ports=[], workload_ports=[], database_port=5432, database_link=False)
    tables = acl_tables(RANGES, flows)
    assert not reaches(tables, Tier.ENDPOINT, Tier.DATABASE, 5432)
    assert reaches(tables, Tier.WORKLOAD, Tier.DATABASE, 5432)


def test_a_database_link_enters_the_database_from_the_endpoint_tier() -> None:
    flows = flows_of(endpoint_ports=[443], service_ports=[], workload_ports=[], database_port=5432, database_link=True)
    assert reaches(acl_tables(RANGES, flows), Tier.ENDPOINT, Tier.DATABASE, 5432)


def test_a_passage_lets_programs_out_and_nobody_in() -> None:
    tables = acl_tables({**RANGES, Tier.PUBLIC: [ipaddress.IPv4Network("10.9.0.0/24")]}, [], [Passage(Tier.WORKLOAD, Tier.PUBLIC, 443)])
    outside = ipaddress.IPv4Address("203.0.113.7")
    assert passes(tables[Tier.PUBLIC].egress, outside, 443)
    assert not passes(tables[Tier.PUBLIC].egress, outside, 80)
    assert not passes(tables[Tier.PUBLIC].ingress, outside, 443)
    assert passes(tables[Tier.PUBLIC].ingress, RANGES[Tier.WORKLOAD][0][9], 443)


def test_more_rules_than_the_quota_are_refused_with_a_way_out() -> None:
    flows = [PortFlow(Group.WORKLOAD, Group.ENDPOINT, port) for port in range(1, 9)]
    with pytest.raises(ValueError, match="network ACL of the endpoint tier: given 24 ingress rules, AWS allows 20; use fewer ports"):
        acl_tables(RANGES, flows)
