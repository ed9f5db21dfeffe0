"""Records can't be written to a bucket under another key than its own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import ENCRYPTION, GENERAL_BUCKET, POLICY, holds_locked_records
from posture.rules.aws_policies import PLAIN_PUT, bucket_arns, direct, must_deny
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import spots

_KEY: Final = "s3:x-amz-server-side-encryption-aws-kms-key-id"
_CUSTOMER: Final = "s3:x-amz-server-side-encryption-customer-algorithm"
_STRANGER: Final = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Writes that name a stranger's KMS key, or bring a key, are denied to everyone."""
    if not holds_locked_records(look):
        return
    objects = bucket_arns(look, objects_only=True)
    by_kms = direct("s3:PutObject", {**PLAIN_PUT, "s3:x-amz-server-side-encryption": "aws:kms", _KEY: _STRANGER})
    yield from must_deny(look, POLICY, by_kms, objects, "takes objects that are encrypted with another account's key")
    if not _blocks_customer_keys(look):
        yield from must_deny(
            look,
            POLICY,
            direct("s3:PutObject", {**PLAIN_PUT, _CUSTOMER: "AES256"}),
            objects,
            "takes objects that are encrypted with a key that the writer brings",
        )


def _blocks_customer_keys(look: Look) -> bool:
    for spot in spots(look, ENCRYPTION).found:
        for path in (spot.at("blockedEncryptionTypes"), spot.at("blockedEncryptionTypes.encryptionType")):
            kinds = spot.look.texts(path) if isinstance(spot.look.value(path), list) else []
            if isinstance(kinds, list) and "SSE-C" in kinds:
                return True
    return False
