"""A resource is left out, with the uses that others make of it.

Only where what stays is still a program that the cloud would make: what can't be without it goes too, as long as nothing hangs on that in
turn. So a rule, an association, a companion (public access block, versioning), a key, a log goes; a network with all that is in it stays.
"""

from collections.abc import Iterator

from tests.mutation.edits import drop_resource
from tests.mutation.mutant import Mutant
from tests.mutation.program import Program, Row


def left_out(program: Program, row: Row) -> Iterator[Mutant]:
    """One managed resource less."""
    if not row.simulated:
        return
    owned = _hangs_on(program, row.urn)
    if owned is None:
        return

    def change(mutated: Program) -> set[str]:
        belonged = neighbourhood(mutated, row.urn)
        gone = drop_resource(mutated, row.urn)
        return belonged - gone

    yield Mutant("drop-resource", row.type, "", row.urn, change)


def neighbourhood(program: Program, urn: str) -> set[str]:
    """What a resource belonged to: those it refers to, whom these refer to, those who use it, and those who use what it was a part of."""
    row = program.by_urn[urn]
    owners = row.refers_to()
    found = set(owners) | {one.urn for one in program.users(urn)}
    for owner in owners:
        if owner in program.by_urn:
            found |= program.by_urn[owner].refers_to()
            for user in program.users(owner):
                found |= {user.urn, *user.refers_to()}
    return found | ({row.parent} if row.parent else set())


def _hangs_on(program: Program, urn: str) -> set[str] | None:
    """What would go along; None where something hangs on that again."""
    copied = program.copy()
    users = {row.urn for row in program.users(urn)}
    gone = drop_resource(copied, urn)
    return gone if gone <= {urn, *users} else None


OPERATORS = (left_out,)
