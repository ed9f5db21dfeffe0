"""Records can't be written to a bucket under Google's own key."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.words import must_be_one_of


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Enforce or restrict the encryption types for a bucket": nothing is restricted unless it is given."""
    if look.holds_records:
        prop = "encryption.googleManagedEncryptionEnforcementConfig.restrictionMode"
        yield from must_be_one_of(look, prop, ("FullyRestricted",), "takes objects under Google's key", default="NotRestricted")
