"""A value that is worked out once: what an attribute of the name `functools.cached_property` promises."""

import pytest

from posture.cached import cached_property


class _Counted:
    def __init__(self) -> None:
        self.asked = 0

    @cached_property
    def answer(self) -> int:
        """The answer."""
        self.asked += 1
        return 42


def test_it_is_worked_out_once_and_then_stands_on_the_instance() -> None:
    one = _Counted()
    assert (one.answer, one.answer, one.asked) == (42, 42, 1)
    assert vars(one)["answer"] == 42


def test_each_instance_has_its_own() -> None:
    one, other = _Counted(), _Counted()
    assert one.answer == other.answer == 42
    assert (one.asked, other.asked) == (1, 1)


def test_the_class_shows_the_property_with_its_documentation() -> None:
    assert isinstance(_Counted.answer, cached_property)
    assert _Counted.answer.__doc__ == "The answer."


def test_what_raises_is_asked_again() -> None:
    class Raises:
        asked = 0

        @cached_property
        def answer(self) -> int:
            self.asked += 1
            raise ValueError("nothing")

    one = Raises()
    for _ in range(2):
        with pytest.raises(ValueError, match="nothing"):
            _ = one.answer
    assert one.asked == 2
