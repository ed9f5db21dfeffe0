"""Runs a component under mocks of a cluster and records what it registers: see `tests/recording.py`.

The mock answers as pulumi-kubernetes does: an id of namespace and name, and no random name, as every object has its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

from tests import recording


@dataclass(frozen=True)
class Built(recording.Built):
    """One registered object."""

    @property
    def named(self) -> str:
        """`<namespace>/<name>` of the object; a name alone where it is the cluster's."""
        about = self.inputs["metadata"]
        return "/".join(part for part in (about.get("namespace"), about["name"]) if part)

    @property
    def spec(self) -> Any:
        """What the object says."""
        return self.inputs["spec"]


class Recording(recording.Recording[Built]):
    """Everything that one program registered in a cluster."""

    package = "kubernetes"

    def objects(self, kind: str) -> dict[str, Built]:
        """Objects of a kind, by namespace and name."""
        return {built.named: built for built in self.resources if built.inputs.get("kind") == kind}

    def object(self, kind: str, named: str | None = None) -> Built:
        """The only object of a kind, or the one of that name."""
        found = {name: built for name, built in self.objects(kind).items() if named in (None, name)}
        assert len(found) == 1, f"{len(found)} of {kind} {named or ''}: {sorted(self.objects(kind))}"
        return next(iter(found.values()))


class _Cluster(Mocks):
    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        if not args.typ.startswith("kubernetes:"):
            return "", args.inputs
        about = args.inputs.get("metadata") or {}
        assert about.get("name") or args.typ.startswith("kubernetes:helm"), f"{args.name} has no name of its own"
        return "/".join(part for part in (about.get("namespace"), about.get("name", args.name)) if part), args.inputs

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:
        raise AssertionError(f"components look nothing up, but {args.token} was called")


def record(program: Callable[[], Any], *, preview: bool = False) -> Recording:
    """What the program registers. Its result is awaited."""
    found = Recording()

    def built(_request: Any, **common: Any) -> Built:
        return Built(**common)

    recording.record_into(found, program, _Cluster(), built, preview=preview)
    return found
