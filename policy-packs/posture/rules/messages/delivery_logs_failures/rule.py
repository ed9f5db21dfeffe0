"""Delivery streams of records log what they could not deliver."""

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


@rule(*_FIREHOSE)
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is given, and to no group unless one is named."""
    if not look.holds_records:
        return
    for destination in _DESTINATIONS:
        blocks = look.blocks(destination)
        for block in [] if isinstance(blocks, Unknown) else blocks:
            options = f"{block}.cloudwatchLoggingOptions"
            faults = list(must_be_true(look, f"{options}.enabled", "does not log what it could not deliver"))
            yield from faults
            if not faults:
                yield from must_be_set(look, f"{options}.logGroupName", "logs what it could not deliver to no group")
