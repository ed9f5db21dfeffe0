"""Runs a component under Pulumi's mocks and records what it registers and reads: properties, parent and options of each resource.

What a cloud answers, and what else is known of its resources, says the recorder of that cloud: `tests/aws/recording.py`, `tests/azure/recording.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar
from unittest import mock

import pulumi
from pulumi.runtime import resource, rpc
from pulumi.runtime.mocks import MockMonitor, Mocks
from pulumi.runtime.proto import source_pb2


@dataclass(frozen=True)
class Built:
    """One registered resource."""

    type: str
    name: str
    inputs: dict[str, Any]
    parent: str
    protect: bool
    delete_before_replace: bool
    ignore_changes: tuple[str, ...]
    replace_on_changes: tuple[str, ...]
    depends_on: frozenset[str]
    """Names of the resources that it waits for."""
    urn: str
    provider: str
    """Name of the explicit provider that builds it; empty where it is the default one."""


@dataclass(frozen=True)
class Read:
    """One resource that was read (`Resource.get`)."""

    type: str
    name: str
    id: str
    parent: str


One = TypeVar("One", bound=Built)


@dataclass
class Recording(Generic[One]):
    """Everything that one program registered and read."""

    package: ClassVar[str]
    """First part of the cloud's type tokens."""

    resources: list[One] = field(default_factory=list)
    reads: list[Read] = field(default_factory=list)
    result: Any = None

    def of(self, kind: str) -> list[One]:
        """Resources of a type, without its package (`ec2/subnet:Subnet`, `network:Subnet`), by name."""
        return sorted((built for built in self.resources if built.type == f"{self.package}:{kind}"), key=lambda built: built.name)

    def one(self, kind: str, name: str | None = None) -> One:
        """The only resource of a type, or the one of that name."""
        found = [built for built in self.of(kind) if name in (None, built.name)]
        assert len(found) == 1, f"{len(found)} of {kind} {name or ''}: {[built.name for built in self.of(kind)]}"
        return found[0]

    def read(self, kind: str) -> dict[str, str]:
        """Name → id of what was read of a type."""
        return {read.name: read.id for read in self.reads if read.type == f"{self.package}:{kind}"}

    def waits(self, later: One, earlier: One) -> bool:
        """Whether one resource is built after the other, directly or by others between."""
        by_name = {built.name: built for built in self.resources}
        seen: set[str] = set()
        names = set(later.depends_on)
        while names:
            name = names.pop()
            if name == earlier.name:
                return True
            if name not in seen and name in by_name:
                seen.add(name)
                names |= by_name[name].depends_on
        return False


def provider_name(reference: str) -> str:
    """Name of the provider that a request refers to; empty where it is the default one."""
    return reference.rpartition("::")[0].split("::")[-1]


class _Monitor(MockMonitor, Generic[One]):
    """Keeps the whole request, options included."""

    def __init__(self, recording: Recording[One], cloud: Mocks, built: Callable[..., One]) -> None:
        super().__init__(cloud)
        self._recording = recording
        self._built = built

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 the engine's protocol
        self._recording.reads.append(Read(request.type, request.name, request.id, request.parent.split("::")[-1]))
        return super().ReadResource(request)  # type: ignore[no-untyped-call]

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 the engine's protocol
        if request.type != "pulumi:pulumi:Stack":
            built = self._built(
                request,
                type=request.type,
                name=request.name,
                inputs=rpc.deserialize_properties(request.object, keep_unknowns=True),
                parent=request.parent.split("::")[-1],
                protect=request.protect,
                delete_before_replace=request.deleteBeforeReplace,
                ignore_changes=tuple(request.ignoreChanges),
                replace_on_changes=tuple(request.replaceOnChanges),
                depends_on=frozenset(urn.split("::")[-1] for urn in request.dependencies),
                urn=self.make_urn(request.parent, request.type, request.name),
                provider=provider_name(request.provider),
            )
            self._recording.resources.append(built)
        return super().RegisterResource(request)  # type: ignore[no-untyped-call]


def record_into(
    recording: Recording[One], program: Callable[[], Any], cloud: Mocks, built: Callable[..., One], *, preview: bool = False
) -> None:
    """Runs the program and keeps what it registers. Its result is awaited: an output, or a collection of outputs.

    `built` makes what is kept of a request: it takes the request, and the fields of `Built` by name.
    """
    monitor = _Monitor(recording, cloud, built)
    pulumi.runtime.set_mocks(cloud, project="ai-zones", stack="test", preview=preview, monitor=monitor)

    def keep(value: Any) -> Any:
        recording.result = value
        return value

    @pulumi.runtime.test  # type: ignore[untyped-decorator]
    def run() -> Any:
        return pulumi.Output.from_input(program()).apply(keep)

    # Where in a program each resource was made is asked by none: reading it off a stack as deep as pytest's takes a quarter of the time.
    with mock.patch.object(resource, "_get_stack_trace", source_pb2.StackTrace):
        run()
