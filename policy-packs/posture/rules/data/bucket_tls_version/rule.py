"""Buckets with records refuse TLS older than 1.2."""

from collections.abc import Iterator

from posture.rules.aws_buckets import GENERAL_BUCKET, POLICY
from posture.rules.aws_policies import TLS, bucket_arns, direct, must_deny
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Only an explicit deny does."""
    if look.holds_records:
        request = direct("s3:*", {**TLS, "s3:TlsVersion": "1.1"})
        yield from must_deny(look, POLICY, request, bucket_arns(look), "does not refuse TLS 1.1 and older")
