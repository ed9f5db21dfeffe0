"""Where an object of Kubernetes stands: its namespace, and by that its zone.

Source: DESIGN, "Classification": the label `ai-zone` of a namespace; a cluster belongs to one zone, its namespaces carry that zone or none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ai_zones.plan import ZoneName
from posture.graph.classify import ZONE_TAG
from posture.readers.kubernetes.kinds import PREFIX
from posture.readers.kubernetes.objects import KubernetesObject, objects, objects_of
from posture.values import is_unknown

if TYPE_CHECKING:
    from posture.rules.look import Look, Scene

_ZONES: Final = frozenset(ZoneName)
OF_THE_SYSTEM: Final = frozenset({"kube-system", "kube-public", "kube-node-lease"})
"""Namespaces that every cluster has for itself."""
ALWAYS_THERE: Final = OF_THE_SYSTEM | {"default"}


@dataclass
class Ground:
    """The namespaces of a stack, by cluster and name. Worked out once."""

    scene: "Scene"
    namespaces: dict[tuple[str, str], KubernetesObject] = field(default_factory=dict)
    by_namespace: dict[tuple[str, str], list[KubernetesObject]] = field(default_factory=dict)
    adrift: list[KubernetesObject] = field(default_factory=list)
    """Objects of which nobody can say in which namespace they stand."""

    def __post_init__(self) -> None:
        found = objects(self.scene.stack)
        for one in found:
            if one.kind == "Namespace" and one.group == "core" and isinstance(one.name, str):
                self.namespaces.setdefault((one.cluster, one.name), one)
        for one in found:
            if (name := self.namespace_name(one)) is not None:
                self.by_namespace.setdefault((one.cluster, name), []).append(one)
            elif is_unknown(one.namespace):
                self.adrift.append(one)

    def namespace_name(self, one: KubernetesObject) -> str | None:
        """Name of the namespace that an object stands in; None for none, and for one that can't be told."""
        if isinstance(one.namespace, str):
            return one.namespace
        if is_unknown(one.namespace):
            came_from = [self.scene.stack.by_urn.get(urn) for urn in one.resource.property_dependencies.get("metadata", ())]
            owners = [found for source in came_from if source is not None for found in objects_of(self.scene.stack, source)]
            names = {found.name for found in owners if found.kind == "Namespace" and isinstance(found.name, str)}
            return next(iter(names)) if len(names) == 1 else None
        return None

    def namespace(self, one: KubernetesObject) -> KubernetesObject | None:
        """The namespace that an object stands in, where the stack has it; a namespace stands in itself."""
        if one.kind == "Namespace":
            return one
        name = self.namespace_name(one)
        return self.namespaces.get((one.cluster, name)) if name is not None else None

    def beside(self, namespace: KubernetesObject, *kinds: str, group: str | None = None) -> list[KubernetesObject]:
        """Objects of these kinds that stand in the namespace."""
        name = namespace.name
        found = self.by_namespace.get((namespace.cluster, name), []) if isinstance(name, str) else []
        return [one for one in found if one.kind in kinds and (group is None or one.group == group)]

    def maybe_beside(self, namespace: KubernetesObject, *kinds: str) -> bool:
        """Whether an object of these kinds may stand in the namespace: of one nobody can say where it does."""
        return any(one.kind in kinds and one.cluster == namespace.cluster for one in self.adrift)

    def zone(self, one: KubernetesObject) -> ZoneName | None:
        """The zone of an object: its namespace's label, its own, what the reviewer says of its name, else its cluster's."""
        namespace = self.namespace(one)
        for labelled in (namespace, one):
            if labelled is not None and (zone := label_zone(labelled.labels)) is not None:
                return zone
        names = [text for text in (one.name, self.namespace_name(one)) if isinstance(text, str)]
        if namespace is not None:
            names.append(namespace.resource.name)
        if (zone := self.scene.classifier.zone(one.urn, names=names).zone) is not None:
            return zone
        return self.scene.classifier.zone(one.cluster).zone if one.cluster in self.scene.stack.by_urn else None

    def zoned(self) -> Iterator[tuple[KubernetesObject, ZoneName]]:
        """Namespaces of zones."""
        for one in self.namespaces.values():
            if (zone := self.zone(one)) is not None:
                yield one, zone


def label_zone(labels: Any) -> ZoneName | None:
    """The zone that labels name; None where they name none, or none that there is."""
    value = labels.get(ZONE_TAG) if isinstance(labels, Mapping) else None
    return ZoneName(value) if isinstance(value, str) and value in _ZONES else None


def ground(scene: "Scene") -> Ground:
    """The namespaces of the judged stack."""
    if "kubernetes" not in scene.notes:
        scene.notes["kubernetes"] = Ground(scene)
    found: Ground = scene.notes["kubernetes"]
    return found


def kubernetes_zone(look: "Look") -> ZoneName | None:
    """The zone of a resource of the Kubernetes provider. A list of objects has one where all of them have the same."""
    zones = {ground(look.scene).zone(one) for one in objects_of(look.scene.stack, look.resource)}
    return next(iter(zones)) if len(zones) == 1 else None


def on_kubernetes(token: str) -> bool:
    """Whether a type is one of the Kubernetes provider."""
    return token.startswith(PREFIX)
