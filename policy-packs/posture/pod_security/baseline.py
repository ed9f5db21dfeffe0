"""Controls of the level `baseline`: what gives a pod more than a container has.

Source: Kubernetes documentation, "Pod Security Standards"; the checks of `k8s.io/pod-security-admission/policy` 0.36 in their newest form.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from posture.pod_security.breach import Breach
from posture.pod_security.reading import Container, at, containers, flag, in_user_namespace, items, one_of, undecided
from posture.values import UNKNOWN, Unknown, is_unknown

CAPABILITIES: Final = frozenset(
    {
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    }
)
"""Those that container runtimes give by default."""
SYSCTLS: Final = frozenset(
    {
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_wmem",
    }
)
"""Those that concern the pod alone."""
SELINUX_TYPES: Final = frozenset({"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"})
PROFILES: Final = frozenset({"RuntimeDefault", "Localhost"})
"""Profiles of seccomp and AppArmor that confine."""
_HOSTS: Final = ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop")
_APPARMOR: Final = "container.apparmor.security.beta.kubernetes.io/"


def places(spec: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Each security context: who has it, where, and what it says."""
    yield "the pod", "spec.securityContext", spec.get("securityContext")
    for one in containers(spec):
        yield f"container {one.name}", f"{one.path}.securityContext", one.at("securityContext")


