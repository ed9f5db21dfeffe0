"""A record behaves as a frozen dataclass with slots does, but for what it costs."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

import pytest

from posture.record import record


@record
class Point:
    x: int
    y: tuple[str, ...] = ()
    note: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Like:
    x: int
    y: tuple[str, ...] = ()
    note: str = field(default="", compare=False, repr=False)


@record
class Whole:
    x: int
    kept: int = field(default=0, init=False, compare=False)

    def __hash__(self) -> int:
        return 7


@record
class Nothing:
    """Has no field."""


def test_it_is_compared_by_the_fields_that_count() -> None:
    assert Point(1, ("a",), "one") == Point(1, ("a",), "two")
    assert Point(1) != Point(2)
    other: object = Like(1)
    assert Point(1) != other
    assert Nothing() == Nothing()


def test_equal_ones_are_one_key() -> None:
    assert len({Point(1, note="a"), Point(1, note="b"), Point(2)}) == 2
    assert len({Nothing(), Nothing()}) == 1


def test_what_cannot_be_hashed_is_no_key() -> None:
    given: Any = ["a list"]
    with pytest.raises(TypeError, match="unhashable"):
        hash(Point(1, given))


def test_a_hash_of_its_own_is_kept() -> None:
    assert hash(Whole(1)) == 7


def test_it_prints_itself_as_a_dataclass_does() -> None:
    assert repr(Point(1, ("a",), "hidden")) == repr(Like(1, ("a",), "hidden")).replace("Like", "Point")


def test_it_is_copied_with_a_change_as_a_dataclass_is() -> None:
    assert replace(Point(1, ("a",)), x=2) == Point(2, ("a",))
    assert [one.name for one in fields(Point(1))] == ["x", "y", "note"]


def test_it_has_no_room_for_other_names() -> None:
    point: Any = Point(1)
    with pytest.raises(AttributeError):
        point.z = 3
