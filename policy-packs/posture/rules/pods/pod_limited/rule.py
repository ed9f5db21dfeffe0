"""Containers of zones have limits of memory and processor, of their own, of their pod or by their namespace's LimitRange."""

from collections.abc import Iterator
from typing import Final

from posture.pod_security.reading import at
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_pods import PODS, Pod, zone_pods
from posture.rules.kubernetes_words import rows
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_WANTED: Final = ("memory", "cpu")


@rule(*PODS)
def check(look: Look) -> Iterator[Fault]:
    """Kubernetes documentation, "Limit Ranges": a default is given to each container that says none; ephemeral ones take none at all."""
    for pod in zone_pods(look):
        given = _defaults(look, pod)
        for one in pod.containers:
            if "ephemeralContainers" in one.path:
                continue
            for resource in _WANTED:
                path = f"resources.limits.{resource}"
                own, whole = one.at(path), at(pod.spec, path)
                if own is None and is_unknown(whole):
                    own = whole
                if own is None and whole is None and resource not in given:
                    yield pod.fault(f"has a container without a limit of {resource}: {one.name}", f"{one.path}.{path}")
                elif is_unknown(own) and one.body is None:
                    yield pod.untold(f"{one.path}.{path}", f"whether there is a limit of {resource}")


def _defaults(look: Look, pod: Pod) -> set[str]:
    namespace = ground(look.scene).namespace(pod.owner)
    found: set[str] = set()
    for limits in ground(look.scene).beside(namespace, "LimitRange") if namespace is not None else ():
        listed = rows(limits, "spec.limits")
        for _, item in () if isinstance(listed, Unknown) else listed:
            default = item.get("default") if item is not None and item.get("type") == "Container" else None
            found.update(default if isinstance(default, dict) else ())
    return found
