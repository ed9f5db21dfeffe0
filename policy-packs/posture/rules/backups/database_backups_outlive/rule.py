"""Automatic backups of records stay when their database is deleted."""

from collections.abc import Iterator

from posture.rules.aws_engines import RELATIONAL, is_member, is_replica
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false


@rule(*RELATIONAL)
def check(look: Look) -> Iterator[Fault]:
    """Gone with it unless it is given: a final snapshot is the last moment, and no point in time before it."""
    if look.holds_records and not is_member(look) and not is_replica(look):
        yield from must_be_false(look, "deleteAutomatedBackups", "takes its backups with it when it is deleted", default=True)
