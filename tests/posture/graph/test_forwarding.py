"""The forwarding walk against a naive one: one address, one table after another."""

from ipaddress import ip_address, ip_network

from hypothesis import given, settings
from hypothesis import strategies as st

from posture.graph.addresses import AddressSet
from posture.graph.builder import INTERNET
from posture.graph.facts import Destination
from posture.graph.forwarding import Forwarding
from posture.graph.kinds import GatewayKind
from posture.graph.survey import survey
from posture.graph.trail import Arrival
from tests.posture.world import World, one_of, urn

K = GatewayKind
DESTINATIONS = ("0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.1.0.0/16", "10.0.1.0/24", "203.0.113.0/24", "203.0.113.128/25")
ADDRESSES = ("8.8.8.8", "203.0.113.1", "203.0.113.200", "10.0.1.7", "10.0.0.7", "10.1.0.7")
HOPS = ("igw", "pcx", "blackhole", "nat")


def world_of(routes: list[tuple[str, str, int]]) -> World:
    world = (
        World()
        .network("n0", "10.0.0.0/16")
        .network("n1", "10.1.0.0/16")
        .gateway("igw", K.INTERNET, "n0")
        .gateway("pcx", K.PEERING, "n0", "n1")
    )
    world.table("rtb", "n0").subnet("s0", "n0", "10.0.0.0/24", table="rtb").subnet("s1", "n1", "10.1.0.0/24")
    world.table("rtb-nat", "n0").subnet("s-nat", "n0", "10.0.9.0/24", table="rtb-nat").route("rtb-nat", "0.0.0.0/0", "igw")
    world.gateway("nat", K.NAT, subnets=("s-nat",))
    for destination, hop, preference in routes:
        world.route("rtb", destination, None if hop == "blackhole" else hop, blackhole=hop == "blackhole", preference=preference)
    return world


def arrivals(world: World, subnet: str = "s0") -> tuple[Arrival, ...]:
    top = survey(world.builder())
    return Forwarding(top, INTERNET).from_subnet(top.subnets[urn(subnet)])


def naive(routes: list[tuple[str, str, int]], address: str) -> set[str]:
    """Where one packet ends: the longest prefix, then the lowest preference; local last among equals; equal routes share."""
    found = [(-ip_network(to).prefixlen, preference, hop) for to, hop, preference in routes if ip_address(address) in ip_network(to)]
    if ip_address(address) in ip_network("10.0.0.0/16"):
        found.append((-16, 10**6, "local"))
    best = min((entry[:2] for entry in found), default=None)
    ends = set()
    for length, preference, hop in found:
        if (length, preference) == best:
            private = address.startswith("10.")
            match hop:
                case "local":
                    ends.add("n0")
                case "igw" if not private:
                    ends.add("internet")
                case "nat":
                    # On by the NAT gateway's own table: local, or out.
                    if address.startswith("10.0."):
                        ends.add("n0")
                    elif not private:
                        ends.add("internet")
                case "pcx" if address.startswith("10.1."):
                    ends.add("n1")
    return ends


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DESTINATIONS), st.sampled_from(HOPS), st.sampled_from((100, 200))), max_size=6))
def test_every_packet_certainly_arrives_where_the_tables_say(routes: list[tuple[str, str, int]]) -> None:
    found = arrivals(world_of(routes))
    names = {urn("n0"): "n0", urn("n1"): "n1", INTERNET: "internet"}
    for address in ADDRESSES:
        assert {names[a.target] for a in found if address in a.packets.must} == naive(routes, address)


def test_a_propagated_route_loses_to_a_static_one_and_to_local() -> None:
    world = World().network("n0", "10.0.0.0/16").network("n1", "10.1.0.0/16").gateway("tgw", K.TRANSIT).table("hub", None)
    world.table("rtb", "n0").subnet("s0", "n0", "10.0.0.0/24", table="rtb").subnet("s1", "n1", "10.1.0.0/24").route(
        "rtb", "10.0.0.0/8", "tgw"
    )
    world.attach("a0", "tgw", "n0", "s0", table="hub").attach("a1", "tgw", "n1", "s1", table="hub").propagate("hub", "a1")
    assert {a.target for a in arrivals(world) if a.packets.must} == {urn("n0"), urn("n1")}
    world.route("hub", "10.1.0.0/16", blackhole=True)
    assert {a.target for a in arrivals(world) if a.packets.must} == {urn("n0")}


def test_a_service_prefix_list_takes_nothing_from_the_default_route() -> None:
    world = world_of([("0.0.0.0/0", "igw", 100)]).endpoint("s3", "n0", "s3", tables=("rtb",)).route("rtb", Destination(service="s3"), "s3")
    assert {a.target for a in arrivals(world) if a.packets.must} >= {urn("s3"), INTERNET}


def test_one_of_two_next_hops_is_certain_for_neither() -> None:
    world = world_of([]).route("rtb", "0.0.0.0/0", one_of("igw", "nat"))
    assert not any(a.target == INTERNET and a.packets.must for a in arrivals(world))
    assert any(a.target == INTERNET and a.packets.may for a in arrivals(world))


def test_a_network_without_known_addresses_still_joins_its_subnets() -> None:
    world = World().network("n0", None).subnet("s0", "n0", None)
    [local] = arrivals(world)
    assert local.in_network
    assert local.packets.must == AddressSet.parse("0.0.0.0/0", "::/0")


def test_a_shared_table_leads_home_and_not_to_the_network_that_owns_it() -> None:
    world = (
        World().network("n0", "10.0.0.0/16").network("n1", "10.1.0.0/16").table("rtb", "n1").subnet("s0", "n0", "10.0.0.0/24", table="rtb")
    )
    assert {a.target for a in arrivals(world)} <= {urn("n0")}
