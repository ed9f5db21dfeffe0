"""A database with records leaves a named final snapshot."""

from collections.abc import Iterator
from typing import Final

from posture.inputs.urns import package_of
from posture.rules.aws_engines import DATABASES, is_member, is_replica
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.words import must_be_false

_TYPES: Final = tuple(token for token in DATABASES if token.startswith("aws:"))


@rule(*_TYPES)
def check(look: Look) -> Iterator[Fault]:
    """The classic provider's properties; aws-native has a deletion policy of the stack instead. A replica leaves none."""
    if not look.holds_records or is_member(look) or is_replica(look) or package_of(look.urn) == "aws-native":
        return
    yield from must_be_false(look, "skipFinalSnapshot", "leaves no snapshot behind when it is deleted")
    if look.flag("skipFinalSnapshot") is not True and given(look, "finalSnapshotIdentifier") in (None, ""):
        yield Fault("names no final snapshot, without which deleting it fails, or skips it", "finalSnapshotIdentifier")
