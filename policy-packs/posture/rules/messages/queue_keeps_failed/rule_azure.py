"""Queues and subscriptions of Service Bus with records keep what nobody took; events that can't be delivered are kept."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_set, must_be_true
from posture.values import is_unknown

SERVICE_BUS: Final = az("servicebus:Queue", "servicebus:Subscription")
EVENTS: Final = az("eventgrid:EventSubscription")
_BY_IDENTITY: Final = "deadLetterWithResourceIdentity"
_DEAD: Final = ("deadLetterDestination", f"{_BY_IDENTITY}.deadLetterDestination")
_WRITES_AS: Final = f"{_BY_IDENTITY}.identity.type"
_PLACE: Final = ("resourceId", "blobContainerName")


@rule(*SERVICE_BUS, *EVENTS)
def check(look: Look) -> Iterator[Fault]:
    """What expires is dropped unless it is dead-lettered. Azure Service Bus documentation, "Overview of Service Bus dead-letter queues";
    Azure Event Grid documentation, "Dead letter and retry policies"."""
    if look.resource.type in SERVICE_BUS:
        if look.holds_records:
            yield from must_be_true(look, "deadLetteringOnMessageExpiration", "drops a message whose time is over")
            prop = "deadLetteringOnFilterEvaluationExceptions"
            yield from must_be_true(look, prop, "drops a message at which its filter failed", default=True)
    elif any(topic.holds_records for topic in look.targets("scope")):
        yield from _undelivered(look)


def _undelivered(look: Look) -> Iterator[Fault]:
    for prop in _DEAD:
        if look.value(prop) is None:
            continue
        if is_unknown(look.mapping(prop)):
            yield cannot_tell(prop, "whether it keeps events that can't be delivered")
            return
        for part in _PLACE:
            yield from must_be_set(look, f"{prop}.{part}", "drops events that can't be delivered: it does not say where they are kept")
        if prop.startswith(_BY_IDENTITY):
            yield from must_be_set(look, _WRITES_AS, "drops events that can't be delivered: it has no identity to write them with")
        return
    yield Fault("drops events that can't be delivered: it names no container for them", _DEAD[0])
