"""Pods as programs write them: alone, or as the template of what makes them.

Source: Kubernetes documentation, "Workloads", "Pod templates".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ai_zones.plan import ZoneName
from posture.pod_security.reading import Container, containers
from posture.readers.kubernetes.objects import KubernetesObject
from posture.readers.kubernetes.pods import TEMPLATES
from posture.rules.contract import Fault
from posture.rules.kubernetes_places import OF_THE_SYSTEM, ground
from posture.rules.kubernetes_words import fault, k8s, things, untold
from posture.rules.look import Look
from posture.values import Unknown, Untold, is_unknown

PODS: Final = k8s(*TEMPLATES)


@dataclass(frozen=True)
class Pod:
    """A pod of the program. `spec` and `metadata` answer `UNKNOWN` to everything where nothing of them is told."""

    owner: KubernetesObject
    at: str
    metadata: Mapping[str, Any]
    spec: Mapping[str, Any]
    zone: ZoneName | None

    @property
    def containers(self) -> list[Container]:
        """Init, plain and ephemeral ones."""
        return list(containers(self.spec))

    def path(self, below: str) -> str:
        """A path below the pod, from the top of its object."""
        return f"{self.at}.{below}" if self.at else below

    def fault(self, message: str, below: str) -> Fault:
        """Something that is wrong with it."""
        return fault(self.owner, message, self.path(below))

    def untold(self, below: str, what: str) -> Fault:
        """Something that only the update tells."""
        return untold(self.owner, self.path(below), what)

    @property
    def account(self) -> str | Unknown:
        """Name of its service account."""
        for prop in ("serviceAccountName", "serviceAccount"):
            value = self.spec.get(prop)
            if is_unknown(value):
                return value
            if isinstance(value, str) and value:
                return value
        return "default"


def pods(look: Look) -> Iterator[Pod]:
    """The pods of a resource."""
    for one in things(look):
        if one.kind not in TEMPLATES:
            continue
        at = TEMPLATES[one.kind]
        body = one.value(at) if at else one.body
        if body is None and not one.whole:
            continue  # A patch that leaves the pod alone.
        spec, metadata = (body.get("spec"), body.get("metadata")) if isinstance(body, Mapping) else (body, body)
        yield Pod(
            one,
            at,
            metadata if isinstance(metadata, Mapping) else Untold() if is_unknown(metadata) else {},
            spec if isinstance(spec, Mapping) else Untold(),
            ground(look.scene).zone(one),
        )


def zone_pods(look: Look) -> Iterator[Pod]:
    """Those of its pods that stand in a zone. What the cluster runs for itself, in its own namespaces, stands in none."""
    for pod in pods(look):
        if pod.zone is not None and pod.owner.namespace not in OF_THE_SYSTEM:
            yield pod
