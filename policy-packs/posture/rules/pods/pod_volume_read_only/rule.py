"""Pods of inference mount what outlives them read only."""

from collections.abc import Iterator
from typing import Any, Final

from ai_zones.plan import ZoneName
from posture.pod_security.reading import items
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_pods import PODS, Pod, zone_pods
from posture.rules.kubernetes_words import rows
from posture.rules.look import Look
from posture.values import UNKNOWN, Unknown, is_unknown

_PASSING: Final = frozenset({"emptyDir", "configMap", "secret", "downwardAPI", "projected", "ephemeral", "image"})
"""Kinds that end with the pod, or that Kubernetes itself mounts read only."""


@rule(*PODS)
def check(look: Look) -> Iterator[Fault]:
    """Kubernetes documentation, "Persistent Volumes": `readOnly` of the claim's volume, of the mount, or a read-only source."""
    for pod in zone_pods(look):
        if pod.zone is ZoneName.INFERENCE:
            lasting = _lasting(pod)
            if isinstance(lasting, Unknown):
                yield pod.untold("spec.volumes", "whether it writes to what outlives it")
            else:
                yield from _mounts(pod, lasting)


def _lasting(pod: Pod) -> set[str] | Unknown:
    """Names of volumes that outlive the pod and may be written to."""
    listed = items(pod.spec.get("volumes"))
    if isinstance(listed, Unknown) or any(not isinstance(volume, dict) for volume in listed):
        return UNKNOWN
    found = {str(volume.get("name")) for volume in listed if not _closed(volume)}
    # A StatefulSet makes a claim of each template, by the template's name.
    templates = rows(pod.owner, "spec.volumeClaimTemplates") if pod.owner.kind == "StatefulSet" else []
    for _, claim in [] if isinstance(templates, Unknown) else templates:
        metadata = claim.get("metadata") if claim is not None else None
        found.add(str(metadata.get("name")) if isinstance(metadata, dict) else "")
    return found


def _closed(volume: dict[str, Any]) -> bool:
    sources = {kind: value for kind, value in volume.items() if kind != "name" and value is not None}
    if not sources or set(sources) <= _PASSING:
        return True
    return all(isinstance(value, dict) and value.get("readOnly") is True for kind, value in sources.items() if kind not in _PASSING)


def _mounts(pod: Pod, lasting: set[str]) -> Iterator[Fault]:
    for one in pod.containers:
        mounts, devices = items(one.at("volumeMounts")), items(one.at("volumeDevices"))
        if isinstance(mounts, Unknown):
            if lasting:
                yield pod.untold(f"{one.path}.volumeMounts", "whether it writes to what outlives it")
            continue
        for index, mount in enumerate(mounts):
            path = f"{one.path}.volumeMounts[{index}]"
            if not isinstance(mount, dict) or is_unknown(mount.get("readOnly")):
                yield pod.untold(path, "whether it writes to what outlives it")
            elif str(mount.get("name")) in lasting and mount.get("readOnly") is not True:
                yield pod.fault(f"lets a model write to what outlives it: container {one.name}", f"{path}.readOnly")
        for index, device in enumerate([] if isinstance(devices, Unknown) else devices):
            if isinstance(device, dict) and str(device.get("name")) in lasting:
                yield pod.fault(f"lets a model write to a raw disk: container {one.name}", f"{one.path}.volumeDevices[{index}]")
