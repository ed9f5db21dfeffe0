"""AddressSet against netaddr's IPSet, an implementation that is not ours."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from netaddr import IPNetwork, IPSet  # type: ignore[import-untyped]

from posture.graph.addresses import ANY, ANY_V4, ANY_V6, EMPTY, AddressSet


@st.composite
def cidrs(draw: st.DrawFn) -> str:
    # Few distinct prefixes, so that sets meet, touch and nest.
    if draw(st.booleans()):
        length = draw(st.integers(0, 32))
        return f"10.{draw(st.sampled_from([0, 1, 127, 128]))}.{draw(st.sampled_from([0, 1, 255]))}.0/{length}"
    return f"2001:db8:{draw(st.sampled_from(['0', '1', 'ffff']))}::/{draw(st.integers(0, 128))}"


lists = st.lists(cidrs(), max_size=5)


def same(ours: AddressSet, theirs: IPSet) -> None:
    assert ours.prefixes() == [str(cidr) for cidr in sorted(theirs.iter_cidrs())]


@given(lists, lists)
def test_unions_intersections_and_differences_are_those_of_netaddr(left: list[str], right: list[str]) -> None:
    ours, others = AddressSet.parse(*left), AddressSet.parse(*right)
    theirs, thors = (IPSet([IPNetwork(text).cidr for text in texts]) for texts in (left, right))
    same(ours, theirs)
    same(ours | others, theirs | thors)
    same(ours & others, theirs & thors)
    same(ours - others, theirs - thors)
    assert ours.contains(others) == thors.issubset(theirs)
    assert ours.overlaps(others) == (not theirs.isdisjoint(thors))
    assert ours.is_empty == (not theirs)


@given(lists, lists)
def test_equal_sets_are_equal_however_they_were_written(left: list[str], right: list[str]) -> None:
    one, other = AddressSet.parse(*left, *right), AddressSet.parse(*right) | AddressSet.parse(*left)
    assert one == other
    assert hash(one) == hash(other)
    assert AddressSet.parse(*one.prefixes()) == one


def test_a_split_default_is_the_whole_of_ipv4() -> None:
    assert AddressSet.parse("0.0.0.0/1", "128.0.0.0/1") == ANY_V4
    assert AddressSet.parse("0.0.0.0/0", "::/0") == ANY
    assert ANY - ANY_V4 == ANY_V6


def test_the_last_ipv6_address_does_not_touch_the_first_ipv4_one() -> None:
    both = AddressSet.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "0.0.0.0", "0.0.0.0/31")
    assert both.prefixes() == ["0.0.0.0/31", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"]


def test_families_do_not_meet() -> None:
    assert not AddressSet.parse("::/0").overlaps(AddressSet.parse("0.0.0.0/0"))
    assert not AddressSet.parse("::ffff:10.0.0.0/104").overlaps(AddressSet.parse("10.0.0.0/8"))


def test_host_bits_are_cleared() -> None:
    assert AddressSet.parse("100.68.0.18/18") == AddressSet.parse("100.68.0.0/18")


@pytest.mark.parametrize("text", ["10.0.0.0/33", "10.0.0/8", "", "pl-1234", "10.0.0.0/8 10.1.0.0/16", "fe80::1%eth0", 7, None])
def test_a_malformed_cidr_is_a_value_error_that_quotes_it(text: object) -> None:
    with pytest.raises(ValueError, match="is not a CIDR"):
        AddressSet.parse(text)  # type: ignore[arg-type]


@given(st.text(max_size=20))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert AddressSet.parse(text)


def test_nothing_is_the_empty_set() -> None:
    assert AddressSet.parse() == EMPTY
    assert str(EMPTY) == "no address"
    assert not EMPTY
    assert str(AddressSet.parse("10.0.0.0/8")) == "10.0.0.0/8"
