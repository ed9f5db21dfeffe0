"""Log buckets of a zone are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded

BUCKETS: Final = gcp("logging:ProjectBucketConfig", "logging:FolderBucketConfig", "logging:OrganizationBucketConfig")


@rule(*BUCKETS)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Logging documentation, "Configure CMEK for log buckets"."""
    if guarded(look):
        yield from must_have_own_key(look, "cmekSettings.kmsKeyName")
