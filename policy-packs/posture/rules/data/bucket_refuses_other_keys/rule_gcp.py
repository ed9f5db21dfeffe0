"""Records can't be written to a bucket under a key that the writer keeps."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.words import must_be_one_of


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Enforce or restrict the encryption types for a bucket": nothing is restricted unless it is given."""
    if look.holds_records:
        prop = "encryption.customerSuppliedEncryptionEnforcementConfig.restrictionMode"
        yield from must_be_one_of(
            look, prop, ("FullyRestricted",), "takes objects under keys that its writers bring", default="NotRestricted"
        )
