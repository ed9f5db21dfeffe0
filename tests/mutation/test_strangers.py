"""A stranger at each property that may hold one: blamed, or passed for a stated reason. The whole run is `python -m tests.mutation.strangers`."""

import pytest

from tests.mutation.base import WRITTEN, Base
from tests.mutation.judging import Word
from tests.mutation.strangers import PASSED, places, tried, word

BASES = [Base(name, WRITTEN / name, own=False) for name in ("images_baked_for_ourselves", "workloads_by_certificates_and_tokens")]


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.name)
def test_nobody_passes_a_strangers_name(base: Base) -> None:
    passed = {place.name for place in places(base) if word(tried(place)) in (Word.MISSED, Word.ELSEWHERE)}
    assert passed <= PASSED.keys()


@pytest.mark.parametrize("base", BASES, ids=lambda base: base.name)
def test_properties_that_the_program_leaves_out_are_tried_too(base: Base) -> None:
    tried_at = {place.name for place in places(base)}
    given = {f"{row.type} {name}" for row in base.program.rows for name in row.inputs}
    assert len(tried_at) >= 5
    assert {name for name in tried_at if "." not in name.split()[1]} - given
