"""Queues and topics of a zone are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded

QUEUES: Final = ("aws:sqs/queue:Queue", "aws-native:sqs:Queue", "aws:sns/topic:Topic", "aws-native:sns:Topic")


@rule(*QUEUES)
def check(look: Look) -> Iterator[Fault]:
    """By key, not by the service's own encryption."""
    if guarded(look):
        yield from must_have_own_key(look, "kmsMasterKeyId")
        reuse = look.number("kmsDataKeyReusePeriodSeconds")
        if isinstance(reuse, int) and reuse > _LONGEST_REUSE_SECONDS:
            yield Fault("uses one data key for more than an hour", "kmsDataKeyReusePeriodSeconds")


_LONGEST_REUSE_SECONDS: Final = 3600
