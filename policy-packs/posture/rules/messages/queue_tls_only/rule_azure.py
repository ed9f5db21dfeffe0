"""Service Bus, Event Hubs, Event Grid and IoT Hub of zones refuse TLS before 1.2."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

_PROP: Final = {
    **dict.fromkeys(az("servicebus:Namespace", "eventhub:Namespace"), "minimumTlsVersion"),
    **dict.fromkeys(
        az("eventgrid:Topic", "eventgrid:Domain", "eventgrid:Namespace", "eventgrid:PartnerNamespace"), "minimumTlsVersionAllowed"
    ),
    **dict.fromkeys(az("iothub:IotHubResource"), "properties.minTlsVersion"),
}


@rule(*_PROP)
def check(look: Look) -> Iterator[Fault]:
    """It must be written: what holds without it has changed with the years."""
    if serves(look):
        yield from must_say(look, _PROP[look.resource.type], ("1.2", "1.3"), "may take connections with TLS before 1.2")
