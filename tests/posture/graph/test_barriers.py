"""What VPC Block Public Access stops, by its modes and by what it leaves out. Source: Amazon VPC User Guide, "VPC BPA basics"."""

import pytest

from posture.graph.barriers import NONE, Barrier, BarrierFact, Barriers, Shut, SparedFact, outward
from posture.reference import Reference

OPEN, PERHAPS, SHUT = Shut.OPEN, Shut.PERHAPS, Shut.SHUT


def barriers(mode: str | None, *spared: SparedFact, certain: bool = True) -> Barriers:
    """Those of a network `ward` in an account of this mode."""
    return Barriers([BarrierFact("ward", mode, certain)], spared)


@pytest.mark.parametrize(
    ("mode", "found"),
    [
        ("off", NONE),
        ("block-bidirectional", Barrier(SHUT, SHUT, SHUT)),
        ("block-ingress", Barrier(OPEN, PERHAPS, SHUT)),
        (None, Barrier(PERHAPS, PERHAPS, PERHAPS)),
        ("block-moonlight", Barrier(PERHAPS, PERHAPS, PERHAPS)),
    ],
)
def test_each_mode_stops_what_the_guide_says(mode: str | None, found: Barrier) -> None:
    assert barriers(mode).of("ward", "a") == found


def test_another_network_is_not_stopped() -> None:
    assert barriers("block-bidirectional").of("site", "a") == NONE


def test_a_setting_of_an_account_that_nobody_knows_stops_nothing_for_certain() -> None:
    assert barriers("block-bidirectional", certain=False).of("ward") == Barrier(PERHAPS, PERHAPS, PERHAPS)


def test_two_settings_of_one_network_count_by_the_weaker() -> None:
    both = Barriers([BarrierFact("ward", "block-bidirectional", True), BarrierFact("ward", "off", True)], ())
    assert both.of("ward") == NONE


@pytest.mark.parametrize(
    ("inward", "found"),
    [(True, NONE), (False, Barrier(OPEN, OPEN, SHUT)), (None, Barrier(PERHAPS, PERHAPS, PERHAPS))],
)
def test_a_spared_subnet_sends_and_takes_as_its_exclusion_says(inward: bool | None, found: Barrier) -> None:
    known = barriers("block-bidirectional", SparedFact(Reference.to("a"), inward))
    assert known.of("ward", "a") == found
    assert known.of("ward", "b") == Barrier(SHUT, SHUT, SHUT)


def test_an_exclusion_for_what_is_sent_adds_nothing_in_ingress_mode() -> None:
    assert barriers("block-ingress", SparedFact(Reference.to("a"), False)).of("ward", "a") == Barrier(OPEN, PERHAPS, SHUT)


def test_an_exclusion_of_one_of_two_leaves_both_in_doubt() -> None:
    known = barriers("block-bidirectional", SparedFact(Reference(targets=("a", "b"), certain=False), True))
    assert known.of("ward", "a") == known.of("ward", "b") == Barrier(PERHAPS, PERHAPS, PERHAPS)
    assert known.of("ward", "c") == Barrier(SHUT, SHUT, SHUT)


def test_an_exclusion_of_a_place_that_nobody_knows_leaves_all_in_doubt() -> None:
    known = barriers("block-bidirectional", SparedFact(Reference(certain=False), True))
    assert known.of("ward", "a") == Barrier(PERHAPS, PERHAPS, PERHAPS)


def test_places_that_differ_leave_the_way_in_doubt() -> None:
    assert outward([Barrier(SHUT, SHUT, SHUT), NONE], translated=False) is PERHAPS
    assert outward([Barrier(SHUT, SHUT, SHUT)], translated=True) is SHUT
    assert outward([Barrier(OPEN, PERHAPS, SHUT)], translated=True) is OPEN
