"""Where every reference may mean several things, ways multiply at each hop: so many are followed, and the rest may lead anywhere. Work is counted."""

from collections.abc import Iterator

import pytest

from posture.graph.build import build
from posture.graph.builder import INTERNET
from posture.graph.forwarding import Forwarding
from posture.graph.joins import Join, Joiner
from posture.graph.kinds import GatewayKind
from posture.graph.packets import Packets
from posture.graph.places import Place
from posture.graph.survey import survey
from posture.graph.topology import Choice
from posture.graph.trail import Arrival, Trail
from posture.proofs.judge import judge
from posture.proofs.verdict import Verdict
from tests.posture.world import World, allow, one_of, urn

K = GatewayKind
FIREWALLS = 9
"""Ways through nine firewalls, each of which may be the next: 9! = 362,880 and those that end before."""
MOST = 200


def through_any_firewall() -> World:
    """`phi` sends everything to one of nine firewalls, and each of these to one of the others; its own peering is certain."""
    names = [f"fw{number}" for number in range(FIREWALLS)]
    world = World().network("phi", "10.0.0.0/16", zone="phi").network("near", "10.1.0.0/16").network("far", "10.2.0.0/16")
    world.gateway("pcx", K.PEERING, "phi", "near").gateway("igw", K.INTERNET, "phi")
    world.table("rtb", "phi").subnet("app", "phi", "10.0.0.0/24", table="rtb").route("rtb", "10.1.0.0/16", "pcx")
    world.subnet("near-a", "near", "10.1.0.0/24").subnet("far-a", "far", "10.2.0.0/24")
    for number, name in enumerate(names):
        world.table(f"rtb-{name}", "phi").subnet(f"s-{name}", "phi", f"10.0.{number + 1}.0/24", table=f"rtb-{name}")
        world.gateway(name, K.FIREWALL, subnets=(f"s-{name}",))
        world.route(f"rtb-{name}", "0.0.0.0/0", one_of(*names, "igw"))
    return world.route("rtb", "0.0.0.0/0", one_of(*names))


def test_so_many_tables_are_asked_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Choice] = []
    plain = Forwarding._table

    def counted(self: Forwarding, choice: Choice, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        asked.append(choice)
        return plain(self, choice, packets, trail)

    monkeypatch.setattr(Forwarding, "_table", counted)
    top = survey(through_any_firewall().builder())
    Forwarding(top, INTERNET, MOST).from_subnet(top.subnets[urn("app")])
    # One that was asked on the same way is turned away at once: of each table at most as often as there are firewalls.
    assert MOST < len(asked) <= MOST * FIREWALLS


def test_what_was_not_followed_may_lead_anywhere_and_is_certain_nowhere() -> None:
    top = survey(through_any_firewall().builder())
    found = Forwarding(top, INTERNET, MOST).from_subnet(top.subnets[urn("app")])
    assert {urn("near"), urn("far"), urn("phi"), INTERNET} <= {arrival.target for arrival in found}
    assert {arrival.target for arrival in found if arrival.packets.must} <= {urn("phi"), urn("near")}
    assert any(arrival.unknown for arrival in found)


def test_what_is_certain_before_the_end_stays_certain() -> None:
    top = survey(through_any_firewall().builder())
    found = Forwarding(top, INTERNET, MOST).from_subnet(top.subnets[urn("app")])
    assert urn("near") in {arrival.target for arrival in found if arrival.packets.must}


def test_fewer_ways_are_followed_to_their_ends() -> None:
    world = World().network("phi", "10.0.0.0/16", zone="phi").gateway("igw", K.INTERNET, "phi").table("rtb", "phi")
    top = survey(world.subnet("app", "phi", "10.0.0.0/24", table="rtb").route("rtb", "0.0.0.0/0", "igw").builder())
    assert {one.target for one in Forwarding(top, INTERNET).from_subnet(top.subnets[urn("app")])} == {urn("phi"), INTERNET}


def test_a_stack_of_too_many_ways_is_never_proven() -> None:
    world = through_any_firewall()
    world.workload("records", "app").workload("stranger", "far-a")
    builder = world.builder()
    verdicts = {result.theorem: result.verdict for result in judge(build(builder), world.approved)}
    assert verdicts["phi-exit"] is not Verdict.PROVEN
    assert verdicts["zone-segmentation"] is not Verdict.PROVEN


def test_uncertain_joins_of_two_zones_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out: list[Place] = []
    plain = Joiner.join

    def counted(self: Joiner, opener: Place, answerer: Place, arrival: Arrival, part: Packets) -> Iterator[Join]:
        worked_out.append(opener)
        return plain(self, opener, answerer, arrival, part)

    monkeypatch.setattr(Joiner, "join", counted)
    size = 60
    world = World().network("phi", "10.0.0.0/16", zone="phi").network("models", "10.1.0.0/16", zone="inference")
    world.gateway("pcx", K.PEERING, "phi", "models").gateway("other", K.TRANSIT)
    for name, cidr in (("phi", "10.0"), ("models", "10.1")):
        world.table(f"rtb-{name}", name).subnet(f"{name}-a", name, f"{cidr}.0.0/24", table=f"rtb-{name}")
        world.route(f"rtb-{name}", "10.0.0.0/8", one_of("pcx", "other"))
        for number in range(size):  # each in a group of its own: no two are one place
            world.filter(f"sg-{name}-{number}", allow(False, None), allow(True, 443))
            world.workload(f"{name}-{number}", f"{name}-a", groups=(f"sg-{name}-{number}",))
    edges = build(world.builder()).edges
    assert any(not edge.certain for edge in edges)
    assert len(worked_out) < 2 * size  # of 7,200 pairs
