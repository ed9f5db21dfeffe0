"""Subscriptions of records lose no message: what can't be worked on is kept, and nothing expires.

A subscription to the topic where failed messages go is where they are kept ("Handle message failures": 'attach a subscription to the dead-letter
topic'), and is asked for no further topic.
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import foreign
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_set
from posture.values import is_unknown
from posture.view import Path

SUBSCRIPTION: Final = gcp("pubsub:Subscription")
TOPIC: Final = gcp("pubsub:Topic")
_TOPIC_PATH: Final = re.compile(r"^projects/(?P<project>[^/]+)/topics/")


@rule(*SUBSCRIPTION)
def check(look: Look) -> Iterator[Fault]:
    """Pub/Sub documentation, "Dead-letter topics"; "Resource names" (a topic is named by its project)."""
    if guarded(look):
        yield from _strangers(look, "topic", "takes the messages of")
        yield from _strangers(look, "deadLetterPolicy.deadLetterTopic", "hands what can't be worked on to")
    if look.holds_records:
        if not _takes_what_failed(look):
            yield from must_be_set(
                look, "deadLetterPolicy.deadLetterTopic", "drops messages that can't be worked on: it names no dead-letter topic"
            )
        # Pub/Sub documentation, "Subscription properties" (expiration period): 31 days without activity, unless the ttl is empty.
        ttl = look.value("expirationPolicy.ttl")
        if not is_unknown(ttl) and ttl != "":
            yield Fault("is deleted when nobody has used it for a while", "expirationPolicy.ttl")


def _strangers(look: Look, prop: Path, does: str) -> Iterator[Fault]:
    """A topic of somebody else's: what is published in ours reaches nobody, or what failed reaches them."""
    named = _TOPIC_PATH.match(text) if isinstance(text := look.value(prop), str) else None
    if named is not None and foreign(look, named["project"]):
        yield Fault(f"{does} a topic of project {named['project']}, which is not listed as ours", prop)


def _takes_what_failed(look: Look) -> bool:
    """Whether its topic is another subscription's dead-letter topic."""
    failed = look.scene.pointing(SUBSCRIPTION, "deadLetterPolicy.deadLetterTopic", TOPIC)
    return any(
        certain and other.resource.urn != look.resource.urn
        for reference in look.references("topic", TOPIC)
        for urn in reference.targets
        for other, certain in failed.get(urn, ())
    )
