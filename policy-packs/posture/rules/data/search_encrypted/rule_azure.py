"""AI Search services of zones demand a key of one's own for everything they index."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_keys import must_have_own_key
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

SEARCH: Final = az("search:Service")


@rule(*SEARCH)
def check(look: Look) -> Iterator[Fault]:
    """Enforced, an index without a key counts as not compliant."""
    if look.holds_records:
        yield from must_have_own_key(look)
