"""Containers of zones run without privileges, on a root file system that they can't write, apart from their host, and are recorded.

Sources: AWS Security Hub, "ECS.3" (the host's processes), "ECS.4" (privileges), "ECS.5" (root file system), "ECS.9" (log configuration); Amazon ECS API
Reference, "TaskDefinition" (pidMode, ipcMode), "KernelCapabilities", "HostVolumeProperties", "LogConfiguration" (logDriver).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.rules.aws_unseen_tasks import PROP, SERVICE, TASK, runs_something_unseen
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import zone_in_use
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_PROP: Final = "containerDefinitions"
_SHARED: Final = {"pidMode": "the processes", "ipcMode": "the memory"}
"""The host's network is a matter of `containers-closed`."""
_POWERS: Final = frozenset({"ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO", "SYS_PTRACE", "NET_ADMIN", "DAC_READ_SEARCH", "BPF"})
"""With which a container leaves its own walls (Linux manual, "capabilities(7)"). AWS Fargate takes SYS_PTRACE alone, within one task."""
_OF_THE_HOST: Final = frozenset(
    {"/", "/etc", "/proc", "/root", "/run", "/sys", "/var", "/var/lib", "/var/lib/docker", "/var/lib/ecs", "/var/run"}
    | {
        f"{folder}/{socket}"
        for folder in ("/run", "/var/run")
        for socket in ("docker.sock", "containerd", "containerd/containerd.sock", "ecs")
    }
)


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
        if not _recorded(container.get("logConfiguration")):
            yield Fault(f"does not record what {name} prints", _PROP)
        if added := _POWERS & {str(one).upper().removeprefix("CAP_") for one in _added(container)}:
            yield Fault(f"gives {name} powers over its host ({', '.join(sorted(added))})", _PROP)
    for prop, what in _SHARED.items():
        if look.text(prop) == "host":
            yield Fault(f"shares {what} of its host", prop)
    yield from _mounted(look)


def _recorded(given: Any) -> bool:
    return bool(given) and not (isinstance(given, Mapping) and given.get("logDriver") == "none")


def _added(container: Mapping[str, Any]) -> list[Any]:
    parameters = container.get("linuxParameters")
    capabilities = parameters.get("capabilities") if isinstance(parameters, Mapping) else None
    added = capabilities.get("add") if isinstance(capabilities, Mapping) else None
    return list(added) if isinstance(added, list) else []


def _mounted(look: Look) -> Iterator[Fault]:
    """Folders of the host by which whoever writes there, or asks the socket, is the host. Others, such as logs, are its own matter."""
    blocks = look.blocks("volumes")
    for block in [] if is_unknown(blocks) else blocks:
        for prop in ("hostPath", "host.sourcePath"):
            path = look.text(f"{block}.{prop}")
            if isinstance(path, str) and path.startswith("/") and (path.rstrip("/") or "/") in _OF_THE_HOST:
                yield Fault(f"mounts {path} of its host", f"{block}.{prop}")


def _containers(value: Any) -> list[Mapping[str, Any]] | None:
    if is_unknown(value) or not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
        return None
    return list(value)
