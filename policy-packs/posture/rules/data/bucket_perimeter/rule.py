"""A bucket with records denies reads and writes to somebody of no organization of ours, who comes from the internet."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import GENERAL_BUCKET, POLICY
from posture.rules.aws_policies import BY_INTERNET_POINT, bucket_arns, must_deny, stranger
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_ACTIONS: Final = ("s3:GetObject", "s3:PutObject", "s3:DeleteObject")


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """By identity or by network: either keeps the stranger out."""
    if look.holds_records:
        objects = bucket_arns(look, objects_only=True)
        for action in _ACTIONS:
            yield from must_deny(look, POLICY, stranger(action), objects, "does not refuse strangers")
            by_point = stranger(action, BY_INTERNET_POINT)
            yield from must_deny(look, POLICY, by_point, objects, "does not refuse strangers who come by an access point on the internet")
