"""Containers of zones run without privileges, on a root file system that they can't write, and are recorded."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.rules.aws_unseen_tasks import PROP, SERVICE, TASK, runs_something_unseen
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_PROP: Final = "containerDefinitions"


@rule(*TASK, *SERVICE)
def check(look: Look) -> Iterator[Fault]:
    """ECS task definitions: every container. A service says what it runs, or nobody can tell."""
    if zone_in_use(look) is None:
        return
    if look.resource.type in SERVICE:
        if runs_something_unseen(look):
            yield cannot_tell(PROP, "how its containers are held")
        return
    containers = _containers(look.written(_PROP))
    if containers is None:
        yield cannot_tell(_PROP, "how its containers are held")
        return
    for container in containers:
        name = str(container.get("name", "a container"))
        if container.get("privileged") in (True, "true"):
            yield Fault(f"runs {name} with the privileges of the host", _PROP)
        if container.get("readonlyRootFilesystem") not in (True, "true"):
            yield Fault(f"lets {name} write to its root file system", _PROP)
        if not container.get("logConfiguration"):
            yield Fault(f"does not record what {name} prints", _PROP)
    if look.text("networkMode") == "host":
        yield Fault("shares the network of its host", "networkMode")


def _containers(value: Any) -> list[Mapping[str, Any]] | None:
    if is_unknown(value) or not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return None
    return list(value)
