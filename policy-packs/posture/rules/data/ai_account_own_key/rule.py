"""Accounts of AI services in zones are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

ACCOUNT: Final = az("cognitiveservices:Account")


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """What is uploaded for fine-tuning, stored completions and files."""
    if serves(look):
        yield from must_have_own_key(look)
