"""AI Search services of zones carry nothing out by their indexers."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

SEARCH: Final = az("search:Service")
_PROP: Final = "dataExfiltrationProtections"


@rule(*SEARCH)
def check(look: Look) -> Iterator[Fault]:
    """Its own keys are refused by `services-take-identities`."""
    if look.holds_records and look.value(_PROP) in (None, []):
        yield Fault("lets its indexers call whom they like", _PROP)
