"""Who joins a private service is accepted one by one, and named."""

from collections.abc import Iterator

from posture.readers.aws.tokens import ENDPOINT_SERVICE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true


@rule(*ENDPOINT_SERVICE)
def check(look: Look) -> Iterator[Fault]:
    """Acceptance is required."""
    if look.zone is not None:
        yield from must_be_true(look, "acceptanceRequired", "takes every connection without asking")
