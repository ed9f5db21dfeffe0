"""EventBridge: which events go where. Events of AWS services tell about resources, and hold no records.

A target of ours is no move; a bus of a stranger, or an API destination on the internet, is where events leave.
Sources: Amazon EventBridge User Guide, "Event bus targets", "Sending and receiving Amazon EventBridge events between AWS accounts", "API
destinations as targets", "Amazon EventBridge archives"; Amazon EventBridge Scheduler User Guide, "Managing targets".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import follow, stores_beside, told
from posture.readers.aws.handing_on import on_the_internet
from posture.readers.aws.tokens import API_DESTINATION
from posture.readers.registry import inert, joins
from posture.reference import Reference
from posture.view import ResourceView

TARGET: Final = "aws:cloudwatch/eventTarget:EventTarget"


@joins
def events_that_leave(graph: GraphBuilder) -> None:
    """Targets of rules. (Where a container that a rule starts stands, is read with the workloads.)"""
    for resource in graph.stack.of_type(TARGET):
        _target(graph.view(resource.urn), graph)


def _target(view: ResourceView, graph: GraphBuilder) -> None:
    target = follow(view, graph, "arn", ())
    if not on_the_internet(graph, target):
        told(view, graph, "arn", (), "events")
        return
    # What an event of a rule holds is the rule's pattern's to say, which is not followed: the way out is there, the records may not be.
    for store in stores_beside(graph, view.resource).targets:
        because = Because(view.resource.urn, "arn", "events to an API destination")
        graph.edge(Reference.to(store), graph.internet(), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=False)


inert(
    "Chooses events, keeps them in the account, or says who may put events in; where they go is said by targets, which are read "
    "(Amazon EventBridge User Guide, 'Rules in Amazon EventBridge', 'Event buses')",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:cloudwatch/eventBus:EventBus",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "aws:cloudwatch/eventPermission:EventPermission",
    "aws:cloudwatch/eventArchive:EventArchive",
    "aws-native:events:EventBus",
    "aws-native:events:Archive",
)
inert(
    "An address and its credentials, used by the targets that name it, which are read (Amazon EventBridge User Guide, 'API destinations')",
    *API_DESTINATION,
    "aws:cloudwatch/eventConnection:EventConnection",
)
