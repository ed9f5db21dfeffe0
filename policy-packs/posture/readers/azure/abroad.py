"""What holds data outside the organization or its residency, though the program itself builds it there.

A zone is no more ours than the subscription that it stands in. Said of stores, and of whatever runs code; subnets and networks are said by
the readers of networks where they stand.
Sources: DESIGN, "What is proved" (outside: a subscription or tenant that the reviewer does not list, a region outside residency); Azure
documentation, "Azure subscription and service limits" (a subscription is a boundary of administration and billing).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves, Outside
from posture.readers.azure import arm
from posture.readers.azure.data_tokens import (
    AI_ACCOUNT,
    CLUSTER,
    CONTAINER_APP,
    CONTAINER_ENVIRONMENT,
    CONTAINER_GROUP,
    FACTORY,
    MACHINE,
    ML_WORKSPACE,
    SCALE_SET,
    SYNAPSE,
    WEB_APP,
    tokens,
)
from posture.readers.azure.sending import asserted
from posture.readers.azure.stores import STORES, VAULT_SERVICE
from posture.readers.azure.tokens import SUBNET
from posture.readers.azure.unclear import RESIDENCE, unclear
from posture.readers.registry import joins
from posture.reference import Reference
from posture.view import ResourceView

_NOWHERE: Final = (
    "in which region it lies is not known, so neither is whether that is within residency: give it a location, or judge the state"
)
_GLOBAL: Final = "global"
_RUNS: Final = (
    *MACHINE, *SCALE_SET, *CLUSTER, *WEB_APP, *CONTAINER_APP, *CONTAINER_ENVIRONMENT, *CONTAINER_GROUP, *ML_WORKSPACE, *FACTORY, *SYNAPSE,
    *tokens("logic:Workflow", "streamanalytics:StreamingJob", "databricks:Workspace", "hdinsight:Cluster", "batch:BatchAccount"),
)  # fmt: skip
"""Types in which code runs, whoever reads them."""


@joins
def lies_abroad(graph: GraphBuilder) -> None:
    """Stores, workloads and subnets in a subscription that is not ours, or in a region outside residency."""
    for view in _standing(graph):
        urn = view.resource.urn
        subscription = arm.subscription_of(view)
        if view.resource.external:
            if not _known(graph, view):
                _adopted(graph, view, subscription)
        elif subscription is not None and graph.approved.organization.azure_subscription_ids:
            whose = graph.azure_subscription(subscription)
            if graph.externals[whose.literal or ""].outside is not Outside.OURS:
                _lies(graph, urn, whose, Because(urn, "id", f"in subscription {subscription}"))
        if STORES.get(view.resource.type) != VAULT_SERVICE:
            _in_region(graph, view)


def _in_region(graph: GraphBuilder, view: ResourceView) -> None:
    residency = frozenset(arm.normal_location(region) for region in graph.approved.residency)
    urn = view.resource.urn
    region = arm.location_of(view) or _of_owner(graph, view)
    if not residency or region == _GLOBAL or region in residency:
        return
    if region is None:
        unclear(graph, urn, _NOWHERE, RESIDENCE)
    else:
        _lies(graph, urn, graph.region(region), Because(urn, "location", f"lies in {region}"))


def _of_owner(graph: GraphBuilder, view: ResourceView) -> str | None:
    """A part lies where its owner does."""
    made = arm.arm_id(view)
    while made is not None and made.count("/") > 2:
        made = made.rpartition("/")[0]
        for key in arm.find(graph, made):
            found = arm.location_of(graph.view(key)) if key in graph.stack.by_urn else None
            if found is not None:
                return found
    return None


def _known(graph: GraphBuilder, view: ResourceView) -> bool:
    """Whether an adopted resource is ours: by its subscription, or by the reviewer's word."""
    subscription = arm.subscription_of(view) if isinstance(view.resource.id, str) else None
    names = [text for text in (view.resource.id, view.value("name"), view.resource.name) if isinstance(text, str)]
    return (subscription is not None and subscription in graph.own_subscriptions) or asserted(graph, *names) is not None


def _adopted(graph: GraphBuilder, view: ResourceView, subscription: str | None) -> None:
    urn = view.resource.urn
    whose = graph.azure_subscription(subscription) if subscription is not None else graph.somewhere("adopted", view.resource.name)
    _lies(graph, urn, whose, Because(urn, "", "adopted"))


def _lies(graph: GraphBuilder, urn: str, where: Reference, because: Because) -> None:
    graph.edge(Reference.to(urn), where, EdgeKind.REPLICATE, because, moves=Moves.FORWARD)


def _standing(graph: GraphBuilder) -> Iterator[ResourceView]:
    for resource in graph.stack.of_type(*STORES, *AI_ACCOUNT, *_RUNS, SUBNET):
        if not resource.external or resource.type in STORES or resource.type in AI_ACCOUNT:
            yield graph.view(resource.urn)
