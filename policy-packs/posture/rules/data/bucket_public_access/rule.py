"""Buckets of a zone block public access in all four ways, and so does an account whose program says anything of it.

Source: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage"; AWS Security Hub User Guide, "Amazon S3 controls" (S3.1: the account's
settings; S3.8: the bucket's).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import ACCESS_BLOCK, GENERAL_BUCKET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, must_have_part
from posture.rules.scope import guarded
from posture.rules.words import must_be_true

SETTINGS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


ACCOUNT_BLOCK: Final = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"


@rule(*GENERAL_BUCKET, ACCOUNT_BLOCK)
def check(look: Look) -> Iterator[Fault]:
    """The bucket's own block, whatever the account's says: that one can be lifted by another team.

    The account's holds for buckets that nobody has made yet. Where it is set, it is set in full; where it is not, another stack may do it.
    """
    if look.resource.type == ACCOUNT_BLOCK:
        if look.scene.classified:
            yield from _blocks(Spot(look, ""))
        return
    if guarded(look):
        yield from must_have_part(look, ACCESS_BLOCK, "does not block public access", _blocks)


def _blocks(spot: Spot) -> Iterator[Fault]:
    for setting in SETTINGS:
        yield from must_be_true(spot.look, spot.at(setting), f"does not block public access in full ({setting})")
