"""Audit trails of a zone have digests and a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves, used
from posture.rules.scope import guarded
from posture.rules.words import must_be_true

TRAIL: Final = ("aws:cloudtrail/trail:Trail", "aws-native:cloudtrail:Trail")


@rule(*TRAIL)
def check(look: Look) -> Iterator[Fault]:
    """Digests are off unless they are asked for."""
    if serves(look) or any(guarded(one) for one in used(look)):
        yield from must_be_true(look, "enableLogFileValidation", "writes no digests: changes can't be found")
        yield from must_have_own_key(look, "kmsKeyId")
