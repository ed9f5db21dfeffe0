"""An object carries the zone of its namespace, or none; and so do the pods, claims and secrets that it makes.

Source: DESIGN, "Classification": a zone is a namespace's label. Selectors of network policies, services and meshes match labels, so an object that names
another zone than it stands in may be taken for one of that zone's.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.classify import ZONE_TAG
from posture.readers.kubernetes.objects import KubernetesObject
from posture.readers.kubernetes.pods import TEMPLATES
from posture.rules.contract import EVERY, Fault, rule
from posture.rules.kubernetes_places import ground, label_zone, on_kubernetes
from posture.rules.kubernetes_words import fault, rows, things, untold
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_CLAIMS: Final = "spec.volumeClaimTemplates"


@rule(EVERY, of=("kubernetes",))
def check(look: Look) -> Iterator[Fault]:
    """Each object that stands in a namespace of a zone. A namespace without one, and what stands in no namespace, may hold what is any zone's."""
    if not on_kubernetes(look.resource.type):
        return
    for one in things(look):
        if one.kind == "Namespace":
            continue
        name, zone = _namespace(look, one)
        if zone is None:
            continue
        for path in _labelled(one):
            yield from _judged(one, path, name, zone)


def _namespace(look: Look, one: KubernetesObject) -> tuple[str, ZoneName | None]:
    """The namespace of an object, and its zone: by its label, else by what the reviewer says of its name."""
    where = ground(look.scene)
    name = where.namespace_name(one)
    if name is None:
        return "", None
    found = where.namespaces.get((one.cluster, name))
    if found is not None:
        # A label that only the update tells, or that names no zone, contradicts nobody.
        unclear = is_unknown(found.labels) or ZONE_TAG in found.labels
        return name, label_zone(found.labels) if unclear else where.zone(found)
    fitting = [zone for zone, globs in look.approved.zone_patterns.items() if any(fnmatchcase(name, glob) for glob in globs)]
    return name, fitting[0] if len(fitting) == 1 else None


def _labelled(one: KubernetesObject) -> Iterator[str]:
    """Where labels stand: the object's own, and those that it gives to what it makes."""
    yield "metadata.labels"
    if at := TEMPLATES.get(one.kind):
        yield f"{at}.metadata.labels"
    if one.kind == "CronJob":
        yield "spec.jobTemplate.metadata.labels"
    if one.kind == "StatefulSet":
        listed = rows(one, _CLAIMS)
        yield from (f"{path}.metadata.labels" for path, _ in ([] if isinstance(listed, Unknown) else listed))
    if one.kind == "Certificate":
        yield "spec.secretTemplate.labels"


def _judged(one: KubernetesObject, path: str, name: str, zone: ZoneName) -> Iterator[Fault]:
    labels = one.mapping(path)
    value = labels if isinstance(labels, Unknown) else labels.get(ZONE_TAG)
    if is_unknown(value):
        yield untold(one, path, "whether it is labelled for the zone of its namespace")
    elif value is not None and (own := label_zone(labels)) is not zone:
        said = f"is labelled {own}" if own is not None else f"has a label {ZONE_TAG} that names no zone"
        yield fault(one, f"{said}, though it stands in namespace {name} of {zone}", path)
