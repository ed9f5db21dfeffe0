"""Access points of records, or of a zone, belong to one VPC, and block public access."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import BUCKET
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.scope import guarded
from posture.rules.words import must_be_set, must_be_true

_BLOCK: Final = "publicAccessBlockConfiguration"
_SETTINGS: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@rule("aws:s3/accessPoint:AccessPoint", "aws-native:s3:AccessPoint")
def check(look: Look) -> Iterator[Fault]:
    """Public access is blocked unless it is switched off; the network must be named."""
    if not (guarded(look) or any(guarded(bucket) for bucket in look.targets("bucket", BUCKET))):
        return
    yield from must_be_set(look, "vpcConfiguration.vpcId", "answers requests from the internet: it has no VPC")
    for setting in _SETTINGS:
        yield from must_be_true(
            look, f"{_BLOCK}.{setting}", f"does not block public access in full ({setting})", default=given(look, _BLOCK) is None
        )
