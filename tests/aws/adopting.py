"""Runs an adopting component under Pulumi's mocks, and records what it reads: type, name, id and parent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks


@dataclass(frozen=True)
class Read:
    """One resource that was read."""

    type: str
    name: str
    id: str
    parent: str


class _Cloud(Mocks):
    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        identity = args.resource_id or f"id-of-{args.name}"
        return identity, {"arn": f"arn-of-{args.name}", "name": args.name, "zoneId": identity, "bucket": identity, **args.inputs}

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(f"components look nothing up, but {args.token} was called")


class _Monitor(MockMonitor):
    """Keeps reads, and names of what is registered."""

    def __init__(self) -> None:
        super().__init__(_Cloud())
        self.reads: list[Read] = []
        self.made: list[str] = []

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 the engine's protocol
        self.reads.append(Read(request.type, request.name, request.id, request.parent.split("::")[-1]))
        return super().ReadResource(request)  # type: ignore[no-untyped-call]

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 the engine's protocol
        self.made.append(request.type)
        return super().RegisterResource(request)  # type: ignore[no-untyped-call]


@dataclass
class Adoption:
    """What a program read and made, and what its result was."""

    reads: list[Read]
    made: list[str]
    result: Any

    def ids(self, kind: str) -> dict[str, str]:
        """Name → id of what was read of a type such as `ec2/subnet:Subnet`."""
        return {read.name: read.id for read in self.reads if read.type == f"aws:{kind}"}


def adopt(program: Callable[[], Any]) -> Adoption:
    """What the program reads. Its result is awaited."""
    monitor = _Monitor()
    pulumi.runtime.set_mocks(_Cloud(), project="ai-zones", stack="test", preview=False, monitor=monitor)
    kept: list[Any] = []

    @pulumi.runtime.test  # type: ignore[untyped-decorator]
    def run() -> Any:
        return pulumi.Output.from_input(program()).apply(kept.append)

    run()
    return Adoption(monitor.reads, monitor.made, kept[0] if kept else None)
