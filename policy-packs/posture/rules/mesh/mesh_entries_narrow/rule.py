"""What is added to a mesh with zones has a name, and is known in one namespace."""

from collections.abc import Iterator

from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import ENTRIES
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import fault, texts, things, untold
from posture.rules.look import Look
from posture.values import Unknown


@rule(*ENTRIES)
def check(look: Look) -> Iterator[Fault]:
    """An entry without exportTo is exported to all namespaces, zones or not, so entries of the whole cluster count."""
    for one in things(look):
        if any(namespace.cluster == one.cluster for namespace, _ in ground(look.scene).zoned()):
            yield from _entry(one, ground(look.scene).zone(one) is not None)


def _entry(one: KubernetesObject, in_zone: bool) -> Iterator[Fault]:
    scope, hosts = texts(one.value("spec.exportTo")), texts(one.value("spec.hosts"))
    if isinstance(scope, Unknown):
        yield untold(one, "spec.exportTo", "which namespaces know it")
        return
    everywhere = not scope or "*" in scope
    if everywhere:
        yield fault(one, "is known in every namespace, in those of zones too", "spec.exportTo")
    if not in_zone and not everywhere:
        return
    if isinstance(hosts, Unknown):
        yield untold(one, "spec.hosts", "which hosts it opens")
    elif any("*" in host for host in hosts):
        yield fault(one, "opens every host below a domain", "spec.hosts")
    if one.value("spec.location") != "MESH_INTERNAL" and one.value("spec.resolution") in (None, "NONE"):
        yield fault(one, "passes a call on to whatever address the caller wrote: its resolution is NONE", "spec.resolution")
