"""File shares with records are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look

FILES: Final = gcp("filestore:Instance")


@rule(*FILES)
def check(look: Look) -> Iterator[Fault]:
    """Filestore documentation, "Encrypt data with customer-managed encryption keys"."""
    if look.holds_records:
        yield from must_have_own_key(look, "kmsKeyName")
