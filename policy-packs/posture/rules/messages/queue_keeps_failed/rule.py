"""Queues of records keep messages for a day or more."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

_LEAST_SECONDS: Final = 86_400
_DEFAULT_SECONDS: Final = 345_600


@rule("aws:sqs/queue:Queue", "aws-native:sqs:Queue")
def check(look: Look) -> Iterator[Fault]:
    """Four days unless it is given."""
    if look.holds_records:
        prop = "messageRetentionPeriod" if look.resource.type.startswith("aws-native:") else "messageRetentionSeconds"
        yield from must_be_at_least(look, prop, _LEAST_SECONDS, "drops messages within a day", default=_DEFAULT_SECONDS)
