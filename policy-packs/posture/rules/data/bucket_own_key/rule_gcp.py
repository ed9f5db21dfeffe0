"""Records in a bucket are encrypted with a key of one's own."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.look import Look


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Customer-managed encryption keys": the default key encrypts what names no other."""
    if look.holds_records:
        yield from must_have_own_key(look, "encryption.defaultKmsKeyName")
