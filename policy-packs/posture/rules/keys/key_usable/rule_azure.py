"""Keys of vaults in zones are enabled and can't be exported."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_set, must_be_true

KEY: Final = az("keyvault:Key")


@rule(*KEY)
def check(look: Look) -> Iterator[Fault]:
    """A key that can be exported goes to whoever its release policy lets have it."""
    if serves(look):
        yield from must_be_true(look, "properties.attributes.enabled", "is disabled: what it encrypts can't be read", default=True)
        if look.flag("properties.attributes.exportable") is True:
            yield from must_be_set(look, "properties.releasePolicy", "can be exported by anybody who may use it")
