"""Clinical datasets are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look

DATASET: Final = gcp("healthcare:Dataset")


@rule(*DATASET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Healthcare API documentation, "Use customer-managed encryption keys": the dataset's key encrypts all its stores."""
    if look.holds_records:
        yield from must_have_own_key(look, "encryptionSpec.kmsKeyName")
