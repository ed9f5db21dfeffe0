"""A small sample of `make mutants`, drawn with a fixed seed: red when a reader or a rule no longer catches what the page says is caught."""

import random
import re
from functools import cache

import pytest

from tests.mutation.base import Base, written_bases
from tests.mutation.own import ROOT
from tests.mutation.run import Distinct, distinct, try_one
from tests.mutation.summary import COUNTS, Fate, counted

SEED = 4
SIZE = 36
BASES = ("records_in_buckets", "imaging_by_functions", "records_on_aurora", "untagged_clinic")
"""Four of the smaller ones, so that the test takes seconds."""


@cache
def drawn() -> tuple[Distinct, ...]:
    """Of all mutants, at the places at which the whole run makes them."""
    work = [
        one for one in distinct(Base(each.name, each.folder, own=False) for each in written_bases()) if one.places[0].base.name in BASES
    ]
    known = _named_on_the_page()
    return tuple(random.Random(SEED).sample([one for one in work if " ".join(filter(None, one.key)) not in known], SIZE))


def _named_on_the_page() -> set[str]:
    """What the page lists by name as missed or unproven."""
    return set(re.findall(r"^- `([^`]+)`", (ROOT / "docs" / "mutants.md").read_text(encoding="utf-8"), re.M))


@pytest.mark.parametrize("index", range(SIZE))
def test_a_mutant_that_the_page_does_not_name_is_caught_in_both_forms_or_harmless(index: int) -> None:
    row = counted(try_one(drawn()[index]))
    told = [(one.variant, one.base, one.state, one.preview) for one in row.outcome.tried]
    assert not row.contradicted, told
    assert not row.reported, told
    if row.state in COUNTS:
        assert (row.state, row.preview) == (Fate.CAUGHT, Fate.CAUGHT), (row.outcome.name, told)


def test_most_of_the_sample_is_harmful_and_made() -> None:
    """A sample of refused ones would always be green."""
    assert sum(counted(try_one(one)).state is Fate.CAUGHT for one in drawn()[:12]) >= 6
