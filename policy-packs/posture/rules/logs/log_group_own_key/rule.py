"""Log groups of a zone are encrypted with a key of one's own."""

from collections.abc import Iterator

from posture.readers.aws.tokens import LOG_GROUP
from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves


@rule(*LOG_GROUP)
def check(look: Look) -> Iterator[Fault]:
    """By its ARN."""
    if serves(look):
        yield from must_have_own_key(look, "kmsKeyId")
