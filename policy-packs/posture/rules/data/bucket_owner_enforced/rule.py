"""Buckets of a zone enforce their owner: no access list counts."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import GENERAL_BUCKET, OWNERSHIP
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, must_have_part
from posture.rules.scope import guarded
from posture.rules.words import must_be_one_of

_FAULT: Final = "lets access lists count beside its policy"


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Written out, for buckets made before April 2023 keep their older default."""
    if guarded(look):
        yield from must_have_part(look, OWNERSHIP, f"{_FAULT}, or may: it has no ownership controls", _enforced)


def _enforced(spot: Spot) -> Iterator[Fault]:
    yield from must_be_one_of(spot.look, spot.at("objectOwnership"), ("BucketOwnerEnforced",), _FAULT)
