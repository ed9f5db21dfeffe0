"""Queues of records keep messages for a day or more, and what fails in a dead-letter queue that keeps it longer still."""

import re
from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users
from posture.rules.parts import given
from posture.rules.words import cannot_tell, must_be_at_least
from posture.values import Unknown

QUEUE: Final = ("aws:sqs/queue:Queue", "aws-native:sqs:Queue")
_REDRIVE: Final = ("aws:sqs/redrivePolicy:RedrivePolicy",)
_TAKES_FAILED: Final = ("redriveAllowPolicy",)
_ALLOW: Final = ("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",)
_NAMES_DEAD_LETTERS: Final = ("redrivePolicy", "deadLetterConfig", "deadLetterQueue", "destinationConfig", "deadLetterTargetArn")
"""Properties of queues, subscriptions, functions, targets and schedules by which a queue becomes their dead-letter queue."""
_LEAST_SECONDS: Final = 86_400
_DEFAULT_SECONDS: Final = 345_600


@rule(*QUEUE)
def check(look: Look) -> Iterator[Fault]:
    """Four days unless it is given. A dead-letter queue has none of its own."""
    if not look.holds_records:
        return
    prop = _retention(look)
    yield from must_be_at_least(look, prop, _LEAST_SECONDS, "drops messages within a day", default=_DEFAULT_SECONDS)
    sources = [user for user in users(look) if _leaves_failed(user, look)]
    takes = look.companions(_ALLOW, "queueUrl") or any(given(look, one) not in (None, "") for one in _TAKES_FAILED)
    if not sources and not takes and not look.companions(_REDRIVE, "queueUrl"):
        fault = "has no dead-letter queue: a message that fails is lost when its time is over"
        if given(look, "redrivePolicy") in (None, "", {}):
            yield Fault(fault, "redrivePolicy")
    for source in sources:
        # In a standard queue a message keeps its age when it is moved (Amazon SQS Developer Guide, "Using dead-letter queues").
        if source.resource.type not in QUEUE or source.flag("fifoQueue") is True:
            continue
        kept, before = _seconds(look), _seconds(source)
        if isinstance(kept, Unknown) or isinstance(before, Unknown):
            yield cannot_tell(prop, "whether it keeps messages longer than the queue that it serves")
        elif kept <= before:
            yield Fault(f"is the dead-letter queue of {source.name}, and keeps messages no longer than it does", prop)


def _retention(look: Look) -> str:
    return "messageRetentionPeriod" if look.resource.type.startswith("aws-native:") else "messageRetentionSeconds"


def _seconds(look: Look) -> float | Unknown:
    found = look.number(_retention(look))
    return _DEFAULT_SECONDS if found is None else found


def _leaves_failed(user: Look, queue: Look) -> bool:
    # A literal names it by the end of its ARN, in a preview too.
    name = queue.value("name")
    for prop in _NAMES_DEAD_LETTERS:
        if queue.urn in user.resource.property_dependencies.get(prop, ()):
            return True
        if isinstance(name, str) and re.search(rf":{re.escape(name)}(?![\w.-])", str(user.value(prop))):
            return True
    return False
