"""A sandbox for programs that are treated as hostile: a runtime class of gVisor or Kata, on the nodes that have it.

Clouds bring some themselves: `gvisor` on GKE Sandbox, `kata-vm-isolation` on AKS Pod Sandboxing. Elsewhere the nodes bring the handler, and this names it.
Sources: Kubernetes documentation, "Runtime class" (handler, scheduling, overhead); gVisor documentation, "Containerd quick start" (`runsc`); Kata Containers
documentation, "How to use Kata Containers with Kubernetes"; NIST SP 800-190, 4.4.
"""

from typing import Annotated, Any, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.node import v1 as node

from ai_zones.inputs import ComponentInput, matches
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.validation import Name, Quantity
from ai_zones.ordering import after, children_wait

HANDLERS: Final = ("runsc", "kata")
"""What handlers of sandboxes are called, or begin with."""


class KubernetesSandboxArgs(TypedDict):
    """Inputs of `KubernetesSandbox`."""

    runtime_class: NotRequired[str]
    """Name of the runtime class. Default: gvisor."""
    handler: NotRequired[str]
    """Handler of the nodes' containerd: `runsc`, or one of Kata's. Default: runsc."""
    node_labels: NotRequired[dict[str, str]]
    """Labels of the nodes that have it. Default: all have."""
    overhead_cpu: NotRequired[str]
    """Processors that the sandbox itself takes. Default: 100m."""
    overhead_memory: NotRequired[str]
    """Memory that the sandbox itself takes. Default: 64Mi."""


class Sandbox(ComponentInput):
    """Parsed `KubernetesSandboxArgs`."""

    runtime_class: Name = "gvisor"
    handler: Annotated[str, matches(rf"(?:{'|'.join(HANDLERS)})[a-z0-9-]*", f"a sandbox's handler: one of {', '.join(HANDLERS)}…")] = (
        "runsc"
    )
    node_labels: dict[str, str] = pydantic.Field(default_factory=dict)
    overhead_cpu: Quantity = "100m"
    overhead_memory: Quantity = "64Mi"

    def scheduling(self) -> dict[str, Any]:
        """Where its pods go; nothing where all nodes have it."""
        return {"scheduling": {"nodeSelector": dict(sorted(self.node_labels.items()))}} if self.node_labels else {}


class KubernetesSandbox(pulumi.ComponentResource):
    """The runtime class."""

    runtime_class: str
    """Its name."""

    def __init__(self, name: str, args: KubernetesSandboxArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Sandbox.parse(name, args)
        super().__init__("ai-zones:index:KubernetesSandbox", name, {}, children_wait(opts))
        self.runtime_class = given.runtime_class
        node.RuntimeClass(
            child(name, "class"),
            metadata=metadata(given.runtime_class),
            handler=given.handler,
            overhead={"podFixed": {"cpu": given.overhead_cpu, "memory": given.overhead_memory}},
            **given.scheduling(),
            opts=after(self),
        )
        self.register_outputs({"runtimeClass": self.runtime_class})
