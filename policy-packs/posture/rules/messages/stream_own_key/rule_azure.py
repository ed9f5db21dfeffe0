"""Event Hubs namespaces of zones are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_true

HUB: Final = az("eventhub:Namespace")


@rule(*HUB)
def check(look: Look) -> Iterator[Fault]:
    """Premium and dedicated namespaces."""
    if serves(look):
        yield from must_have_own_key(look)
        if look.value("encryption") not in (None, {}):
            yield from must_be_true(look, "encryption.requireInfrastructureEncryption", "is encrypted once only")
