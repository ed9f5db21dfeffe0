"""Event Grid: what a topic takes in is delivered to whatever its subscriptions name.

An event of a store (a blob was created) tells names, addresses and sizes, not contents; a topic of one's own holds whatever is published.
Sources: Azure documentation, "Event handlers in Azure Event Grid" (webhooks, functions, hubs, queues, hybrid connections, partner and
monitor destinations), "Dead letter and retry policies", "Partner Events overview", "Event delivery with a managed identity".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.azure.data_tokens import STORAGE, WEB_APP, tokens
from posture.readers.azure.look import chosen, first, parent, refer
from posture.readers.azure.sending import address, goes_to, send
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_TOPICS: Final = tokens("eventgrid:Topic", "eventgrid:Domain", "eventgrid:SystemTopic", "eventgrid:Namespace", "eventgrid:PartnerTopic")
_SUBSCRIPTIONS: Final[dict[str, str]] = {
    "azure-native:eventgrid:EventSubscription": "scope",
    "azure-native:eventgrid:TopicEventSubscription": "topicName",
    "azure-native:eventgrid:SystemTopicEventSubscription": "systemTopicName",
    "azure-native:eventgrid:DomainEventSubscription": "domainName",
    "azure-native:eventgrid:DomainTopicEventSubscription": "domainName",
    "azure-native:eventgrid:NamespaceTopicEventSubscription": "namespaceName",
    "azure-native:eventgrid:PartnerTopicEventSubscription": "partnerTopicName",
}
"""Type → the property that names what is subscribed to."""
_WEBHOOK: Final = "webhook"
_KINDS: Final = (*tokens("eventhub:EventHub", "servicebus:Queue", "servicebus:Topic", "servicebus:Namespace", "eventhub:Namespace"),
                 *tokens("relay:Namespace", "web:WebAppFunction"), *STORAGE, *WEB_APP)  # fmt: skip


@reads(*tokens("eventgrid:SystemTopic"))
def system_topic(resource: ResourceView, graph: GraphBuilder) -> None:
    """Events of a resource come into its system topic."""
    source = refer(graph, resource, "source", ())
    if source.targets:
        send(graph, source, Reference.to(resource.resource.urn), Because(resource.resource.urn, "source", "events"))


@reads(*_SUBSCRIPTIONS)
def subscription(resource: ResourceView, graph: GraphBuilder) -> None:
    """Each event of the topic goes to the destination as it comes, and to the dead-letter store when it can't be delivered."""
    urn = resource.resource.urn
    prop = _SUBSCRIPTIONS[resource.resource.type]
    source = refer(graph, resource, prop, ()) if prop == "scope" else parent(graph, resource, prop, _TOPICS)
    if not source.targets:
        unclear(graph, urn, f"what is subscribed to, {source.literal or 'unknown'}, is no resource of the stack ({prop})")
        return
    for block in ("destination", "deliveryWithResourceIdentity.destination", "deliveryConfiguration.push.destination"):
        if resource.value(block) is not None:
            _deliver(graph, resource, source, block)
    for block in ("deadLetterDestination", "deadLetterWithResourceIdentity.deadLetterDestination"):
        if resource.value(f"{block}.resourceId") is not None:
            goes_to(graph, resource, source, f"{block}.resourceId", STORAGE, text="dead letters")


def _deliver(graph: GraphBuilder, view: ResourceView, source: Reference, block: str) -> None:
    kind = chosen(view, f"{block}.endpointType")
    urn = view.resource.urn
    if kind == _WEBHOOK:
        url = first(view, f"{block}.endpointUrl", f"{block}.endpointBaseUrl")
        named = refer(graph, view, f"{block}.endpointUrl", WEB_APP)
        if named.targets:
            send(graph, source, named, Because(urn, f"{block}.endpointUrl", "webhook"))
            return
        known = isinstance(url, str)
        who = address(graph, url) if isinstance(url, str) else graph.internet()
        # The address of a webhook is a secret, and mostly not shown; that it is a webhook, is.
        send(graph, source, who, Because(urn, f"{block}.endpointUrl", "webhook"), certain=known or not is_unknown(url))
    elif kind in ("partnerdestination", "monitoralert"):
        path = f"{block}.resourceId" if view.value(f"{block}.resourceId") is not None else f"{block}.endpointType"
        goes_to(graph, view, source, path, tokens("eventgrid:PartnerDestination", "monitor:ActionGroup"), text=str(kind))
    elif is_unknown(kind) and view.value(f"{block}.resourceId") is None:
        unclear(graph, urn, f"where events are delivered is unknown until the update ({block})")
    elif view.value(f"{block}.resourceId") is not None:
        goes_to(graph, view, source, f"{block}.resourceId", (), text=kind if isinstance(kind, str) else "")
    elif kind is not None:
        unclear(graph, urn, f"where events are delivered is not known ({block})")


@reads(*tokens("eventgrid:PartnerDestination", "eventgrid:Channel", "eventgrid:PartnerNamespace"))
def partner(resource: ResourceView, graph: GraphBuilder) -> None:
    """Events go to, or come from, another company."""
    urn = resource.resource.urn
    because = Because(urn, "", "another company")
    if resource.resource.type.endswith("PartnerDestination") or chosen(resource, "channelType") == "partnerdestination":
        send(graph, Reference.to(urn), graph.internet(), because)
    elif resource.value("partnerTopicInfo.azureSubscriptionId") is not None:
        subscription_id = resource.text("partnerTopicInfo.azureSubscriptionId")
        if isinstance(subscription_id, str):
            send(graph, Reference.to(urn), graph.azure_subscription(subscription_id), because)


inert(
    "Says who may connect or publish to a namespace; what is published goes where subscriptions lead "
    "(Azure documentation, 'Event Grid namespace concepts', 'Partner Events overview')",
    *tokens(
        "eventgrid:CaCertificate", "eventgrid:Client", "eventgrid:ClientGroup", "eventgrid:PermissionBinding", "eventgrid:TopicSpace",
        "eventgrid:PartnerConfiguration", "eventgrid:PartnerRegistration",
    ),
)  # fmt: skip
