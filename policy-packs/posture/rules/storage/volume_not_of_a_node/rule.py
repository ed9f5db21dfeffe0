"""Volumes beside zones are no folders of a node, and no shares without a login."""

from collections.abc import Iterator
from typing import Final

from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_words import fault, k8s, others, things
from posture.rules.look import Look
from posture.values import is_unknown

VOLUME: Final = k8s("PersistentVolume")
_OPEN: Final = {"hostPath": "is a folder of a node", "local": "is a disk of one node", "nfs": "is a share that asks for no login"}


@rule(*VOLUME)
def check(look: Look) -> Iterator[Fault]:
    """A volume that is kept for a claim outside of zones is that claim's matter."""
    for one in things(look):
        if not look.scene.classified or _elsewhere(look, one):
            continue
        for kind, message in _OPEN.items():
            if one.value(f"spec.{kind}") is not None:
                yield fault(one, message, f"spec.{kind}")


def _elsewhere(look: Look, one: KubernetesObject) -> bool:
    name, namespace = one.text("spec.claimRef.name"), one.text("spec.claimRef.namespace")
    if name is None or is_unknown(name) or is_unknown(namespace):
        return False
    owner = ground(look.scene).namespaces.get((one.cluster, str(namespace)))
    claimed = [claim for claim in others(look, "PersistentVolumeClaim", cluster=one.cluster) if claim.name == name]
    zones = [ground(look.scene).zone(claim) for claim in claimed if ground(look.scene).namespace_name(claim) == namespace]
    return bool(owner is not None and ground(look.scene).zone(owner) is None and not any(zones))
