"""Service Bus, Event Hubs and Event Grid of zones refuse TLS before 1.2."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

CARRIERS: Final = az("servicebus:Namespace", "eventhub:Namespace", "eventgrid:Topic", "eventgrid:Domain")
_PROP: Final = {True: "minimumTlsVersionAllowed", False: "minimumTlsVersion"}


@rule(*CARRIERS)
def check(look: Look) -> Iterator[Fault]:
    """It must be written: what holds without it has changed with the years."""
    if serves(look):
        prop = _PROP["eventgrid" in look.resource.type]
        yield from must_say(look, prop, ("1.2", "1.3"), "may take connections with TLS before 1.2")
