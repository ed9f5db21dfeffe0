"""Service Bus, Event Hubs and Relay: copies in other namespaces and regions, captures into stores, messages forwarded.

Sources: Azure documentation, "Azure Service Bus Geo-Disaster Recovery" (metadata alone), "Azure Service Bus Geo-Replication" (messages too),
"Azure Event Hubs Geo-disaster recovery", "Capture streaming events in Azure Event Hubs", "Chain Service Bus entities with autoforwarding",
"Migrate Service Bus standard namespaces to premium namespaces", "What is Azure Relay?" (a relay has a public address and needs no inbound
port of its listener).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import EVENT_HUB, EVENT_HUBS, SERVICE_BUS, STORAGE, tokens
from posture.readers.azure.look import parent, spread
from posture.readers.azure.sending import goes_to, target_of, to_regions
from posture.readers.azure.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_NAMESPACES: Final = (*SERVICE_BUS, *EVENT_HUBS)
_RECOVERY: Final = tokens("servicebus:DisasterRecoveryConfig", "eventhub:DisasterRecoveryConfig")


@reads(*_NAMESPACES)
def replicated(resource: ResourceView, graph: GraphBuilder) -> None:
    """Geo-replication keeps messages in each of its locations."""
    own = Reference.to(resource.resource.urn)
    for place in spread(resource, "geoDataReplication.locations.locationName"):
        to_regions(graph, resource, own, place, but=arm.location_of(resource))


@reads(*_RECOVERY)
def recovery(resource: ResourceView, graph: GraphBuilder) -> None:
    """Names and settings are kept in the partner too, and clients go there after a failover: the two are one place for what is sent."""
    source = parent(graph, resource, "namespaceName", _NAMESPACES)
    if resource.value("partnerNamespace") is None:
        return
    partner = target_of(graph, resource, "partnerNamespace", _NAMESPACES)
    because = Because(resource.resource.urn, "partnerNamespace", "failover")
    if source.targets and (partner.targets or partner.literal is not None):
        graph.edge(source, partner, EdgeKind.REPLICATE, because, certain=source.certain and partner.certain)
    else:
        unclear(graph, resource.resource.urn, "to which namespace it fails over is not known (partnerNamespace)")


@reads(*tokens("servicebus:MigrationConfig"))
def moved(resource: ResourceView, graph: GraphBuilder) -> None:
    """Entities of a standard namespace go over into a premium one."""
    source = parent(graph, resource, "namespaceName", SERVICE_BUS)
    goes_to(graph, resource, source, "targetNamespace", SERVICE_BUS)


@reads(*tokens("servicebus:Queue", "servicebus:Topic", "servicebus:Subscription"))
def forwarded(resource: ResourceView, graph: GraphBuilder) -> None:
    """Messages forwarded to another entity stay in the namespace; an entity itself is a part of it."""
    if not parent(graph, resource, "namespaceName", SERVICE_BUS).targets:
        unclear(graph, resource.resource.urn, "the namespace is no resource of the stack (namespaceName)")


@reads(*EVENT_HUB)
def capture(resource: ResourceView, graph: GraphBuilder) -> None:
    """Everything that comes in is written to a store, where capture is on."""
    source = parent(graph, resource, "namespaceName", EVENT_HUBS)
    urn = resource.resource.urn
    if resource.flag("captureDescription.enabled") in (None, False):
        return
    path = "captureDescription.destination.storageAccountResourceId"
    lake = "captureDescription.destination.dataLakeAccountName"
    if resource.value(path) is not None:
        goes_to(graph, resource, source, path, STORAGE, text="capture")
    elif resource.value(lake) is not None:
        goes_to(graph, resource, source, lake, STORAGE, text="capture")
    elif not is_unknown(resource.value("captureDescription")):
        unclear(graph, urn, "where captured events go is not known (captureDescription.destination)")


@reads(*tokens("relay:HybridConnection", "relay:WCFRelay"))
def relay(resource: ResourceView, graph: GraphBuilder) -> None:
    """Joins whoever listens with whoever sends, through the namespace's public address."""
    owner = parent(graph, resource, "namespaceName", tokens("relay:Namespace"))
    if not owner.targets:
        unclear(graph, resource.resource.urn, "the namespace of the relay is no resource of the stack")


inert(
    "A shared key of a namespace: it opens what answers outside, which is read (Azure documentation, 'Shared Access Signatures')",
    *tokens(
        "servicebus:NamespaceAuthorizationRule", "servicebus:QueueAuthorizationRule", "servicebus:TopicAuthorizationRule",
        "eventhub:NamespaceAuthorizationRule", "eventhub:EventHubAuthorizationRule", "relay:NamespaceAuthorizationRule",
        "relay:HybridConnectionAuthorizationRule", "relay:WCFRelayAuthorizationRule",
    ),
)  # fmt: skip
