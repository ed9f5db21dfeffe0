"""Messages of a zone are pushed with a token, so that whoever receives them knows whose they are."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_set

SUBSCRIPTION: Final = gcp("pubsub:Subscription")


@rule(*SUBSCRIPTION)
def check(look: Look) -> Iterator[Fault]:
    """Pub/Sub documentation, "Authentication for push subscriptions": without a token the receiver takes messages from nobody, or from everybody."""
    if guarded(look) and look.value("pushConfig.pushEndpoint") is not None:
        yield from must_be_set(
            look, "pushConfig.oidcToken", "pushes messages without a token: their receiver can't tell them from a stranger's"
        )
