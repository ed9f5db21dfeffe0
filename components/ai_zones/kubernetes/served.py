"""A program that other programs call, with all that belongs to it: what the components of servers share.

A server that is a gate may be built before its program is there: then its service and its doors stand, its annotation says that the program is
missing, and nobody answers. Nothing passes a gate that is not there.
Sources: DESIGN, "What is proved" (gates); Kubernetes documentation, "Service".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi_kubernetes.core import v1 as core

from ai_zones.kubernetes.flow_producer import FlowSource, KubernetesFlowProducer, KubernetesFlowProducerArgs
from ai_zones.kubernetes.naming import GATE, GATE_PROGRAM, child, metadata
from ai_zones.kubernetes.pod_template import Pod, selector
from ai_zones.kubernetes.workload import Workload
from ai_zones.ordering import after
from ai_zones.plan import Gate


@dataclass(frozen=True)
class Served:
    """What is offered, where, and to whom."""

    zone: str
    namespace: str
    service: str
    port: int
    pod: Pod | None
    """The program; None: a gate that waits for its own."""
    trust_domain: str = ""
    sources: Mapping[str, FlowSource] = field(default_factory=dict)
    """Who is let in, by flow. A component with doors of its own leaves them out."""
    gate: Gate | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    def register(self, parent: pulumi.Resource, name: str, *awaited: pulumi.Resource) -> None:
        """Registers the program, its service and its doors below a component."""
        marked = {**self.labels, **({GATE: self.gate.value} if self.gate else {})}
        if self.pod is not None:
            Workload(self.namespace, self.pod, marked).register(parent, name, *awaited)
        told = {GATE_PROGRAM: "missing" if self.pod is None else "present"} if self.gate else {}
        core.Service(
            child(name, "service"),
            metadata=metadata(self.service, self.namespace, zone=self.zone, service=self.service, labels=marked, annotations=told),
            spec={
                "type": "ClusterIP",
                "selector": selector(self.service),
                "ports": [{"name": "http", "port": self.port, "targetPort": self.port, "protocol": "TCP", "appProtocol": "http"}],
            },
            opts=after(parent, *awaited),
        )
        if self.sources:
            KubernetesFlowProducer(child(name, "doors"), self._doors(), pulumi.ResourceOptions(parent=parent, depends_on=list(awaited)))

    def _doors(self) -> KubernetesFlowProducerArgs:
        return {
            "zone": self.zone,
            "namespace": self.namespace,
            "service": self.service,
            "port": self.port,
            "trust_domain": self.trust_domain,
            "sources": {flow: _given(source) for flow, source in self.sources.items()},
            "labels": dict(self.labels),
        }


def _given(source: FlowSource) -> Any:
    return {key: value for key, value in source.model_dump().items() if value not in (None, [])}
