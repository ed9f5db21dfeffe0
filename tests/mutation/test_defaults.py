"""A word that is given as its documented default, and left out, is no mutant; the same property with another value is one."""

import re
from typing import Any

import pytest

from simulator.schema import type_schema
from tests.mutation.base import AWS, KUBERNETES, VAULT, Base, written_bases
from tests.mutation.edits import put
from tests.mutation.operators.defaults import documented
from tests.mutation.operators.properties import drop_property
from tests.mutation.program import Row, Where
from tests.mutation.sites import sites

BASES = [Base(one.name, one.folder, own=False) for cloud in (AWS, VAULT, KUBERNETES) for one in written_bases(cloud)]
LISTED = [(type_, path) for type_, found in documented().items() for path in found.values]


@pytest.mark.parametrize("type_", documented())
def test_a_default_names_its_documentation_and_properties_that_exist(type_: str) -> None:
    found = documented()[type_]
    assert re.search(r'"[^"]{6,}"|release notes', found.source), found.source
    assert {path.split(".", 1)[0] for path in found.values} <= set(type_schema(type_).inputs)


@pytest.mark.parametrize(("type_", "path"), LISTED)
def test_left_out_it_is_no_mutant_and_with_another_value_it_is_one(type_: str, path: str) -> None:
    base, row, where = _place(type_, path)
    default = documented()[type_].values[path]
    assert path not in _dropped(base, _with(base, row, where, default))
    assert path in _dropped(base, _with(base, row, where, "another"))


def _place(type_: str, path: str) -> tuple[Base, Row, Where]:
    """Where a base writes it, or could."""
    rows = [(base, row) for base in BASES for row in base.program.of_type(type_)]
    for base, row in rows:
        for site in sites(row):
            if site.path == path:
                return base, row, site.where
    return *rows[0], tuple(path.split("."))


def _with(base: Base, row: Row, where: Where, value: Any) -> Row:
    changed = base.program.copy()
    put(changed, row.urn, where, value)
    return changed.by_urn[row.urn]


def _dropped(base: Base, row: Row) -> set[str]:
    return {mutant.key[2] for mutant in drop_property(base.program, row)}
