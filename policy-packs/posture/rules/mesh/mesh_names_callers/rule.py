"""In a mesh, workloads of zones are called only by programs that a policy names."""

from collections.abc import Iterator

from posture.readers.kubernetes.mesh import in_mesh
from posture.readers.kubernetes.mesh_callers import action_of, denies_by_default, everybody
from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_mesh import CALLERS, concerned, each_that_allows
from posture.rules.kubernetes_words import NAMESPACE, fault, untold, zoned
from posture.rules.look import Look
from posture.values import Unknown


@rule(*CALLERS, *NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """Each policy that allows, one that denies nobody, and whether a namespace of the mesh denies whom none names."""
    yield from each_that_allows(look, _policy)
    for one in concerned(look):
        if one.kind == "AuthorizationPolicy" and action_of(one) == "DENY" and one.whole and one.items("spec.rules") in ([], ()):
            # Istio documentation, "Authorization Policy" (rules): without any, the policy matches no request.
            yield fault(one, "denies nobody: a policy that denies matches no caller without rules", "spec.rules")
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
