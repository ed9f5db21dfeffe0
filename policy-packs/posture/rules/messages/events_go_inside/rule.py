"""What happens to a store of a zone is told to resources of ours, not to whatever address a subscription names."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves

SUBSCRIPTION: Final = az(
    "eventgrid:EventSubscription",
    "eventgrid:SystemTopicEventSubscription",
    "eventgrid:TopicEventSubscription",
    "eventgrid:DomainEventSubscription",
    "eventgrid:DomainTopicEventSubscription",
)
_DESTINATIONS: Final = ("destination", "deliveryWithResourceIdentity.destination", "deadLetterDestination")


@rule(*SUBSCRIPTION)
def check(look: Look) -> Iterator[Fault]:
    """A web hook is an address on the internet; a hybrid connection, a network of others. Names of records are in the events."""
    sources = [look, *(source for prop in ("scope", "systemTopicName", "topicName", "domainName") for source in look.targets(prop))]
    behind = [inner for source in sources for inner in source.targets("source")]
    if not any(one.classified or serves(one) for one in (*sources, *behind)):
        return
    for place in _DESTINATIONS:
        if says(look, f"{place}.endpointType", "webhook"):
            yield Fault("tells an address on the internet what happens here", f"{place}.endpointType")
        elif says(look, f"{place}.endpointType", "hybridconnection", "partnerdestination"):
            yield Fault("tells others what happens here", f"{place}.endpointType")
