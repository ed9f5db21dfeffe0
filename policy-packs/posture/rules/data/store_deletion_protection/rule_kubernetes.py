"""Disks of records outlive their claims."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.search import HOLDERS
from posture.readers.kubernetes.objects import KubernetesObject, of_kind, value_at
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import fault, k8s, rows, things, untold
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

CLASS: Final = k8s("StorageClass")


@rule(*CLASS)
def check(look: Look) -> Iterator[Fault]:
    """Kubernetes documentation, "Storage Classes" (Reclaim policy): Delete, the default, takes the disk away with its claim."""
    for one in things(look):
        if not any(_takes(look, claim, one) for claim in of_kind(look.scene.stack, "PersistentVolumeClaim", "StatefulSet")):
            continue
        policy = one.value("reclaimPolicy")
        if is_unknown(policy):
            yield untold(one, "reclaimPolicy", "whether disks outlive their claims")
        elif policy != "Retain":
            yield fault(one, "takes a disk of records away together with its claim", "reclaimPolicy")


def _takes(look: Look, claim: KubernetesObject, one: KubernetesObject) -> bool:
    if claim.cluster != one.cluster or ground(look.scene).zone(claim) not in HOLDERS:
        return False
    if claim.kind == "PersistentVolumeClaim":
        return bool(claim.value("spec.storageClassName") == one.name)
    listed = rows(claim, "spec.volumeClaimTemplates")
    return any(value_at(item, "spec.storageClassName") == one.name for _, item in ([] if isinstance(listed, Unknown) else listed))
