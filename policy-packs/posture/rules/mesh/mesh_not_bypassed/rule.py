"""Pods of zones that are in a mesh are in it with all their traffic."""

from collections.abc import Iterator, Mapping
from typing import Any

from posture.readers.kubernetes.mesh import in_mesh
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_pods import PODS, Pod, zone_pods
from posture.rules.look import Look

_EXCLUDES = "traffic.sidecar.istio.io/exclude"
_INCLUDES = "traffic.sidecar.istio.io/include"
_INJECT = "sidecar.istio.io/inject"
_AMBIENT = "istio.io/dataplane-mode"
_MODE = "sidecar.istio.io/interceptionMode"
_PROXY = "proxy.istio.io/config"


@rule(*PODS)
def check(look: Look) -> Iterator[Fault]:
    """By label or by the older annotation. Interception NONE hands no traffic to the sidecar."""
    for pod in zone_pods(look):
        namespace = ground(look.scene).namespace(pod.owner)
        inside = in_mesh(namespace) if namespace is not None else False
        labels, notes = _said(pod, "labels"), _said(pod, "annotations")
        if inside is False and labels.get(_INJECT) != "true":
            continue
        if any(not isinstance(pod.metadata.get(part), (Mapping, type(None))) for part in ("annotations", "labels")):
            yield pod.untold("metadata", "whether it is in the mesh")
        if inside is True and "false" in (labels.get(_INJECT), notes.get(_INJECT)):
            yield pod.fault("stands outside of the mesh of its namespace", "metadata")
        if labels.get(_AMBIENT) == "none":
            yield pod.fault("stands outside of the mesh of its namespace", "metadata.labels")
        for note, value in sorted(notes.items(), key=str):
            if (str(note).startswith(_EXCLUDES) and value not in (None, "")) or (str(note).startswith(_INCLUDES) and value != "*"):
                yield pod.fault(f"keeps traffic out of the mesh: {str(note).rpartition('/')[2]}", "metadata.annotations")
            elif (note == _MODE and value == "NONE") or (note == _PROXY and "NONE" in str(value)):
                yield pod.fault("hands no traffic to its sidecar", "metadata.annotations")


def _said(pod: Pod, part: str) -> Mapping[str, Any]:
    found = pod.metadata.get(part)
    return found if isinstance(found, Mapping) else {}
