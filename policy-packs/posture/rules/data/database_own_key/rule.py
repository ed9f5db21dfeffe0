"""Databases with records are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_engines import DATABASES, is_member, is_replica
from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_GRAPH: Final = "aws:neptunegraph/graph:Graph"
"""Neptune Analytics: encrypted always, under an AWS owned key where none is named (Neptune Analytics User Guide, "Encrypting a graph at rest")."""

_NAMES: Final = ("kmsKeyIdentifier", "kmsKeyArn", "kmsKeyId")


@rule(*DATABASES, _GRAPH)
def check(look: Look) -> Iterator[Fault]:
    """A replica of the same region has the key of its source, a member that of its cluster."""
    if look.holds_records and not is_member(look) and not is_replica(look):
        yield from must_have_own_key(look, next((one for one in _NAMES if look.value(one) is not None), _NAMES[-1]))
