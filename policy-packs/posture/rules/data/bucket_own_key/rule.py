"""Records in a bucket are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import BUCKET
from posture.rules.aws_buckets import ENCRYPTION, holds_locked_records
from posture.rules.aws_keys import NO_KEY, must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, must_have_part
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_DEFAULTS: Final = ("applyServerSideEncryptionByDefault", "serverSideEncryptionByDefault")
_FAULT: Final = f"{NO_KEY}: S3 keeps the key"


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Default encryption by KMS, with a key that is ours."""
    if holds_locked_records(look):
        yield from must_have_part(look, ENCRYPTION, _FAULT, lambda spot: _encrypts(spot, look))


def _encrypts(spot: Spot, bucket: Look) -> Iterator[Fault]:
    path = next((one for name in _DEFAULTS if spot.look.value(one := spot.at(name)) is not None), spot.at(_DEFAULTS[0]))
    algorithm = spot.look.text(f"{path}.sseAlgorithm")
    if is_unknown(algorithm):
        yield cannot_tell(f"{path}.sseAlgorithm", "which key encrypts its objects")
    elif algorithm is None or not algorithm.startswith("aws:kms"):
        yield Fault(_FAULT, f"{path}.sseAlgorithm")
    else:
        yield from must_have_own_key(spot.look, f"{path}.kmsMasterKeyId", under=bucket)
