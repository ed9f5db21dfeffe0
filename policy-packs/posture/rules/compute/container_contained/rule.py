"""Containers of zones run without privileges, on a root file system that they can't write, apart from their host, and are recorded.

Source: Amazon ECS API Reference, TaskDefinition (`pidMode`, `ipcMode`: with `host`, a container sees the host's processes, or shares their memory).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell
from posture.values import is_unknown

TASK: Final = ("aws:ecs/taskDefinition:TaskDefinition", "aws-native:ecs:TaskDefinition")
_PROP: Final = "containerDefinitions"
_SHARED: Final = {
    "networkMode": "shares the network of its host",
    "pidMode": "sees the processes of its host",
    "ipcMode": "shares memory with its host's processes",
}


@rule(*TASK)
def check(look: Look) -> Iterator[Fault]:
    """ECS task definitions: every container."""
    if zone_in_use(look) is None:
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
    for prop, fault in _SHARED.items():
        if look.text(prop) == "host":
            yield Fault(fault, prop)


def _containers(value: Any) -> list[Mapping[str, Any]] | None:
    if is_unknown(value) or not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return None
    return list(value)
