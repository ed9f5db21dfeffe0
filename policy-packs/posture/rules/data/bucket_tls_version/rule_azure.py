"""Storage accounts of zones refuse TLS before 1.2."""

from collections.abc import Iterator

from posture.rules.azure_storage import ACCOUNT
from posture.rules.azure_words import must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """REST API reference: absent it is read as TLS 1.0."""
    if serves(look):
        yield from must_say(look, "minimumTlsVersion", ("tls1_2", "tls1_3"), "takes TLS before 1.2", default="TLS1_0")
