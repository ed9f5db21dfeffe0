"""Properties of the whole judgement, over random stacks.

Adding a road never turns violated into proven; knowing less never turns violated into proven; and no stack, however odd, raises.
"""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posture.graph.build import build
from posture.graph.facts import EdgeFact, RouteFact, Rule
from posture.graph.kinds import EdgeKind, GatewayKind, Moves
from posture.proofs.judge import judge
from posture.proofs.verdict import Verdict
from posture.reference import ABSENT, Reference
from tests.posture.world import MAYBE, World, allow, deny, to

ZONES = ("phi", "inference", "deidentification", "management", "egress", None)
NETWORKS = ("n0", "n1", "n2")
OUTWARD = ("igw0", "igw1", "eigw1", "nat0")
HOPS = (*OUTWARD, "pcx01", "pcx12", "tgw", "vgw")
DESTINATIONS = ("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/24", "::/0")
KINDS = (EdgeKind.USE, EdgeKind.SHARE, EdgeKind.REPLICATE, EdgeKind.ASSUME)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    world = World()
    for number, name in enumerate(NETWORKS):
        world.network(name, f"10.{number}.0.0/16", zone=draw(st.sampled_from(ZONES)), closed=draw(st.sampled_from([True, None, False])))
        world.table(f"rtb{number}", name)
        for part in range(2):
            table = f"rtb{number}" if part == 0 else None
            zone = draw(st.sampled_from((None, None, *ZONES)))
            world.subnet(f"s{number}{part}", name, f"10.{number}.{part}.0/24", table=table, zone=zone)
    world.gateway("igw0", GatewayKind.INTERNET, "n0").gateway("igw1", GatewayKind.INTERNET, "n1").gateway(
        "eigw1", GatewayKind.EGRESS_ONLY, "n1"
    )
    world.gateway("nat0", GatewayKind.NAT, subnets=("s01",)).gateway("vgw", GatewayKind.PRIVATE_CIRCUIT, "n2")
    world.gateway("pcx01", GatewayKind.PEERING, "n0", "n1").gateway("pcx12", GatewayKind.PEERING, "n1", "n2")
    world.gateway("tgw", GatewayKind.TRANSIT).table("hub", None)
    for number in range(3):
        world.attach(f"att{number}", "tgw", f"n{number}", f"s{number}0", table="hub")
    tables = ("rtb0", "rtb1", "rtb2", "n0", "n1", "hub")
    for _ in range(draw(st.integers(0, 6))):
        table = draw(st.sampled_from(tables))
        hop = draw(st.sampled_from(("att0", "att1", "att2") if table == "hub" else HOPS))
        world.route(table, draw(st.sampled_from(DESTINATIONS)), hop, blackhole=draw(st.integers(0, 5)) == 0)
    for number in range(draw(st.integers(0, 2))):
        rules = [
            draw(st.sampled_from((allow, allow, deny)))(
                draw(st.booleans()), draw(st.sampled_from((None, 443, 5432))), draw(st.sampled_from((None, "10.0.0.0/8", "10.1.0.0/16"))),
                order=draw(st.sampled_from((0, 100, 200))),
            )
            for _ in range(draw(st.integers(0, 3)))
        ]  # fmt: skip
        world.filter(f"f{number}", *rules, stateful=draw(st.booleans()))
        if draw(st.booleans()):
            world.guard(f"f{number}", draw(st.sampled_from(("s00", "s11", "s20"))))
        else:
            world.workload(f"w{number}", draw(st.sampled_from(("s00", "s10", "s20"))), groups=(f"f{number}",), public=draw(st.booleans()))
    world.store("bucket", zone=draw(st.sampled_from(ZONES)), data=draw(st.sampled_from((None, "phi", "deidentified"))))
    world.endpoint("s3", draw(st.sampled_from(NETWORKS)), "s3", "s10").edge("s3", "bucket", EdgeKind.USE)
    world.workload("lb", "s10").service("service", "lb", ports=(draw(st.sampled_from((443, 5432, 22))),))
    return world.endpoint("link", draw(st.sampled_from(NETWORKS)), "private", producer="service")


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def verdicts(world: World) -> dict[str, Verdict]:
    return {theorem: result.verdict for theorem, result in world.judge().items()}


