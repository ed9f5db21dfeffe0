"""Sessions in containers, and where what is typed and shown is recorded.

Source: Amazon ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.looking import spread
from posture.readers.aws.managed_work import into_bucket
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.whereabouts import account_of
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.view import Path, ResourceView

_CLUSTER: Final = "aws:ecs/cluster:Cluster"
_SESSIONS: Final = "configuration.executeCommandConfiguration"


@reads(_CLUSTER)
def cluster(resource: ResourceView, graph: GraphBuilder) -> None:
    """Groups services and sets how they are watched; the join reads where sessions are recorded."""


@joins
def sessions_in_containers(graph: GraphBuilder) -> None:
    """What is typed and shown in a container of the cluster goes where the cluster says.

    Source: Amazon ECS Developer Guide, "Monitor Amazon ECS containers with ECS Exec" (`OVERRIDE`).
    """
    services = graph.stack.of_type("aws:ecs/service:Service", "aws:ecs/taskSet:TaskSet")
    for found in graph.stack.of_type(_CLUSTER):
        view = graph.view(found.urn)
        places: list[Path] = spread(view, f"{_SESSIONS}.logConfiguration.s3BucketName")
        if not any(view.value(place) is not None for place in places) or view.text(f"{_SESSIONS}.logging") in ("NONE", "DEFAULT"):
            continue
        for service in services:
            asks = graph.view(service.urn)
            if asks.flag("enableExecuteCommand") in (None, False) or found.urn not in asks.refers_to("cluster", (_CLUSTER,)).targets:
                continue
            for place in places:
                if not _stays(view, graph, place):
                    into_bucket(view, graph, Reference.to(service.urn), place)


def _stays(view: ResourceView, graph: GraphBuilder, place: Path) -> bool:
    """Whether sessions are kept in a bucket of ours: records of who did what, as those of Session Manager are."""
    kept = view.refers_to(place, BUCKET)
    homes = [graph.stack.by_urn[urn] for urn in kept.targets]
    accounts = {account_of(home) for home in homes} - {None}
    return bool(homes) and not any(home.external for home in homes) and accounts <= graph.own_accounts
