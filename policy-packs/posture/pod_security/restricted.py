"""Controls that the level `restricted` adds: a pod is hardened as far as Kubernetes can tell.

Source: Kubernetes documentation, "Pod Security Standards"; the checks of `k8s.io/pod-security-admission/policy` 0.36 in their newest form.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.pod_security.baseline import PROFILES, added_capabilities, masked_proc
from posture.pod_security.breach import Breach
from posture.pod_security.reading import at, containers, flag, in_user_namespace, items, on_windows, one_of, undecided
from posture.values import Unknown, is_unknown

VOLUMES: Final = frozenset(
    {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"}
)
"""Kinds of volume that name no disk and no folder of a node."""


def volume_types(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Volumes are of the kinds that name no disk, share or folder directly."""
    listed = items(spec.get("volumes"))
    if isinstance(listed, Unknown):
        yield undecided("restrictedVolumes", "spec.volumes", "to volumes of its level")
        return
    for index, volume in enumerate(listed):
        path = f"spec.volumes[{index}]"
        if not isinstance(volume, Mapping):
            yield undecided("restrictedVolumes", path, "to volumes of its level")
            continue
        kinds = [kind for kind, value in volume.items() if kind != "name" and value is not None]
        # The API server makes a volume without a source an emptyDir ("SetDefaults_Volume").
        if kinds and not VOLUMES & set(kinds):
            yield Breach("restrictedVolumes", f"mounts a volume of kind {', '.join(kinds)}", path)


def privilege_escalation(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """No process gains more rights than its parent (`no_new_privs`)."""
    for one in containers(spec) if not on_windows(spec) else ():
        path = f"{one.path}.securityContext.allowPrivilegeEscalation"
        value = flag(one.at("securityContext.allowPrivilegeEscalation"))
        if isinstance(value, Unknown):
            yield undecided("allowPrivilegeEscalation", path, "its processes to their rights")
        elif value is not False:
            yield Breach("allowPrivilegeEscalation", f"lets processes gain rights: container {one.name}", path)


def non_root(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Containers must not run as root, unless root of a user namespace of the pod's own."""
    if in_user_namespace(spec):
        return
    whole = flag(at(spec, "securityContext.runAsNonRoot"))
    if whole is False:
        yield Breach("runAsNonRoot", "may run as root", "spec.securityContext.runAsNonRoot")
    for one in containers(spec):
        path = f"{one.path}.securityContext.runAsNonRoot"
        own = flag(one.at("securityContext.runAsNonRoot"))
        if isinstance(own, Unknown) or (own is None and isinstance(whole, Unknown)):
            yield undecided("runAsNonRoot", path, "off root")
        elif own is False or (own is None and whole is None):
            yield Breach("runAsNonRoot", f"may run as root: container {one.name}", path)


def user(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """No container says that it is root."""
    if in_user_namespace(spec):
        return
    contexts = [("the pod", "spec.securityContext", spec.get("securityContext"))]
    contexts += [(f"container {one.name}", f"{one.path}.securityContext", one.at("securityContext")) for one in containers(spec)]
    for who, path, context in contexts:
        value = at(context, "runAsUser")
        if is_unknown(value):
            yield undecided("runAsUser", f"{path}.runAsUser", "off root")
        elif value == 0 and value is not False:
            yield Breach("runAsUser", f"runs as root: {who}", f"{path}.runAsUser")


def seccomp(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Each container has a seccomp profile, of its own or by its pod."""
    if on_windows(spec):
        return
    whole = at(spec, "securityContext.seccompProfile.type")
    unknown = is_unknown(whole)
    for one in containers(spec):
        path = f"{one.path}.securityContext.seccompProfile"
        own = one.at("securityContext.seccompProfile")
        if is_unknown(own) or (own is None and unknown):
            yield undecided("seccompProfile", path, "its seccomp profile")
        elif own is None and not one_of(whole, PROFILES):
            yield Breach("seccompProfile", f"has no seccomp profile: container {one.name}", path)


def drops_all(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Containers drop all capabilities, and add at most NET_BIND_SERVICE."""
    if on_windows(spec):
        return
    yield from added_capabilities(spec, frozenset({"NET_BIND_SERVICE"}))
    for one in containers(spec):
        path = f"{one.path}.securityContext.capabilities.drop"
        listed = items(one.at("securityContext.capabilities.drop"))
        if isinstance(listed, Unknown) or ("ALL" not in listed and any(is_unknown(item) for item in listed)):
            yield undecided("capabilities", path, "without capabilities")
        elif "ALL" not in listed:
            yield Breach("capabilities", f"keeps capabilities: container {one.name} does not drop ALL", path)


def proc_mount(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """The masks of /proc stay, in a user namespace too."""
    yield from masked_proc(spec)
