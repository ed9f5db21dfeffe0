"""In a mesh, workloads of zones take only callers who prove who they are."""

from collections.abc import Iterator

from posture.readers.kubernetes.mesh import in_mesh
from posture.readers.kubernetes.mesh_mtls import STRICT, mode_of, namespace_mode, weak_ports
from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import PEERS, concerned
from posture.rules.kubernetes_words import NAMESPACE, fault, untold, zoned
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_MTLS = "spec.mtls.mode"


@rule(*PEERS, *NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """Each policy, and what holds in a namespace of the mesh when all of them are taken together."""
    for one in concerned(look):
        if one.kind == "PeerAuthentication":
            yield from _policy(one)
    for one, _ in zoned(look):
        if one.kind == "Namespace" and in_mesh(one) is True:
            mode = namespace_mode(look.scene.stack, one)
            if isinstance(mode, Unknown):
                yield untold(one, "metadata.name", "whether callers prove who they are: the mesh's own policy is not in the program, or")
            elif mode != STRICT:
                yield fault(one, "takes callers who don't prove who they are: no policy asks for mutual TLS in it", "metadata.name")


def _policy(one: KubernetesObject) -> Iterator[Fault]:
    mode = mode_of(one)
    if isinstance(mode, Unknown):
        yield untold(one, _MTLS, "whether callers prove who they are")
    elif mode not in (None, STRICT):
        yield fault(one, f"takes callers who don't prove who they are: its mode is {mode}", _MTLS)
    for path, found in weak_ports(one):
        if is_unknown(found):
            yield untold(one, path, "whether callers of a port prove who they are")
        else:
            yield fault(one, f"takes callers who don't prove who they are, on a port: its mode is {found}", path)