def privileged(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Privileged containers switch most isolation off."""
    yield from _never_true("privileged", containers(spec), "securityContext.privileged", "is privileged")


def _never_true(control: str, found: Iterator[Container], path: str, fault: str) -> Iterator[Breach]:
    for one in found:
        value = flag(one.at(path))
        if isinstance(value, Unknown):
            yield undecided(control, f"{one.path}.{path}", control)
        elif value:
            yield Breach(control, f"has a container that {fault}: {one.name}", f"{one.path}.{path}")


def host_namespaces(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Sharing the host's namespaces shows what other pods and the node do."""
    for prop, what in (("hostNetwork", "network"), ("hostPID", "processes"), ("hostIPC", "shared memory")):
        value = flag(spec.get(prop))
        if isinstance(value, Unknown):
            yield undecided("hostNamespaces", f"spec.{prop}", "to its own namespaces")
        elif value:
            yield Breach("hostNamespaces", f"shares its node's {what}", f"spec.{prop}")


def host_process(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Windows: a HostProcess container is a process of the node."""
    for who, path, context in places(spec):
        value = flag(at(context, "windowsOptions.hostProcess"))
        if isinstance(value, Unknown):
            yield undecided("windowsHostProcess", f"{path}.windowsOptions.hostProcess", "apart from its node")
        elif value:
            yield Breach("windowsHostProcess", f"runs as a process of its node: {who}", f"{path}.windowsOptions.hostProcess")


def host_paths(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """A hostPath volume is a folder of the node."""
    listed = items(spec.get("volumes"))
    if isinstance(listed, Unknown):
        yield undecided("hostPathVolumes", "spec.volumes", "off its node's files")
        return
    for index, volume in enumerate(listed):
        found = volume.get("hostPath") if isinstance(volume, Mapping) else UNKNOWN
        if is_unknown(found):
            yield undecided("hostPathVolumes", f"spec.volumes[{index}]", "off its node's files")
        elif found is not None:
            yield Breach("hostPathVolumes", "mounts a folder of its node", f"spec.volumes[{index}].hostPath")


def host_ports(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """A host port answers at the node's address, beside every policy of the pod's network."""
    for one in containers(spec):
        listed = items(one.at("ports"))
        if isinstance(listed, Unknown):
            yield undecided("hostPorts", f"{one.path}.ports", "off its node's ports")
            continue
        for index, port in enumerate(listed):
            value = port.get("hostPort") if isinstance(port, Mapping) else UNKNOWN
            if is_unknown(value):
                yield undecided("hostPorts", f"{one.path}.ports[{index}]", "off its node's ports")
            elif value not in (None, 0):
                yield Breach("hostPorts", f"answers on a port of its node: container {one.name}", f"{one.path}.ports[{index}].hostPort")


def capabilities(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Containers get no capability beside the runtime's own."""
    yield from added_capabilities(spec, CAPABILITIES)


def added_capabilities(spec: Mapping[str, Any], allowed: frozenset[str]) -> Iterator[Breach]:
    """Capabilities that a container adds beside the allowed ones."""
    for one in containers(spec):
        path = f"{one.path}.securityContext.capabilities.add"
        listed = items(one.at("securityContext.capabilities.add"))
        if isinstance(listed, Unknown) or any(is_unknown(item) for item in listed):
            yield undecided("capabilities", path, "to the capabilities of its level")
        elif more := sorted(str(item) for item in listed if not one_of(item, allowed)):
            yield Breach("capabilities", f"gives container {one.name} the capability {', '.join(more)}", path)


def app_armor(metadata: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """AppArmor is not switched off, by field or by the older annotation."""
    yield from _profiles(spec, "appArmorProfile", "switches AppArmor off")
    notes = metadata.get("annotations")
    if is_unknown(notes):
        yield undecided("appArmorProfile", "metadata.annotations", "its profile of AppArmor")
    for key, value in notes.items() if isinstance(notes, Mapping) else ():
        if not str(key).startswith(_APPARMOR):
            continue
        if is_unknown(value):
            yield undecided("appArmorProfile", "metadata.annotations", "its profile of AppArmor")
        elif value not in ("", None, "runtime/default") and not str(value).startswith("localhost/"):
            yield Breach("appArmorProfile", f"switches AppArmor off: container {str(key).removeprefix(_APPARMOR)}", "metadata.annotations")


def seccomp(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Seccomp is not switched off."""
    yield from _profiles(spec, "seccompProfile", "switches seccomp off")


def _profiles(spec: Mapping[str, Any], prop: str, fault: str) -> Iterator[Breach]:
    for who, path, context in places(spec):
        profile = at(context, prop)
        kind = at(profile, "type") if profile is not None else None
        if is_unknown(profile) or is_unknown(kind):
            yield undecided(prop, f"{path}.{prop}", f"its {prop}")
        elif profile is not None and not one_of(kind, PROFILES):
            yield Breach(prop, f"{fault}: {who}", f"{path}.{prop}.type")


def selinux(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """SELinux confines it as a container, without a user or role of its own."""
    for who, path, context in places(spec):
        kind, user, role = (at(context, f"seLinuxOptions.{part}") for part in ("type", "user", "role"))
        if any(is_unknown(part) for part in (kind, user, role)):
            yield undecided("seLinuxOptions", f"{path}.seLinuxOptions", "its confinement by SELinux")
        elif not one_of(kind or "", SELINUX_TYPES) or user or role:
            yield Breach("seLinuxOptions", f"has a type, user or role of SELinux of its own: {who}", f"{path}.seLinuxOptions")


def proc_mount(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """The masks of /proc stay, unless the pod has a user namespace of its own."""
    if not in_user_namespace(spec):
        yield from masked_proc(spec)


def masked_proc(spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Containers whose /proc is not masked."""
    for one in containers(spec):
        value = one.at("securityContext.procMount")
        if is_unknown(value):
            yield undecided("procMount", f"{one.path}.securityContext.procMount", "its masks of /proc")
        elif value not in (None, "Default"):
            yield Breach("procMount", f"sees all of /proc: container {one.name}", f"{one.path}.securityContext.procMount")


def sysctls(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Parameters of the kernel are those that concern the pod alone."""
    path = "spec.securityContext.sysctls"
    listed = items(at(spec, "securityContext.sysctls"))
    names = UNKNOWN if isinstance(listed, Unknown) else [at(item, "name") if isinstance(item, Mapping) else UNKNOWN for item in listed]
    if isinstance(names, Unknown) or any(is_unknown(name) for name in names):
        yield undecided("sysctls", path, "to parameters of its own")
    elif more := sorted(str(name) for name in names if not one_of(name, SYSCTLS)):
        yield Breach("sysctls", f"sets parameters of its node's kernel: {', '.join(more)}", path)


def host_probes(_: Mapping[str, Any], spec: Mapping[str, Any]) -> Iterator[Breach]:
    """Since 1.34: probes and lifecycle calls go to the pod itself; with a host the kubelet asks somebody else for it."""
    for one in containers(spec):
        for handler in _HOSTS:
            for kind in ("httpGet", "tcpSocket"):
                path = f"{handler}.{kind}.host"
                value = one.at(path)
                if is_unknown(value):
                    yield undecided("hostProbesAndHostLifecycle", f"{one.path}.{path}", "its probes to itself")
                elif value:
                    yield Breach("hostProbesAndHostLifecycle", f"probes another host: container {one.name}", f"{one.path}.{path}")
