"""Topics of a zone are encrypted with a key of one's own."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import must_have_own_key
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded

TOPIC: Final = gcp("pubsub:Topic")


@rule(*TOPIC)
def check(look: Look) -> Iterator[Fault]:
    """Pub/Sub documentation, "Configure message encryption": a subscription's messages are its topic's."""
    if guarded(look):
        yield from must_have_own_key(look, "kmsKeyName")
