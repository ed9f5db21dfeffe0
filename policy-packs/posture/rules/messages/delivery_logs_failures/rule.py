"""Delivery streams of records log what they could not deliver, and tables of measurements what they could not store.

Source: Amazon Timestream API Reference, MagneticStoreWriteProperties: records that come late are rejected after they were accepted, and only the
report of rejected records says so.
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_set, must_be_true
from posture.values import Unknown

_FIREHOSE: Final = ("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",)
_DESTINATIONS: Final = (
    "extendedS3Configuration",
    "redshiftConfiguration",
    "opensearchConfiguration",
    "opensearchserverlessConfiguration",
    "elasticsearchConfiguration",
    "splunkConfiguration",
    "httpEndpointConfiguration",
    "snowflakeConfiguration",
    "icebergConfiguration",
)


_MEASURED: Final = ("aws:timestreamwrite/table:Table",)
_LATE: Final = "magneticStoreWriteProperties"


@rule(*_FIREHOSE, *_MEASURED)
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is given, and to no group unless one is named."""
    if not look.holds_records:
        return
    if look.resource.type in _MEASURED:
        # Without late writes a record that can't be stored is refused to its sender, who knows it then.
        if look.flag(f"{_LATE}.enableMagneticStoreWrites") is True:
            prop = f"{_LATE}.magneticStoreRejectedDataLocation.s3Configuration.bucketName"
            yield from must_be_set(look, prop, "reports nowhere which late records it rejects")
        return
    for destination in _DESTINATIONS:
        blocks = look.blocks(destination)
        for block in [] if isinstance(blocks, Unknown) else blocks:
            options = f"{block}.cloudwatchLoggingOptions"
            faults = list(must_be_true(look, f"{options}.enabled", "does not log what it could not deliver"))
            yield from faults
            if not faults:
                yield from must_be_set(look, f"{options}.logGroupName", "logs what it could not deliver to no group")
