"""Records can't be written to a bucket under S3's own key."""

from collections.abc import Iterator

from posture.rules.aws_buckets import GENERAL_BUCKET, POLICY, holds_locked_records
from posture.rules.aws_policies import PLAIN_PUT, bucket_arns, direct, must_deny
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """A write with the header `AES256` is denied to everyone."""
    if holds_locked_records(look):
        request = direct("s3:PutObject", {**PLAIN_PUT, "s3:x-amz-server-side-encryption": "AES256"})
        yield from must_deny(
            look, POLICY, request, bucket_arns(look, objects_only=True), "takes objects under weaker encryption than its own"
        )
