"""Where KMS encrypts a bucket, bucket keys are on."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import ENCRYPTION, GENERAL_BUCKET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, each_place
from posture.rules.scope import guarded
from posture.rules.words import must_be_true

_DEFAULTS: Final = ("applyServerSideEncryptionByDefault", "serverSideEncryptionByDefault")


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Only of encryption by KMS; DSSE-KMS has no bucket keys."""
    if guarded(look):
        yield from each_place(look, ENCRYPTION, _bucket_key)


def _bucket_key(spot: Spot) -> Iterator[Fault]:
    if any(spot.look.text(spot.at(f"{name}.sseAlgorithm")) == "aws:kms" for name in _DEFAULTS):
        yield from must_be_true(spot.look, spot.at("bucketKeyEnabled"), "asks KMS for each object: bucket keys are off")
