"""EventBridge: which events go where. Events of AWS services tell about resources, and hold no records.

A target of ours is no move; a bus of a stranger, or an API destination on the internet, is where events leave.
Sources: Amazon EventBridge User Guide, "Event bus targets", "Sending and receiving Amazon EventBridge events between AWS accounts", "API
destinations as targets", "Amazon EventBridge archives"; Amazon EventBridge Scheduler User Guide, "Managing targets".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.classify import CLASS_TAG
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import NoPolicy, PolicyFault, PolicyKind, UnknownPolicy, WitnessKind, openings_to_principals, parse_policy
from posture.readers.aws.arn_targets import follow, stores_beside, told
from posture.readers.aws.endpoint_reach import witness
from posture.readers.aws.handing_on import on_the_internet
from posture.readers.aws.ours import ours
from posture.readers.aws.stores import lies
from posture.readers.aws.tokens import API_DESTINATION
from posture.readers.aws.unclear import OUTSIDE, unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown
from posture.view import ResourceView

TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"


BUS_POLICY: Final = "aws:cloudwatch/eventBusPolicy:EventBusPolicy"


BUS: Final = ("aws:cloudwatch/eventBus:EventBus", "aws-native:events:EventBus")
ENDPOINT: Final = "aws:cloudwatch/eventEndpoint:EventEndpoint"


@reads(*BUS)
def bus(resource: ResourceView, graph: GraphBuilder) -> None:
    """A bus whose class of data is stated holds what goes over it; any other tells of the account's resources, and holds no records."""
    if CLASS_TAG in resource.tags():
        urn, account, region = resource.resource.urn, account_of(resource.resource), region_of(resource.resource)
        graph.add(StoreFact(urn=urn, service="events", account=account, region=region))
        lies(resource, graph)


@reads(ENDPOINT)
def global_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """Two buses in two regions: events go to the second by replication, or when the first fails; read by the join.

    Source: Amazon EventBridge User Guide, "Making applications Regional-fault tolerant with global endpoints".
    """


@reads(BUS_POLICY)
def bus_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Who may put events and rules on a bus: read by the join, once every store is known."""


@joins
def events_that_leave(graph: GraphBuilder) -> None:
    """Targets of rules. (Where a container that a rule starts stands, is read with the workloads.)"""
    for resource in graph.stack.of_type(TARGET):
        _target(graph.view(resource.urn), graph)
    for resource in graph.stack.of_type(ENDPOINT):
        view = graph.view(resource.urn)
        buses = view.blocks("eventBuses")
        if isinstance(buses, Unknown):
            for store in stores_beside(graph, resource).targets:
                unclear(graph, store, f"to which buses {resource.name} sends events is not known (eventBuses)", OUTSIDE)
            continue
        for path in buses:
            told(view, graph, f"{path}.eventBusArn", (), "events")
    for resource in graph.stack.of_type(BUS_POLICY):
        _ruled_by_others(graph.view(resource.urn), graph)


def _target(view: ResourceView, graph: GraphBuilder) -> None:
    target = follow(view, graph, "arn", ())
    if not on_the_internet(graph, target):
        told(view, graph, "arn", (), "events")
        return
    # What an event of a rule holds is the rule's pattern's to say, which is not followed: the way out is there, the records may not be.
    for store in stores_beside(graph, view.resource).targets:
        because = Because(view.resource.urn, "arn", "events to an API destination")
        graph.edge(Reference.to(store), graph.internet(), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=False)


def _ruled_by_others(view: ResourceView, graph: GraphBuilder) -> None:
    """Whoever may put rules on a bus picks events from it, and names where they go; whoever may only put events takes none out.

    Source: Amazon EventBridge User Guide, "Resource-based policies for Amazon EventBridge" (managing rules from another account).
    """
    policy = parse_policy(view.document("policy"), PolicyKind.RESOURCE)
    if isinstance(policy, NoPolicy):
        return
    stores = stores_beside(graph, view.resource).targets
    if isinstance(policy, (UnknownPolicy, PolicyFault)):
        for store in stores:
            unclear(graph, store, f"who may put rules on the bus of {view.resource.name} is not known (policy)", OUTSIDE)
        return
    for opening in openings_to_principals(policy, ours(graph), "*", ("events:PutRule", "events:PutTargets")):
        who = graph.anybody() if opening.witness_kind in (WitnessKind.ANY, WitnessKind.ANONYMOUS) else witness(graph, opening, "events")
        because = Because(view.resource.urn, f"policy.Statement[{opening.statement}]", "may put rules on the bus")
        for store in stores:
            graph.edge(Reference.to(store), who, EdgeKind.SHARE, because, moves=Moves.FORWARD, certain=False)


inert(
    "Chooses events, keeps them in the account, or says who may put events in; where they go is said by targets, which are read "
    "(Amazon EventBridge User Guide, 'Rules in Amazon EventBridge', 'Event buses')",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/eventPermission:EventPermission",
    "aws:cloudwatch/eventArchive:EventArchive",
    "aws-native:events:Archive",
)
inert(
    "An address and its credentials, used by the targets that name it, which are read (Amazon EventBridge User Guide, 'API destinations')",
    *API_DESTINATION,
    "aws:cloudwatch/eventConnection:EventConnection",
)
