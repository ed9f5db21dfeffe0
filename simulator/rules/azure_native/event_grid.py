"""Event Grid: topics, domains, system topics and who gets their events.

Sources: Azure documentation, "Event Grid quotas and limits", "Configure IP firewall for Azure Event Grid topics" (128 rules), "System
topics in Azure Event Grid" (one a source and type, in the source's region), "Event Grid message delivery and retry" (1 to 30 attempts, 1
to 1,440 minutes), "Use managed identity to deliver events"; REST API reference, Topics, System Topics, Event Subscriptions, Create Or
Update.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.packages.azure_native import normal_location
from simulator.rules.azure_native.data_kinds import EVENT_HUB, NAMING, STORAGE_ACCOUNT
from simulator.rules.azure_native.ids import own_id, same
from simulator.rules.azure_native.managed_identities import shown_identity, with_identity
from simulator.rules.azure_native.messaging import QUEUE, TOPIC
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import at_id, get, is_word, service
from simulator.rules.checks import AtMostOneOf, Between, Fault, Length, Pattern
from simulator.rules.registry import Rules
from simulator.values import Properties

TOPICS = ("azure-native:eventgrid:Topic", "azure-native:eventgrid:Domain")
SYSTEM_TOPIC = "azure-native:eventgrid:SystemTopic"
SUBSCRIPTIONS = (
    "azure-native:eventgrid:EventSubscription",
    "azure-native:eventgrid:SystemTopicEventSubscription",
    "azure-native:eventgrid:TopicEventSubscription",
    "azure-native:eventgrid:DomainEventSubscription",
)
_PLACES = "REST API reference, Event Subscriptions, Create Or Update"
KINDS = {
    "AzureFunction": ("Microsoft.Web",),
    "EventHub": (EVENT_HUB,),
    "HybridConnection": (),
    "MonitorAlert": (),
    "NamespaceTopic": (),
    "PartnerDestination": (),
    "ServiceBusQueue": (QUEUE,),
    "ServiceBusTopic": (TOPIC,),
    "StorageQueue": (STORAGE_ACCOUNT,),
    "WebHook": (),
}


def _topic(type_: str, name: str) -> Rules:
    made = shows_connections(
        with_identity(
            service(
                type_,
                source="REST API reference, Topics, Create Or Update; Azure documentation, 'Event Grid quotas and limits'",
                checks=(
                    Pattern(name, r"[A-Za-z0-9-]{3,50}", source=NAMING, saying="3 to 50 letters, digits and hyphens"),
                    Length(
                        "inboundIpRules",
                        0,
                        128,
                        source="Azure documentation, 'Configure IP firewall for Azure Event Grid topics or domains'",
                    ),
                ),
                immutable={"inputSchema", "inputSchemaMapping"},
                defaults={
                    "dataResidencyBoundary": "WithinGeopair",
                    "disableLocalAuth": False,
                    "inputSchema": "EventGridSchema",
                    "minimumTlsVersionAllowed": "1.0",
                    "publicNetworkAccess": "Enabled",
                },
                outputs={"metricResourceId": "{uuid}"},
            )
        )
    )

    @made.computes
    def answer(action: Action) -> Properties:
        """Where events are sent to."""
        host = f"{str(action.outputs['name']).lower()}.{action.outputs.get('location')}-1.eventgrid.azure.net"
        return {**shown_identity(action), "endpoint": f"https://{host}/api/events"}

    return made


topic = _topic(TOPICS[0], "topicName")
domain = _topic(TOPICS[1], "domainName")

system_topic = with_identity(
    service(
        SYSTEM_TOPIC,
        source="REST API reference, System Topics, Create Or Update; Azure documentation, 'System topics in Azure Event Grid'",
        checks=(Pattern("systemTopicName", r"[A-Za-z0-9-]{3,50}", source=NAMING, saying="3 to 50 letters, digits and hyphens"),),
        immutable={"source", "topicType"},
        outputs={"metricResourceId": "{uuid}"},
    )
)


@system_topic.check(source="Azure documentation, 'System topics in Azure Event Grid'")
def of_something(inputs: Properties) -> Iterator[Fault]:
    """Source and type are given."""
    for name in ("source", "topicType"):
        if not inputs.get(name):
            yield name, "is required"


@system_topic.before("create")
def one_of_a_source(action: Action) -> None:
    """'Only one system topic is allowed per source'; it stands where its source does."""
    source = action.inputs.get("source")
    for one in action.find_anywhere(SYSTEM_TOPIC):
        if same(one.outputs.get("source"), source):
            action.refuse("InvalidRequest", f"Only one system topic is allowed per source. The source has '{one.id}' already.")
    found = at_id(action.world, source)
    if "/providers/" in str(source) and found is None:
        action.refuse("InvalidRequest", f"The source '{source}' was not found.")
    here, there = normal_location(str(action.inputs.get("location"))), found.outputs.get("location") if found else None
    if there and there not in (here, "global"):
        action.refuse("InvalidRequest", f"The system topic must be in the location of its source, {there}, not {here}.")


system_topic.computes(shown_identity)


def _subscription(type_: str) -> None:
    made = service(
        type_,
        source=_PLACES,
        skip=("destination", "deliveryWithResourceIdentity", "deadLetterDestination", "deadLetterWithResourceIdentity", "filter"),
        checks=(
            Pattern("eventSubscriptionName", r"[A-Za-z0-9-]{3,64}", source=NAMING, saying="3 to 64 letters, digits and hyphens"),
            AtMostOneOf(("destination", "deliveryWithResourceIdentity"), source=_PLACES),
            AtMostOneOf(("deadLetterDestination", "deadLetterWithResourceIdentity"), source=_PLACES),
            Between("retryPolicy.maxDeliveryAttempts", 1, 30, source="Azure documentation, 'Event Grid message delivery and retry'"),
            Between("retryPolicy.eventTimeToLiveInMinutes", 1, 1440, source="Azure documentation, 'Event Grid message delivery and retry'"),
            Length(
                "filter.advancedFilters", 0, 25, source="Azure documentation, 'Understand event filtering for Event Grid subscriptions'"
            ),
        ),
        immutable={"eventDeliverySchema"},
        defaults={"eventDeliverySchema": "EventGridSchema"},
    )
    made.check(source=_PLACES)(somewhere)
    made.before("create")(target_stands)
    made.before("update")(target_stands)

    @made.computes
    def answer(action: Action) -> Properties:
        """The topic that it listens to."""
        before = own_id(action).split("/providers/Microsoft.EventGrid/eventSubscriptions/")[0].split("/eventSubscriptions/")[0]
        return {
            "topic": before,
            "retryPolicy": action.inputs.get("retryPolicy") or {"maxDeliveryAttempts": 30, "eventTimeToLiveInMinutes": 1440},
        }


def _target(inputs: Properties) -> Properties:
    return inputs.get("destination") or get(inputs, "deliveryWithResourceIdentity.destination") or {}


def somewhere(inputs: Properties) -> Iterator[Fault]:
    """Events go somewhere, of a known kind; web hooks are https."""
    path = "destination" if inputs.get("destination") else "deliveryWithResourceIdentity.destination"
    target = _target(inputs)
    kind = target.get("endpointType")
    if not target:
        yield "destination", "is required, or deliveryWithResourceIdentity"
    elif kind not in KINDS:
        yield f"{path}.endpointType", f"{kind!r} is not allowed; allowed: {', '.join(KINDS)}"
    elif kind == "WebHook" and not str(target.get("endpointUrl")).startswith("https://"):
        yield f"{path}.endpointUrl", "must begin with https://"
    elif kind not in ("WebHook", "MonitorAlert") and not target.get("resourceId"):
        yield f"{path}.resourceId", f"is required when endpointType is {kind!r}"


def target_stands(action: Action) -> None:
    """Scope and target are there."""
    before = own_id(action).split("/providers/Microsoft.EventGrid/eventSubscriptions/")[0]
    if "/eventSubscriptions/" not in before and before.count("/") > 2 and at_id(action.world, before) is None:
        action.refuse("ResourceNotFound", f"The scope '{before}' of the event subscription was not found.")
    target = _target(action.inputs)
    wanted = KINDS.get(str(target.get("endpointType")), ())
    if wanted and not wanted[0].startswith("Microsoft.") and at_id(action.world, target.get("resourceId"), *wanted) is None:
        action.refuse("InvalidRequest", f"Destination endpoint not found. Resource details: resourceId: {target.get('resourceId')}.")
    if is_word(target.get("endpointType"), "StorageQueue") and not target.get("queueName"):
        action.refuse("InvalidRequest", "queueName of a destination StorageQueue is required.")


for _type in SUBSCRIPTIONS:
    _subscription(_type)
