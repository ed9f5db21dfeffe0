"""Declared peers: the plan names an address range, a port, a direction and a zone; a circuit that leads to anything else is a fault."""

from dataclasses import replace

import pytest

from ai_zones.plan import ZoneName
from posture.approved import ApprovedPeer, Asserted
from posture.graph.builder import GraphBuilder
from posture.graph.facts import PropagationFact
from posture.graph.kinds import GatewayKind
from posture.reference import Reference
from tests.posture.world import World, allow, because, to

T1, T4 = "phi-exit", "zone-segmentation"
FEED = ApprovedPeer("feed", ZoneName.PHI, "192.168.40.0/24", 2575, inbound=True)
API = ApprovedPeer("api", ZoneName.DEIDENTIFICATION, "192.168.41.0/28", 443, inbound=False)
FAR = "203.0.113.12"


class Circuit(World):
    """A network whose route table leads over a circuit; the builder's word on who is at its end, as readers ask it."""

    def __init__(self, *peers: ApprovedPeer, stated: bool = True, asserted: tuple[Asserted, ...] = ()) -> None:
        super().__init__()
        self.approved = replace(self.approved, peers=peers, peers_stated=stated, asserted=asserted)

    def builder(self) -> GraphBuilder:
        builder = super().builder()
        builder.somewhere("circuit", FAR)
        return builder


def circuit(*peers: ApprovedPeer, zone: str = "phi", to_: str = "192.168.40.0/24", stated: bool = True, **more: object) -> Circuit:
    world = Circuit(*peers, stated=stated, **more)  # type: ignore[arg-type]
    world.network("net", "10.1.0.0/16", zone=zone).table("rtb", "net").subnet("net-a", "net", "10.1.0.0/24", table="rtb")
    world.gateway("vgw", GatewayKind.PRIVATE_CIRCUIT, "net", far=Reference(literal=f"circuit:{FAR}"))
    world.route("rtb", to_, "vgw")
    return world


def guarded(world: Circuit, *rules: object) -> Circuit:
    world.filter("sg", *rules, network="net").workload("app", "net-a", groups=("sg",))  # type: ignore[arg-type]
    return world


def test_a_feed_that_enters_on_its_port_alone_holds() -> None:
    assert set(guarded(circuit(FEED), allow(True, 2575, "192.168.40.0/24")).verdicts().values()) == {"proven"}


def test_a_feed_on_another_port_does_not() -> None:
    world = guarded(circuit(FEED), allow(True, (2575, 2576), "192.168.40.0/24"))
    assert world.verdicts()[T4] == "violated"
    assert world.verdicts()[T1] == "proven"


def test_a_feed_that_is_called_back_does_not() -> None:
    assert guarded(circuit(FEED), allow(False, 2575, "192.168.40.0/24")).verdicts()[T4] == "violated"


def test_another_protocol_on_the_same_port_does_not() -> None:
    assert guarded(circuit(FEED), allow(True, 2575, "192.168.40.0/24", protocol="udp")).verdicts()[T4] == "violated"


def test_a_route_beyond_the_peers_addresses_leads_to_nobody_of_ours() -> None:
    world = guarded(circuit(FEED, to_="192.168.40.0/23"), allow(True, 2575, "192.168.40.0/24"))
    assert (world.verdicts()[T1], world.verdicts()[T4]) == ("violated", "violated")


def test_a_route_to_a_part_of_the_peer_is_enough() -> None:
    assert set(guarded(circuit(FEED, to_="192.168.40.7/32"), allow(True, 2575, "192.168.40.0/24")).verdicts().values()) == {"proven"}


def test_without_a_plan_nobody_knows_who_is_at_the_end() -> None:
    world = guarded(circuit(stated=False))
    assert (world.verdicts()[T1], world.verdicts()[T4]) == ("unproven", "unproven")


def test_a_plan_without_peers_leaves_nobody_at_the_end() -> None:
    assert guarded(circuit()).verdicts()[T1] == "violated"


def test_a_peer_of_another_zone_is_not_this_zones() -> None:
    world = guarded(circuit(API, to_="192.168.41.0/28"), allow(False, 443, "192.168.41.0/28"))
    assert world.verdicts()[T4] == "violated"


def test_tools_may_ask_their_peer_but_it_may_not_come_in() -> None:
    place = {"zone": "deidentification", "to_": "192.168.41.0/28"}
    asks = guarded(circuit(API, **place), allow(False, 443, "192.168.41.0/28"))  # type: ignore[arg-type]
    assert asks.verdicts()[T4] == "proven"
    comes = guarded(circuit(API, **place), allow(True, 443, "192.168.41.0/28"))  # type: ignore[arg-type]
    assert comes.verdicts()[T4] == "violated"


def test_who_will_stand_in_a_bare_subnet_has_a_group_of_its_network() -> None:
    shut = circuit(FEED).filter("sg", allow(True, 2575, "192.168.40.0/24"), network="net")
    assert shut.verdicts()[T4] == "proven"
    open_ = circuit(FEED).filter("sg", allow(True, 2575, "192.168.40.0/24"), allow(False, 443), network="net")
    assert open_.verdicts()[T4] == "violated"


def test_what_the_reviewer_asserts_by_itself_is_ours_and_what_is_asserted_as_a_planned_peer_is_that_peer() -> None:
    alone = guarded(circuit(FEED, to_="192.168.0.0/16", asserted=(Asserted(FAR),)), allow(True, 2575, "192.168.40.0/24"))
    assert alone.verdicts()[T1] == "proven"
    named = guarded(circuit(FEED, to_="192.168.0.0/16", asserted=(Asserted(FAR, peer="feed"),)), allow(True, 2575, "192.168.40.0/24"))
    assert named.verdicts()[T1] == "violated"


def test_other_zones_have_no_peers_at_all() -> None:
    assert guarded(circuit(zone="management")).verdicts()[T4] == "violated"


@pytest.mark.parametrize(("announced", "verdict"), [(("192.168.40.0/24",), "proven"), (("0.0.0.0/0",), "violated"), (None, "unproven")])
def test_what_static_tunnels_announce_is_propagated_and_what_circuits_announce_is_anybodys_guess(
    announced: tuple[str, ...] | None, verdict: str
) -> None:
    world = Circuit(FEED)
    world.network("net", "10.1.0.0/16", zone="phi").table("rtb", "net").subnet("net-a", "net", "10.1.0.0/24", table="rtb")
    world.gateway("vgw", GatewayKind.PRIVATE_CIRCUIT, "net", far=Reference(literal=f"circuit:{FAR}"), announces=announced)
    world.say(PropagationFact(to("rtb"), to("vgw"), because("rtb", "propagatingVgws")))
    guarded(world, allow(True, 2575, "192.168.40.0/24"))
    assert world.verdicts()[T1] == verdict
