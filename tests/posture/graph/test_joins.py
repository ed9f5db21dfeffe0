"""Joins: the bound that spares work never loses one."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posture.graph import joins
from posture.graph.build import build
from posture.graph.filters import Filters
from posture.graph.graph import Graph
from posture.graph.kinds import GatewayKind
from posture.graph.ports import ALL_PORTS
from posture.proofs.judge import judge
from posture.reference import Reference
from tests.posture.world import World, allow, deny, one_of, to

ZONES = ("phi", "inference", "deidentification", None)
GROUPS = ("sg0", "sg1", "sg2", "sg3")
STANDING: tuple[str | Reference, ...] = (*GROUPS, "stranger", one_of("sg0", "sg1"))
PEERS = (None, "10.0.0.0/8", "10.0.0.0/16", "10.1.1.0/24", *(to(group) for group in GROUPS))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Two peered networks, full of places behind few groups."""
    world = World()
    for number in range(2):
        name = f"n{number}"
        world.network(name, f"10.{number}.0.0/16", zone=draw(st.sampled_from(ZONES))).table(f"rtb{number}", name)
        for part in range(2):
            zone = draw(st.sampled_from((None, *ZONES)))
            world.subnet(f"s{number}{part}", name, f"10.{number}.{part}.0/24", table=f"rtb{number}", zone=zone)
    world.gateway("pcx", GatewayKind.PEERING, "n0", "n1").route("rtb0", "10.1.0.0/16", "pcx").route("rtb1", "10.0.0.0/16", "pcx")
    for group in GROUPS:
        rules = [
            allow(draw(st.booleans()), draw(st.sampled_from((443, 5432, (1000, 2000), None))), draw(st.sampled_from(PEERS)))
            for _ in range(draw(st.integers(0, 4)))
        ]
        world.filter(group, *rules, network=draw(st.sampled_from(("n0", "n1"))))
    for number in range(draw(st.integers(0, 6))):
        groups = tuple(draw(st.lists(st.sampled_from(GROUPS), max_size=2, unique=True)))
        world.workload(f"w{number}", draw(st.sampled_from(("s00", "s01", "s10", "s11"))), groups=groups)
    if draw(st.booleans()):
        world.filter("acl", deny(True, 5432, order=1), allow(True, None, order=2), allow(False, None, order=2), stateful=False)
        world.guard("acl", draw(st.sampled_from(("s00", "s11"))))
    return world


@st.composite
def hubs(draw: st.DrawFn) -> World:
    """Several networks on one hub, few groups, roads to the internet here and there."""
    world = World()
    world.gateway("tgw", GatewayKind.TRANSIT).table("hub", None)
    for number in range(draw(st.integers(3, 5))):
        name = f"n{number}"
        world.network(name, f"10.{number}.0.0/16", zone=draw(st.sampled_from((*ZONES, None)))).table(f"rtb{number}", name)
        for part in range(2):
            zone = draw(st.sampled_from((None, None, *ZONES)))
            world.subnet(f"s{number}{part}", name, f"10.{number}.{part}.0/24", table=f"rtb{number}", zone=zone)
        world.attach(f"at{number}", "tgw", name, f"s{number}0", table="hub")
        if draw(st.booleans()):
            world.propagate("hub", f"at{number}")
        if draw(st.integers(0, 3)):
            world.route(f"rtb{number}", draw(st.sampled_from(("10.0.0.0/8", "10.1.0.0/16", "10.0.0.0/14"))), "tgw")
        if not draw(st.integers(0, 3)):
            world.gateway(f"igw{number}", GatewayKind.INTERNET, name).route(f"rtb{number}", "0.0.0.0/0", f"igw{number}")
    for group in GROUPS:
        rules = [
            allow(draw(st.booleans()), draw(st.sampled_from((443, 5432, None))), draw(st.sampled_from(PEERS)), certain=draw(st.booleans()))
            for _ in range(draw(st.integers(1, 4)))
        ]
        world.filter(group, *rules, network="n0")
    for number in range(draw(st.integers(0, 8))):
        groups = tuple(draw(st.lists(st.sampled_from(STANDING), max_size=2, unique=True)))
        world.workload(f"w{number}", f"s{draw(st.integers(0, 2))}{draw(st.integers(0, 1))}", groups=groups)
    return world


def seen(graph: Graph) -> set[Any]:
    return {(e.source, e.target, e.ports, e.certain, e.moves) for e in graph.edges}


many = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(worlds())
def test_the_bound_between_two_networks_loses_no_join(world: World) -> None:
    bounded = seen(build(world.builder()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joins._Coarse, "_may", lambda *_: ALL_PORTS)
        assert seen(build(world.builder())) == bounded


@many
@given(st.one_of(worlds(), hubs()))
def test_asking_by_name_who_is_named_loses_no_join(world: World) -> None:
    by_name = seen(build(world.builder()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Filters, "named", lambda *_: None)
        assert seen(build(world.builder())) == by_name


@many
@given(worlds())
def test_leaving_out_what_says_nothing_new_changes_no_verdict(world: World) -> None:
    whole = world.verdicts()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joins, "_MANY", -1)
        graph = build(world.builder())
    assert {result.theorem: result.verdict.value for result in judge(graph, world.approved)} == whole


@many
@given(st.one_of(worlds(), hubs()))
def test_leaving_out_what_a_crowd_says_already_changes_no_verdict(world: World) -> None:
    whole = world.verdicts()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joins, "_CROWDED", -1)
        patch.setattr(joins, "_FEW", 0)
        graph = build(world.builder())
    assert {result.theorem: result.verdict.value for result in judge(graph, world.approved)} == whole
