"""Filters against a naive reading: one packet, one rule after another, in every world that the uncertain rules allow."""

from dataclasses import replace
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from posture.graph.addresses import AddressSet
from posture.graph.facts import Rule
from posture.graph.filters import Filters, Peer, Permit
from posture.graph.ports import ALL_PORTS, common, merge, protocols, subtract, text
from tests.posture.world import World, allow, deny, to, urn

ADDRESSES = ("10.0.0.1", "10.0.1.1", "10.1.0.1", "192.0.2.1")
CIDRS = ("0.0.0.0/0", "10.0.0.0/8", "10.0.0.0/24", "10.1.0.0/16", "192.0.2.0/24")
PORTS = (22, 443, 444, 5432)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    ports: list[int | tuple[int, int]] = [22, 443, (400, 500), (0, 65535)]
    made = draw(st.sampled_from((allow, deny)))(
        draw(st.booleans()),
        draw(st.sampled_from(ports)),
        draw(st.sampled_from(CIDRS)),
        protocol=draw(st.sampled_from(("tcp", "udp", "-1"))),
        order=draw(st.sampled_from((100, 200, 300))),
    )
    return replace(made, certain=draw(st.integers(0, 3)) > 0)


def passes(given_rules: list[Rule], inbound: bool, protocol: str, port: int, address: str) -> bool:
    """The first matching rule decides; among equals deny comes first; nothing matches: dropped."""
    for rule in sorted(given_rules, key=lambda rule: (rule.order, rule.allow)):
        every = rule.protocol == "-1"
        if rule.inbound != inbound or not (every or rule.protocol == protocol) or address not in (rule.addresses or ()):
            continue
        if every or rule.from_port <= port <= rule.to_port:
            return rule.allow
    return False


def holds(permit: Permit, which: str, protocol: str, port: int, address: str) -> bool:
    boxes = permit.may if which == "may" else permit.must
    return any(p == protocol and low <= port <= high and address in addresses for p, low, high, addresses in boxes)


@given(st.lists(rules(), max_size=5), st.booleans())
def test_ordered_rules_pass_what_the_first_match_passes_in_every_possible_world(given_rules: list[Rule], inbound: bool) -> None:
    given_rules = [*given_rules, deny(inbound, None, order=32767)]
    filters = Filters(World().filter("acl", *given_rules, stateful=False).builder(), {})
    found = filters.permit(urn("acl"), inbound, Peer("peer", AddressSet.parse(*ADDRESSES)))
    unsure = [rule for rule in given_rules if not rule.certain]
    worlds = [
        [rule for rule in given_rules if rule.certain or kept[unsure.index(rule)]] for kept in product((True, False), repeat=len(unsure))
    ]
    for protocol, port, address in product(("tcp", "udp"), PORTS, ADDRESSES):
        said = [passes(world, inbound, protocol, port, address) for world in worlds]
        if any(said):
            assert holds(found, "may", protocol, port, address)
        if holds(found, "must", protocol, port, address):
            assert all(said)
        if not unsure:
            assert holds(found, "may", protocol, port, address) == holds(found, "must", protocol, port, address) == said[0]


def permit_of(world: World, peer: Peer, *, inbound: bool = True) -> Permit:
    return Filters(world.builder(), {}).permit(urn("sg"), inbound, peer)


HERE = AddressSet.parse("10.0.0.0/24")


def test_united_rules_add_up_and_no_rule_lets_nothing_pass() -> None:
    world = World().filter("sg", allow(True, 443, "10.0.0.0/16"), allow(True, 22, "10.0.0.0/16"))
    assert text(permit_of(world, Peer("peer", HERE)).ports()[1]) == "tcp 22, 443"
    assert permit_of(world, Peer("peer", HERE), inbound=False).ports() == ((), ())


def test_a_group_lets_in_its_members() -> None:
    world = World().filter("sg", allow(True, 443, to("sg-app"))).filter("sg-app")
    member = Peer("member", HERE, marks=frozenset({urn("sg-app")}))
    perhaps = Peer("perhaps", HERE, possible=frozenset({urn("sg-app")}))
    assert permit_of(world, member).ports()[1] == (("tcp", 443, 443),)
    assert permit_of(world, perhaps).ports() == ((("tcp", 443, 443),), ())
    assert permit_of(world, Peer("stranger", HERE)).ports() == ((), ())


def test_addresses_that_are_not_known_may_match_and_certainly_do_when_all_do() -> None:
    world = World().filter("sg", allow(True, 443, "10.0.0.0/25"), allow(True, 22, "10.0.0.0/16"))
    assert permit_of(world, Peer("peer", HERE, exact=False)).ports() == ((("tcp", 22, 22), ("tcp", 443, 443)), (("tcp", 22, 22),))


def test_a_filter_that_nobody_describes_may_let_everything_pass() -> None:
    permit = Filters(World().builder(), {}).permit("sg-0abc", True, Peer("peer", HERE))
    assert permit.ports() == (tuple(sorted(ALL_PORTS)), ())


def test_protocols_by_name_and_number() -> None:
    assert protocols("6") == protocols("TCP") == ("tcp",)
    assert protocols("58") == ("icmp",)
    assert protocols("50") == ("other",)
    assert len(protocols("-1")) == 4


ranges = st.lists(
    st.tuples(st.sampled_from(("tcp", "udp")), st.integers(0, 9), st.integers(0, 9)).map(lambda r: (r[0], *sorted(r[1:]))), max_size=4
)


@given(ranges, ranges)
def test_ports_are_sets(left: list[tuple[str, int, int]], right: list[tuple[str, int, int]]) -> None:
    def points(found: object) -> set[tuple[str, int]]:
        return {(protocol, port) for protocol, low, high in found for port in range(low, high + 1)}  # type: ignore[attr-defined]

    one, other = merge(left), merge(right)
    assert points(one) == points(left)
    assert points(common(one, other)) == points(left) & points(right)
    assert points(subtract(one, other)) == points(left) - points(right)
