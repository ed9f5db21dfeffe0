"""Secrets of zones say when they end."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_set, must_be_true

SECRET: Final = az("keyvault:Secret")


@rule(*SECRET)
def check(look: Look) -> Iterator[Fault]:
    """An end makes somebody renew it."""
    if serves(look):
        yield from must_be_set(look, "properties.attributes.expires", "never ends")
        yield from must_be_true(look, "properties.attributes.enabled", "is disabled", default=True)
