"""All mutants of a set of bases: each (operator, type, property path) once, at the first sound base that has it."""

from collections.abc import Callable, Iterator

from posture.settings.effective import Settings

from tests.mutation.mutant import Mutant
from tests.mutation.operators import additions, addresses, documents, plan, properties, resources, sharing, tags
from tests.mutation.program import Program, Row

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
    for operator in OPERATORS:
        for row in program.rows:
            if not row.external:
                yield from operator(program, row)
