"""Streams of records, of video too, are encrypted with a key of one's own; a delivery stream of a zone's logs is encrypted at all.

Sources: AWS Config, "kinesis-firehose-delivery-stream-encrypted" (server-side encryption is off unless it is given); Amazon Data Firehose API
Reference, DeliveryStreamEncryptionConfigurationInput (the default of KeyType is AWS_OWNED_CMK); Amazon Kinesis Video Streams Developer Guide, "Data
protection in Kinesis Video Streams" (always encrypted; with AWS's key for the account unless it is told).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import NO_KEY, must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_one_of, must_be_true

_KINESIS: Final = ("aws:kinesis/stream:Stream", "aws-native:kinesis:Stream")
_FIREHOSE: Final = ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",)
_MSK: Final = ("aws:msk/cluster:Cluster",)
_VIDEO: Final = ("aws:kinesis/videoStream:VideoStream",)


@rule(*_KINESIS, *_FIREHOSE, *_MSK, *_VIDEO)
def check(look: Look) -> Iterator[Fault]:
    """A delivery stream that reads from a Kinesis stream leaves encryption to that one."""
    kind = look.resource.type
    if kind in _FIREHOSE and guarded(look):
        yield from _key_is_used(look)
    if not look.holds_records:
        if kind in _FIREHOSE and guarded(look) and look.value("kinesisSourceConfiguration") is None:
            yield from must_be_true(look, "serverSideEncryption.enabled", "is not encrypted at rest")
        return
    if kind in _KINESIS:
        root = "streamEncryption." if kind.startswith("aws-native:") else ""
        yield from must_be_one_of(look, f"{root}encryptionType", ("KMS",), "is not encrypted at rest", default="NONE")
        yield from must_have_own_key(look, f"{root}{'keyId' if root else 'kmsKeyId'}")
    elif kind in _VIDEO:
        yield from must_have_own_key(look, "kmsKeyId")
    elif kind in _MSK:
        yield from must_have_own_key(look, "encryptionInfo.encryptionAtRestKmsKeyArn")
    elif look.value("kinesisSourceConfiguration") is None:
        yield from must_be_true(look, "serverSideEncryption.enabled", "is not encrypted at rest")
        yield from must_be_one_of(look, "serverSideEncryption.keyType", ("CUSTOMER_MANAGED_CMK",), NO_KEY, default="AWS_OWNED_CMK")
        yield from must_have_own_key(look, "serverSideEncryption.keyArn")
    if kind in _FIREHOSE and look.value("extendedS3Configuration") is not None:
        yield from must_have_own_key(look, "extendedS3Configuration.kmsKeyArn", "'s objects in S3")


def _key_is_used(look: Look) -> Iterator[Fault]:
    """A key that is named, where the type is left at the service's own key, encrypts nothing."""
    root = "serverSideEncryption"
    if look.value(f"{root}.keyArn") not in (None, "") and look.text(f"{root}.keyType") in (None, "AWS_OWNED_CMK"):
        yield Fault("names a key that it does not use: its key type is the service's own", f"{root}.keyType")
