"""In a mesh, workloads of zones are called only by programs that a policy names."""

from collections.abc import Iterator

from posture.readers.kubernetes.mesh import in_mesh
from posture.readers.kubernetes.mesh_callers import denies_by_default, everybody
from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import CALLERS, each_that_allows
from posture.rules.kubernetes_words import NAMESPACE, fault, untold, zoned
from posture.rules.look import Look
from posture.values import Unknown


@rule(*CALLERS, *NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """Each policy that allows, and whether a namespace of the mesh denies whom none names."""
    yield from each_that_allows(look, _policy)
    for one, _ in zoned(look):
        if one.kind == "Namespace" and in_mesh(one) is True:
            denied = denies_by_default(look.scene.stack, one)
            if isinstance(denied, Unknown):
                yield untold(one, "metadata.name", "whether it denies whom no policy names: the mesh's own is not in the program, or")
            elif not denied:
                yield fault(one, "lets every program of the mesh in: no policy denies whom none names", "metadata.name")


def _policy(one: KubernetesObject) -> Iterator[Fault]:
    for path, message in everybody(one):
        yield untold(one, path, "whom it lets in") if message is None else fault(one, message, path)
