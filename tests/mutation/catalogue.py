"""All mutants of a set of bases. Each (operator, type, property path) counts once: `run.distinct` chooses where it is made."""

from collections.abc import Callable, Iterator

from posture.settings.effective import Settings
from tests.mutation.mutant import Mutant
from tests.mutation.operators import (
    additions,
    addresses,
    aws_grants,
    azure_copies,
    azure_openings,
    azure_roads,
    azure_sharing,
    azure_words,
    documents,
    gcp_copies,
    gcp_openings,
    gcp_roads,
    gcp_sharing,
    gcp_words,
    kubernetes_additions,
    kubernetes_words,
    plan,
    properties,
    resources,
    sharing,
    tags,
    vault_additions,
    vault_words,
)
from tests.mutation.operators.adding import CLOSED_ZONES, zones
from tests.mutation.operators.gcp_places import project_of, project_row
from tests.mutation.program import Program, Row
from tests.mutation.zones_of import data_class

_LIEN = "gcp:resourcemanager/lien:Lien"
Operator = Callable[[Program, Row], Iterator[Mutant]]

OPERATORS: tuple[Operator, ...] = (
    *properties.OPERATORS,
    *addresses.OPERATORS,
    *documents.OPERATORS,
    *tags.OPERATORS,
    *resources.OPERATORS,
    *additions.OPERATORS,
    *sharing.OPERATORS,
    *aws_grants.OPERATORS,
    *plan.OPERATORS,
    *azure_words.OPERATORS,
    *azure_roads.OPERATORS,
    *azure_openings.OPERATORS,
    *azure_sharing.OPERATORS,
    *azure_copies.OPERATORS,
    *gcp_words.OPERATORS,
    *gcp_roads.OPERATORS,
    *gcp_openings.OPERATORS,
    *gcp_sharing.OPERATORS,
    *gcp_copies.OPERATORS,
    *vault_words.OPERATORS,
    *vault_additions.OPERATORS,
    *kubernetes_words.OPERATORS,
    *kubernetes_additions.OPERATORS,
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
    if row.type == _LIEN and (kept := project_row(program, project_of(program, row))) is not None:
        name = project_of(program, kept)
        if any(data_class(one) == "phi" and project_of(program, one) == name for one in program.rows):
            return 1  # It serves whatever stands in its project.
    return 2 if zones(program).of(row) in CLOSED_ZONES else 3
