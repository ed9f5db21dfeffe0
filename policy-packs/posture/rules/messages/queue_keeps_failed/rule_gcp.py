"""Subscriptions of records lose no message: what can't be worked on is kept, and nothing expires."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_set
from posture.values import is_unknown

SUBSCRIPTION: Final = gcp("pubsub:Subscription")


@rule(*SUBSCRIPTION)
def check(look: Look) -> Iterator[Fault]:
    """Pub/Sub documentation, "Dead-letter topics"."""
    if look.holds_records:
        yield from must_be_set(
            look, "deadLetterPolicy.deadLetterTopic", "drops messages that can't be worked on: it names no dead-letter topic"
        )
        # Pub/Sub documentation, "Subscription properties" (expiration period): 31 days without activity, unless the ttl is empty.
        ttl = look.value("expirationPolicy.ttl")
        if not is_unknown(ttl) and ttl != "":
            yield Fault("is deleted when nobody has used it for a while", "expirationPolicy.ttl")
