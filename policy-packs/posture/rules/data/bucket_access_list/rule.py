"""Buckets of a zone have no access list but the owner's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import ACL, GENERAL_BUCKET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import each_place, given
from posture.rules.scope import guarded
from posture.rules.words import must_be_one_of

_CLOSED: Final = (
    "private",
    "bucket-owner-full-control",
    "bucket-owner-read",
    "log-delivery-write",
    "Private",
    "LogDeliveryWrite",
    "BucketOwnerFullControl",
    "BucketOwnerRead",
)
_FAULT: Final = "is opened by its access list"


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """The canned list, inline or as a resource of its own."""
    if not guarded(look):
        return
    for prop in ("acl", "accessControl"):
        if given(look, prop) is not None:
            yield from must_be_one_of(look, prop, _CLOSED, _FAULT)
    yield from each_place(look, ACL, lambda spot: must_be_one_of(spot.look, "acl", _CLOSED, _FAULT, default="private"))
