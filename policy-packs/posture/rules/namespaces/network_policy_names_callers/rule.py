"""Network policies of zones name whom they let in: not whoever calls, and not every address there is.

The zone access, which people enter, is left alone; so are namespaces of a mesh, whose own policies name the callers.
Source: Kubernetes documentation, "Network Policies" (a rule without `from` allows all sources; `ipBlock`).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ai_zones.plan import ZoneName
from posture.readers.kubernetes.mesh import in_mesh
from posture.readers.kubernetes.objects import KubernetesObject, value_at
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import fault, k8s, rows, untold, zoned
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_EVERYWHERE: Final = ("0.0.0.0/0", "::/0")


@rule(*k8s("NetworkPolicy"))
def check(look: Look) -> Iterator[Fault]:
    """Each rule for what comes in."""
    for one, zone in zoned(look):
        if one.kind != "NetworkPolicy" or zone is ZoneName.ACCESS:
            continue
        namespace = ground(look.scene).namespace(one)
        if namespace is not None and in_mesh(namespace) is not False:
            continue
        listed = rows(one, "spec.ingress")
        if isinstance(listed, Unknown):
            yield untold(one, "spec.ingress", "whom it lets in")
            continue
        for path, item in listed:
            yield from _callers(one, path, item)


def _callers(one: KubernetesObject, path: str, item: Mapping[str, Any] | None) -> Iterator[Fault]:
    sources = None if item is None else item.get("from")
    if item is None or is_unknown(sources) or not isinstance(sources, (list, tuple, type(None))):
        yield untold(one, f"{path}.from", "whom it lets in")
    elif not sources:
        yield fault(one, "lets in whoever calls: a rule names nobody", f"{path}.from")
    else:
        for index, source in enumerate(sources):
            if value_at(source, "ipBlock.cidr") in _EVERYWHERE:
                yield fault(one, "lets in whoever calls: every address", f"{path}.from[{index}].ipBlock.cidr")
