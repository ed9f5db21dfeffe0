"""What many checks of Kubernetes objects are made of.

A resource may hold one object or a list of them (`posture.readers.kubernetes.objects`), so a check asks for the objects of what it looks at.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ai_zones.plan import ZoneName
from posture.proofs.verdict import Verdict
from posture.readers.kubernetes.kinds import tokens
from posture.readers.kubernetes.objects import KubernetesObject, objects_of, of_kind
from posture.rules.contract import Fault
from posture.rules.kubernetes_places import ground
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

k8s = tokens
"""Type tokens: `k8s("Pod", "Deployment")`."""
NAMESPACE: Final = k8s("Namespace")
SECRET: Final = k8s("Secret")
SERVICE_ACCOUNT: Final = k8s("ServiceAccount")


def things(look: Look) -> tuple[KubernetesObject, ...]:
    """The objects that a resource holds."""
    return objects_of(look.scene.stack, look.resource)


def zoned(look: Look) -> Iterator[tuple[KubernetesObject, ZoneName]]:
    """Those of its objects that stand in a zone."""
    for one in things(look):
        if (zone := ground(look.scene).zone(one)) is not None:
            yield one, zone


def others(look: Look, *kinds: str, cluster: str, group: str | None = None) -> list[KubernetesObject]:
    """Objects of these kinds in the same cluster."""
    return [one for one in of_kind(look.scene.stack, *kinds, group=group) if one.cluster == cluster]


def fault(one: KubernetesObject, message: str, path: str) -> Fault:
    """Something that is wrong with an object."""
    return Fault(message, one.prop(path))


def untold(one: KubernetesObject, path: str, what: str) -> Fault:
    """Something that only the update tells."""
    return Fault(f"{what} can't be told: {one.prop(path)} is unknown until the update", one.prop(path), Verdict.UNPROVEN)


def rows(one: KubernetesObject, path: str) -> list[tuple[str, Mapping[str, Any] | None]] | Unknown:
    """Items of a list of mappings, with their paths; one that is unknown is None."""
    listed = one.items(path)
    if isinstance(listed, Unknown):
        return listed
    return [(f"{path}[{index}]", item if isinstance(item, Mapping) else None) for index, item in enumerate(listed)]


def texts(value: Any) -> list[str] | Unknown:
    """A list of texts that is known; absent is the empty one."""
    if value is None:
        return []
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return list(value)
    return UNKNOWN


def word(item: Any, name: str) -> str | Unknown | None:
    """A text of a mapping, `UNKNOWN` (also where the mapping or the text is something else), or None where nothing stands."""
    if item is None:
        return None
    found = item.get(name) if isinstance(item, Mapping) else UNKNOWN
    return found if found is None or isinstance(found, str) else UNKNOWN


def labelled(one: KubernetesObject, label: str) -> Any:
    """The value of a label: a text, `UNKNOWN` or None."""
    labels = one.labels
    return labels if is_unknown(labels) else word(labels, label)


def noted(one: KubernetesObject, annotation: str) -> Any:
    """The value of an annotation: a text, `UNKNOWN` or None."""
    notes = one.annotations
    return notes if is_unknown(notes) else word(notes, annotation)
