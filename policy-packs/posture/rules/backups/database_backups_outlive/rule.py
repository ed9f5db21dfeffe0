"""Automatic backups of records stay when their database is deleted."""

from collections.abc import Iterator

from posture.rules.aws_engines import RELATIONAL, is_member, is_replica
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import must_be_false


@rule(*RELATIONAL)
def check(look: Look) -> Iterator[Fault]:
    """On unless it is given; left out, it is no fault where a named final snapshot stays."""
    if look.holds_records and not is_member(look) and not is_replica(look):
        leaves_snapshot = look.flag("skipFinalSnapshot") is not True and given(look, "finalSnapshotIdentifier") is not None
        given_off = given(look, "deleteAutomatedBackups") is None and leaves_snapshot
        if not given_off:
            yield from must_be_false(look, "deleteAutomatedBackups", "takes its backups with it when it is deleted", default=True)
