"""All mutants of a set of bases. Each (operator, type, property path) counts once: `run.distinct` chooses where it is made."""

from collections.abc import Callable, Iterator

from posture.settings.effective import Settings
from tests.mutation.mutant import Mutant
from tests.mutation.operators import (
    additions,
    addresses,
    azure_copies,
    azure_openings,
    azure_roads,
    azure_sharing,
    azure_words,
    documents,
    plan,
    properties,
    resources,
    sharing,
    tags,
)
from tests.mutation.operators.adding import CLOSED_ZONES, zones
from tests.mutation.program import Program, Row
from tests.mutation.zones_of import data_class

Operator = Callable[[Program, Row], Iterator[Mutant]]

OPERATORS: tuple[Operator, ...] = (
    *properties.OPERATORS,
    *addresses.OPERATORS,
    *documents.OPERATORS,
    *tags.OPERATORS,
    *resources.OPERATORS,
    *additions.OPERATORS,
    *sharing.OPERATORS,
    *plan.OPERATORS,
    *azure_words.OPERATORS,
    *azure_roads.OPERATORS,
    *azure_openings.OPERATORS,
    *azure_sharing.OPERATORS,
    *azure_copies.OPERATORS,
)


def mutants(program: Program, settings: Settings) -> Iterator[Mutant]:
    """All mutants of a program, in a fixed order."""
    program.patterns = {str(zone): globs for zone, globs in settings.posture.zones.items()}
    rows = [row for row in program.rows if not row.external]
    for operator in OPERATORS:
        for row in rows:
            yield from operator(program, row)


def weight(program: Program, row: Row) -> int:
    """0 for what holds PHI, 1 for what serves that or is served by it, 2 for what stands in a zone, 3 for all other."""
    if data_class(row) == "phi":
        return 0
    served = (program.by_urn[urn] for urn in row.refers_to() if urn in program.by_urn)
    if any(data_class(one) == "phi" for one in (*program.users(row.urn), *served)):
        return 1
    return 2 if zones(program).of(row) in CLOSED_ZONES else 3
