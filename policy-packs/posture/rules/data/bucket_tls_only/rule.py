"""Buckets of a zone refuse requests without TLS, by everyone, on the bucket and all its objects."""

from collections.abc import Iterator

from posture.rules.aws_buckets import GENERAL_BUCKET, POLICY
from posture.rules.aws_policies import PLAIN_HTTP, bucket_arns, direct, must_deny
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Only an explicit deny does: an allow with a condition leaves the way by an identity policy open."""
    if guarded(look):
        request = direct("s3:*", PLAIN_HTTP)
        yield from must_deny(look, POLICY, request, bucket_arns(look), "does not refuse requests without TLS")
