"""Buckets of a zone block public access in all four ways."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import ACCESS_BLOCK, GENERAL_BUCKET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, must_have_part
from posture.rules.scope import guarded
from posture.rules.words import must_be_true

SETTINGS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """The bucket's own block, whatever the account's says: that one can be lifted by another team."""
    if guarded(look):
        yield from must_have_part(look, ACCESS_BLOCK, "does not block public access", _blocks)


def _blocks(spot: Spot) -> Iterator[Fault]:
    for setting in SETTINGS:
        yield from must_be_true(spot.look, spot.at(setting), f"does not block public access in full ({setting})")
