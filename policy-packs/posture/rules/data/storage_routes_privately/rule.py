"""Storage accounts of records publish no further public endpoints."""

from collections.abc import Iterator

from posture.rules.azure_storage import ACCOUNT
from posture.rules.azure_words import must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_false


@rule(*ACCOUNT)
def check(look: Look) -> Iterator[Fault]:
    """Internet routing takes traffic out of Microsoft's network as early as it can."""
    if serves(look):
        yield from must_be_false(look, "routingPreference.publishInternetEndpoints", "publishes an endpoint that is routed by the internet")
        yield from must_be_false(look, "routingPreference.publishMicrosoftEndpoints", "publishes a second public endpoint")
        yield from must_say(
            look, "routingPreference.routingChoice", ("microsoftrouting",), "is routed by the internet", default="MicrosoftRouting"
        )
