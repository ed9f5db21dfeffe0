"""In a mesh, workloads of zones call only what the mesh knows."""

from collections.abc import Iterator

from posture.readers.kubernetes.mesh import ROOT, in_mesh
from posture.readers.kubernetes.mesh_egress import REGISTRY_ONLY, outbound_mode
from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import SIDECARS, concerned
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import NAMESPACE, fault, rows, texts, untold, zoned
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

_MODE = "spec.outboundTrafficPolicy.mode"
_SELECTOR = "spec.workloadSelector"


@rule(*SIDECARS, *NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """Each Sidecar, and what holds in a namespace of the mesh."""
    for one in concerned(look):
        if one.kind == "Sidecar":
            yield from _sidecar(one)
            if one.value(_SELECTOR) in (None, {}) and _one_of_several(look, one):
                yield fault(one, "speaks for all of its namespace beside another that does: which of them holds is undefined", _SELECTOR)
    for one, _ in zoned(look):
        if one.kind == "Namespace" and in_mesh(one) is True:
            mode = outbound_mode(look.scene.stack, one)
            if isinstance(mode, Unknown):
                yield untold(
                    one, "metadata.name", "whether it calls what the mesh does not know: the mesh's settings are not in the program, or"
                )
            elif mode != REGISTRY_ONLY:
                yield fault(one, "lets its programs call what the mesh does not know: outbound traffic is ALLOW_ANY", "metadata.name")


def _one_of_several(look: Look, one: KubernetesObject) -> bool:
    """Whether it and another speak for all of a namespace. Istio documentation, "Sidecar": what holds then is undefined."""
    where = ground(look.scene)
    beside = where.by_namespace.get((one.cluster, where.namespace_name(one) or ""), [])
    return sum(other.kind == "Sidecar" and other.whole and other.value(_SELECTOR) in (None, {}) for other in beside) > 1


def _sidecar(one: KubernetesObject) -> Iterator[Fault]:
    mode = one.value(_MODE)
    if is_unknown(mode):
        yield untold(one, _MODE, "whether it calls what the mesh does not know")
    elif mode == "ALLOW_ANY":
        yield fault(one, "lets its programs call what the mesh does not know", _MODE)
    listed = rows(one, "spec.egress")
    if not isinstance(listed, Unknown) and not listed and one.whole and one.namespace != ROOT:
        # Istio reads it as `*/*` (pilot/pkg/model/sidecar.go); the narrower one of the root namespace holds no more. There, it leaves the mesh as it is.
        yield fault(one, "lets its programs call every host of every namespace: it names none", "spec.egress")
    elif isinstance(listed, Unknown):
        yield untold(one, "spec.egress", "whom it calls")
    for path, item in [] if isinstance(listed, Unknown) else listed:
        hosts = UNKNOWN if item is None else texts(item.get("hosts"))
        if isinstance(hosts, Unknown):
            yield untold(one, f"{path}.hosts", "whom it calls")
        elif any(host.startswith("*/*") for host in hosts):
            yield fault(one, "lets its programs call every host of every namespace", f"{path}.hosts")
