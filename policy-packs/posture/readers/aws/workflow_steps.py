"""Containers that a workflow or a schedule starts: where they stand, behind which groups, and which task definition says as whom they act.

Sources: AWS Step Functions Developer Guide, "Run an Amazon ECS or Fargate task with Step Functions" (`ecs:runTask`, with `.sync` and
`.waitForTaskToken`), "Learning to use AWS service SDK integrations" (`aws-sdk:ecs:runTask`), "Transforming data with JSONata" (`Arguments`, `{% … %}`);
Amazon EventBridge Scheduler User Guide, "Using universal targets" (`aws-sdk:ecs:runTask`, the request is the target's input); Amazon ECS API Reference,
RunTask.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.kinds import GROUPS, SUBNETS, Kind
from posture.readers.aws.looking import refer_all
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

MACHINE: Final = ("aws:sfn/stateMachine:StateMachine",)
TASK: Final = ("aws:ecs/taskDefinition:TaskDefinition",)
SCHEDULE: Final = "aws:scheduler/schedule:Schedule"
STARTERS: Final[dict[str, str]] = {**dict.fromkeys(MACHINE, "definition"), SCHEDULE: "target.input"}
"""What starts tasks by a document, and where that stands."""
_UNIVERSAL: Final = re.compile(r"^arn:aws[a-z-]*:scheduler:::aws-sdk:ecs:runTask$")
_RUNS: Final = re.compile(r"^arn:aws[a-z-]*:states:::(?:aws-sdk:)?ecs:runTask(?:\.|$)")
_ASKS: Final = "arn:aws:states:::aws-sdk:ecs:runTask"
_SAYS: Final = ("Parameters", "Arguments")
"""Where a step's request stands: in JSONPath, in JSONata."""


@record
class Started:
    """What the steps of one workflow start, together."""

    known: bool = True
    tasks: tuple[Reference, ...] = ()
    subnets: tuple[Reference, ...] = ()
    groups: tuple[Reference, ...] = ()
    public: bool = False


def started_by(graph: GraphBuilder, view: ResourceView) -> Started:
    """Tasks with a network of their own. Of a definition that is not known, whatever it depends on may be meant."""
    prop = _prop(view)
    written = view.written(prop)
    if view.resource.type == SCHEDULE:
        asks = view.text("target.arn")
        if isinstance(asks, str) and not _UNIVERSAL.match(asks):
            return Started()
        written = {"Resource": _ASKS, "Parameters": written} if isinstance(written, Mapping) else written
    if is_unknown(written):
        tasks = _perhaps(view.all_refer_to(prop, TASK))
        subnets = _perhaps(refer_all(graph, view, prop, SUBNETS))
        groups = _perhaps(refer_all(graph, view, prop, GROUPS))
        return Started(False, tasks, subnets, groups) if tasks and subnets else Started(known=False)
    found = Started()
    for request in _requests(written):
        network = request.get("NetworkConfiguration")
        place = network.get("AwsvpcConfiguration") if isinstance(network, Mapping) else None
        if not isinstance(place, Mapping):
            continue
        found = Started(
            True,
            (*found.tasks, _one(view, request)),
            (*found.subnets, *_each(view, place, "Subnets", SUBNETS)),
            (*found.groups, *_each(view, place, "SecurityGroups", GROUPS)),
            found.public or place.get("AssignPublicIp") == "ENABLED",
        )
    return found


def _perhaps(found: Iterable[Reference]) -> tuple[Reference, ...]:
    return tuple(replace(one, certain=False) for one in found if one.targets)


def _prop(view: ResourceView) -> str:
    return STARTERS[view.resource.type]


def _one(view: ResourceView, request: Mapping[str, Any]) -> Reference:
    text = request.get("TaskDefinition")
    return (
        view.look_up(text, TASK, _prop(view)) if isinstance(text, str) and "{%" not in text else Reference(certain=False, prop=_prop(view))
    )


def _each(view: ResourceView, place: Mapping[str, Any], name: str, kind: Kind) -> Iterator[Reference]:
    listed = place.get(name)
    if isinstance(listed, (list, tuple)):
        for text in listed:
            yield view.look_up(text, kind.tokens, _prop(view)) if isinstance(text, str) else Reference(certain=False, prop=_prop(view))
    elif listed is not None or f"{name}.$" in place:
        yield Reference(certain=False, prop=_prop(view))


def _requests(written: Any) -> Iterator[Mapping[str, Any]]:
    """The requests of every step that runs a task, in branches and maps too."""
    if isinstance(written, Mapping):
        asks = written.get("Resource")
        if isinstance(asks, str) and _RUNS.match(asks):
            yield from (found for part in _SAYS if isinstance(found := written.get(part), Mapping))
        for value in written.values():
            yield from _requests(value)
    elif isinstance(written, (list, tuple)):
        for value in written:
            yield from _requests(value)
