"""All mutants of a set of bases: each (operator, type, property path) once, at the first sound base that has it."""

from collections.abc import Callable, Iterator

from posture.settings.effective import Settings
from tests.mutation.mutant import Mutant
from tests.mutation.operators import additions, addresses, documents, plan, properties, resources, sharing, tags
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
)


def mutants(program: Program, settings: Settings) -> Iterator[Mutant]:
    """All mutants of a program, in a fixed order."""
    program.patterns = {str(zone): globs for zone, globs in settings.posture.zones.items()}
    rows = sorted((row for row in program.rows if not row.external), key=lambda row: not _holds_phi(program, row))
    for operator in OPERATORS:
        for row in rows:
            yield from operator(program, row)


def _holds_phi(program: Program, row: Row) -> bool:
    """Stores of PHI, and what serves them, come first: there a change means most."""
    served = (program.by_urn[urn] for urn in row.refers_to() if urn in program.by_urn)
    return any(data_class(one) == "phi" for one in (row, *program.users(row.urn), *served))
