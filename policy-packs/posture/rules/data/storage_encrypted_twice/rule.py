"""Storage accounts of zones are encrypted once more by the platform."""

from collections.abc import Iterator

from posture.rules.azure_storage import ACCOUNT
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_true


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """It can be chosen only when the account is made."""
    if serves(look):
        yield from must_be_true(look, "encryption.requireInfrastructureEncryption", "is encrypted once only")
