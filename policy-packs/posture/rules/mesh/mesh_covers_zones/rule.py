"""In a cluster with a mesh, every zone is in it."""

from collections.abc import Iterator

from posture.readers.kubernetes.mesh import has_mesh, in_mesh
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_words import NAMESPACE, fault, untold, zoned
from posture.rules.look import Look
from posture.values import Unknown


@rule(*NAMESPACE)
def check(look: Look) -> Iterator[Fault]:
    """A cluster without any mesh is judged by its network alone."""
    for one, _ in zoned(look):
        if not has_mesh(look.scene.stack, one.cluster):
            continue
        inside = in_mesh(one)
        if isinstance(inside, Unknown):
            yield untold(one, "metadata.labels", "whether it is in the mesh")
        elif not inside:
            yield fault(one, "stands outside of its cluster's mesh", "metadata.labels")
