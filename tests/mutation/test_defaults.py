"""A word that is given as its documented default, and left out, is no mutant; the same property with another value is one."""

import re

import pytest

from simulator.schema import type_schema
from tests.mutation.base import KUBERNETES, VAULT, Base, written_bases
from tests.mutation.edits import put
from tests.mutation.operators.defaults import documented
from tests.mutation.operators.properties import drop_property
from tests.mutation.program import Row
from tests.mutation.sites import sites

BASES = [Base(one.name, one.folder, own=False) for cloud in (VAULT, KUBERNETES) for one in written_bases(cloud)]
LISTED = [(type_, path) for type_, found in documented().items() for path in found.values]


@pytest.mark.parametrize("type_", documented())
def test_a_default_names_its_documentation_and_properties_that_exist(type_: str) -> None:
    found = documented()[type_]
    assert re.search(r'"[^"]{6,}"|release notes', found.source), found.source
    assert {path.split(".", 1)[0] for path in found.values} <= set(type_schema(type_).inputs)


@pytest.mark.parametrize(("type_", "path"), LISTED)
def test_left_out_it_is_no_mutant_and_with_another_value_it_is_one(type_: str, path: str) -> None:
    base, row, where = next(
        (base, row, site.where) for base in BASES for row in base.program.of_type(type_) for site in sites(row) if site.path == path
    )
    assert path not in _dropped(base, row)
    changed = base.program.copy()
    put(changed, row.urn, where, "another")
    assert path in _dropped(base, changed.by_urn[row.urn])


def _dropped(base: Base, row: Row) -> set[str]:
    return {mutant.key[2] for mutant in drop_property(base.program, row)}
