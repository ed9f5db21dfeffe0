"""Databases with records are encrypted at rest."""

from collections.abc import Iterator

from posture.rules.aws_engines import DATABASES, engine, is_member, is_replica
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true


@rule(*DATABASES)
def check(look: Look) -> Iterator[Fault]:
    """A replica has the encryption of its source, a member that of its cluster."""
    if look.holds_records and not is_member(look) and not is_replica(look):
        flag = "encrypted" if engine(look) == "redshift" else "storageEncrypted"
        yield from must_be_true(look, flag, "is not encrypted at rest")
