"""Pods, by the templates that make them: Pod, Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob, ReplicationController.

Source: Kubernetes documentation, "Pods", "Workload Management"; API reference of `PodSpec` (`hostNetwork`) and `ContainerPort`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from posture.kubernetes.parties import NamedPort, Pod
from posture.kubernetes.rules import PROTOCOLS
from posture.kubernetes.selectors import Labels
from posture.readers.kubernetes.namespaces import Home
from posture.readers.kubernetes.objects import KubernetesObject, given, value_at
from posture.values import UNKNOWN, is_unknown

TEMPLATES: Final = {
    "Pod": "",
    "PodTemplate": "template",
    "Deployment": "spec.template",
    "ReplicaSet": "spec.template",
    "StatefulSet": "spec.template",
    "DaemonSet": "spec.template",
    "ReplicationController": "spec.template",
    "Job": "spec.template",
    "CronJob": "spec.jobTemplate.spec.template",
}
"""Kind → where its pod template stands; a Pod is its own."""
CONTAINERS: Final = ("containers", "initContainers", "ephemeralContainers")


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """Pods of one template."""

    pod: Pod
    object: KubernetesObject
    home: Home

    @property
    def everywhere(self) -> bool:
        """Whether one stands on every node."""
        return self.object.kind == "DaemonSet"


def template_path(one: KubernetesObject, path: str = "") -> str:
    """A path within the pod template, from the top of the object: `spec.hostNetwork` → `spec.template.spec.hostNetwork`."""
    return ".".join(part for part in (TEMPLATES[one.kind], path) if part)


def in_template(one: KubernetesObject, path: str) -> Any:
    """What stands at a path of the pod template."""
    return one.value(template_path(one, path))


def containers(one: KubernetesObject) -> Iterator[tuple[str, Any]]:
    """Path (from the top of the object) and mapping of every container; a mapping may be unknown."""
    for kind in CONTAINERS:
        path = template_path(one, f"spec.{kind}")
        listed = one.items(path)
        if is_unknown(listed):
            yield path, UNKNOWN
            continue
        for index, container in enumerate(listed):
            yield f"{path}[{index}]", container if isinstance(container, Mapping) else UNKNOWN


def make_pod(one: KubernetesObject, home: Home) -> Made:
    """The pods of an object that has a template."""
    path = template_path(one, "metadata.labels")
    found = one.value(path)
    labels = Labels.of(found)
    if not one.whole or is_unknown(one.value(TEMPLATES[one.kind] or "metadata")):
        labels = Labels(labels.known, False)
    pod = Pod(one.key, one.resource.name, home.party, labels, _ports(one), _on_host(one))
    return Made(pod, one, home)


def _on_host(one: KubernetesObject) -> bool | None:
    found = in_template(one, "spec.hostNetwork")
    if is_unknown(found):
        return None
    return found is True if one.whole or found is not None else None


def _ports(one: KubernetesObject) -> tuple[NamedPort, ...] | None:
    found: list[NamedPort] = []
    for _, container in containers(one):
        ports = value_at(container, "ports")
        if is_unknown(ports) or not one.whole:
            return None
        for port in ports if isinstance(ports, (list, tuple)) else ():
            number, protocol = value_at(port, "containerPort"), given(value_at(port, "protocol"), "TCP")
            name = value_at(port, "name")
            if is_unknown(name) or (name is not None and (is_unknown(number) or not isinstance(protocol, str))):
                return None
            if isinstance(name, str) and isinstance(number, (int, float)) and protocol.lower() in PROTOCOLS:
                found.append(NamedPort(name, protocol.lower(), int(number)))
    return tuple(found)