def never_from_violated_to_proven(before: dict[str, Verdict], after: dict[str, Verdict]) -> None:
    wrong = [theorem for theorem in before if before[theorem] is Verdict.VIOLATED and after[theorem] is Verdict.PROVEN]
    assert not wrong


@quick
@given(worlds(), st.sampled_from(("rtb0", "rtb1", "n0", "n1")), st.sampled_from(("0.0.0.0/0", "203.0.113.0/24", "::/0")))
def test_one_more_way_to_the_internet_excuses_nothing(world: World, table: str, destination: str) -> None:
    before = verdicts(world)
    world.route(table, destination, internet=True)
    never_from_violated_to_proven(before, verdicts(world))


ENDS = ("bucket", "s3", "service", "w0x", "anybody", "internet", "account:999988887777", "bucket:somebodys", "s00", "s20")


@quick
@given(worlds(), st.sampled_from(ENDS), st.sampled_from(ENDS), st.sampled_from(KINDS), st.sampled_from(Moves), st.booleans())
def test_one_more_move_excuses_nothing(world: World, source: str, target: str, kind: EdgeKind, moves: Moves, certain: bool) -> None:
    world.workload("w0x", "s20")
    before = verdicts(world)
    world.edge(source, target, kind, moves=moves, certain=certain)
    never_from_violated_to_proven(before, verdicts(world))


def blur(fact: Any, which: int) -> Any:
    """The same fact, with one thing less known."""
    match fact:
        case RouteFact():
            if which % 3 == 0:
                return replace(fact, destination=replace(fact.destination, addresses=None))
            if which % 3 == 1 and not fact.via.absent:
                return replace(fact, via=MAYBE)
            return replace(fact, table=Reference(targets=fact.table.targets, certain=False))
        case EdgeFact():
            return replace(fact, certain=False)
        case _:
            pass
    if hasattr(fact, "rules"):
        return replace(fact, rules=tuple(_vague(rule) for rule in fact.rules))
    if hasattr(fact, "producer") and not fact.producer.absent:
        return replace(fact, producer=Reference(targets=(*fact.producer.targets, to("bucket").targets[0]), certain=False))
    if hasattr(fact, "cidrs"):
        return replace(fact, cidrs=None)
    if hasattr(fact, "closed"):
        return replace(fact, closed=None)
    if hasattr(fact, "subnet"):
        return replace(fact, subnet=Reference(targets=fact.subnet.targets, certain=False))
    if hasattr(fact, "private"):
        return replace(fact, certain=False)
    return fact


def _vague(rule: Rule) -> Rule:
    return replace(rule, addresses=None, group=ABSENT, certain=False)


@quick
@given(worlds(), st.integers(0, 2), st.integers(0, 1_000))
def test_knowing_less_never_proves_what_was_violated(world: World, which: int, chosen: int) -> None:
    builder = world.builder()
    before = {result.theorem: result.verdict for result in judge(build(builder), world.approved)}
    facts = [(kind, index) for kind, found in builder.facts.items() for index in range(len(found))]
    kind, index = facts[chosen % len(facts)]
    builder.facts[kind][index] = blur(builder.facts[kind][index], which)
    after = {result.theorem: result.verdict for result in judge(build(builder), world.approved)}
    never_from_violated_to_proven(before, after)


@quick
@given(worlds(), st.integers(0, 2), st.integers(0, 1_000))
def test_knowing_less_never_invents_a_certain_leak(world: World, which: int, chosen: int) -> None:
    builder = world.builder()
    before = {result.theorem: result.verdict for result in judge(build(builder), world.approved)}
    facts = [(kind, index) for kind, found in builder.facts.items() for index in range(len(found))]
    kind, index = facts[chosen % len(facts)]
    builder.facts[kind][index] = blur(builder.facts[kind][index], which)
    after = {result.theorem: result.verdict for result in judge(build(builder), world.approved)}
    invented = [theorem for theorem in before if before[theorem] is Verdict.PROVEN and after[theorem] is Verdict.VIOLATED]
    assert not invented
