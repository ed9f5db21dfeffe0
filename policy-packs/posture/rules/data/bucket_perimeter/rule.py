"""A bucket with records denies reads and writes to somebody of no organization of ours, who comes from the internet."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import GENERAL_BUCKET, POLICY
from posture.rules.aws_policies import bucket_arns, must_deny, stranger
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_ACTIONS: Final = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """By identity or by network: either keeps the stranger out."""
    if look.holds_records:
        for action in _ACTIONS:
            yield from must_deny(look, POLICY, stranger(action), bucket_arns(look, objects_only=True), "does not refuse strangers")
