"""A small sample of `make mutants CLOUD=azure`, drawn with a fixed seed: red when a reader or a rule no longer catches what the page says is caught."""

import random
import re
from functools import cache

import pytest

from tests.mutation.__main__ import PAGES
from tests.mutation.base import AZURE, Base, written_bases
from tests.mutation.run import Distinct, distinct, try_one
from tests.mutation.summary import COUNTS, Fate, counted

SEED = 4
SIZE = 30
BASES = ("azure_database_backed_up", "azure_storage_by_every_endpoint", "azure_rules_and_routes_apart", "azure_untagged_hospital")


@cache
def drawn() -> tuple[Distinct, ...]:
    """Mutants of a few bases that the page does not name as missed or unproven."""
    bases = [Base(one.name, one.folder, own=False) for one in written_bases(AZURE) if one.name in BASES]
    known = set(re.findall(r"^- `([^`]+)`", PAGES[AZURE].read_text(encoding="utf-8"), re.M))
    work = [one for one in distinct(bases) if " ".join(filter(None, one.key)) not in known]
    return tuple(random.Random(SEED).sample(work, SIZE))


@pytest.mark.parametrize("index", range(SIZE))
def test_a_mutant_of_azure_that_the_page_does_not_name_is_caught_in_both_forms_or_harmless(index: int) -> None:
    row = counted(try_one(drawn()[index]))
    told = [(one.variant, one.base, one.state, one.preview) for one in row.outcome.tried]
    assert not row.contradicted, told
    assert not row.reported, told
    if row.state in COUNTS:
        assert (row.state, row.preview) == (Fate.CAUGHT, Fate.CAUGHT), (row.outcome.name, told)


def test_most_of_azures_sample_is_harmful_and_made() -> None:
    """A sample of refused ones would always be green."""
    assert sum(counted(try_one(one)).state is Fate.CAUGHT for one in drawn()[:12]) >= 4
