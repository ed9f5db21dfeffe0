"""Of several places at which a shape can be mutated, the one that is taken first."""

import pytest

from tests.mutation.base import AZURE, Base, written_bases
from tests.mutation.run import distinct

NAMES = ("azure_vault_private", "azure_web_app_private")


def named(name: str, own: bool) -> Base:
    return next(Base(one.name, one.folder, own=own) for one in written_bases(AZURE) if one.name == name)


@pytest.mark.parametrize("names", [NAMES, NAMES[::-1]])
def test_of_our_own_stacks_the_one_that_is_given_first_makes_what_both_have(names: tuple[str, str]) -> None:
    both = [one for one in distinct([named(name, own=True) for name in names]) if {each.base.name for each in one.places} == set(names)]
    assert both
    assert {one.places[0].base.name for one in both} == {names[0]}


def test_what_a_hand_written_base_has_is_made_there_whatever_is_given_first() -> None:
    bases = [named(NAMES[0], own=True), named(NAMES[1], own=False)]
    both = [one for one in distinct(bases) if len({each.base.name for each in one.places}) == 2]
    assert both
    assert {one.places[0].base.name for one in both} == {NAMES[1]}
