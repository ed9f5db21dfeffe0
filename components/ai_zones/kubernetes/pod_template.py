"""A pod as every program of ours runs: nobody's privileges, no token, nothing to write to but its scratch space.

Plain functions; `workload` registers what they make.
Sources: Kubernetes documentation, "Pod Security Standards" (restricted), "Configure a security context", "Using sysctls in a cluster"
(`net.ipv4.ip_unprivileged_port_start` is safe), "Projected volumes" (a token's audience and lifetime, 600 seconds at least), "Pod topology spread
constraints", "Images"; NIST SP 800-190, 4.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ai_zones.kubernetes.naming import SERVICE, ZONE
from ai_zones.kubernetes.program import Program, VaultLogin

Document = dict[str, Any]

PRIVILEGED_PORTS: Final = 1024
TOKEN_SECONDS: Final = 600
VAULT_PATH: Final = "/var/run/secrets/vault"


@dataclass(frozen=True)
class Pod:
    """A pod's parts."""

    zone: str
    service: str
    account: str
    program: Program
    port: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    """Settings of the component's own, before the caller's."""
    volumes: Sequence[Document] = ()
    mounts: Sequence[Document] = ()
    first: Sequence[Document] = ()
    """Containers that must end well before the program starts."""
    vault: VaultLogin | None = None
    start_seconds: int = 60
    """Time that it may take to start."""


def selector(service: str) -> dict[str, str]:
    """Labels by which a deployment knows its pods."""
    return {SERVICE: service}


def secured() -> Document:
    """Security context of a container."""
    return {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "runAsNonRoot": True,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def container(name: str, image: str, resources: Document, *, mounts: Sequence[Document] = (), **more: Any) -> Document:
    """A container."""
    return {
        "name": name,
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "resources": resources,
        "securityContext": secured(),
        "terminationMessagePolicy": "FallbackToLogsOnError",
        **({"volumeMounts": list(mounts)} if mounts else {}),
        **{key: value for key, value in more.items() if value},
    }


def resources(cpu: str, memory: str, scratch: str, gpus: Mapping[str, int] | None = None) -> Document:
    """What a container asks for, and its bounds: the same, so that it is never squeezed out by a neighbour."""
    own = {"cpu": cpu, "memory": memory, "ephemeral-storage": scratch}
    extended = {kind: str(count) for kind, count in sorted((gpus or {}).items())}
    return {"requests": {**own, **extended}, "limits": {**own, **extended}}


def template(pod: Pod) -> Document:
    """The pod template of a deployment."""
    program = pod.program
    scratch = {"name": "scratch", "mountPath": "/tmp"}  # noqa: S108 the container's own, an emptyDir
    volumes: list[Document] = [{"name": "scratch", "emptyDir": {"sizeLimit": program.scratch}}, *pod.volumes]
    mounts: list[Document] = [scratch, *pod.mounts]
    environment = dict(pod.environment)
    if pod.vault is not None:
        volumes.append(_token(pod.vault))
        mounts.append({"name": "vault-token", "mountPath": VAULT_PATH, "readOnly": True})
        environment |= pod.vault.environment()
    environment |= program.environment
    main = container(
        "program",
        program.image,
        resources(program.cpu, program.memory, program.scratch, program.gpus),
        mounts=mounts,
        args=list(program.arguments),
        env=[{"name": name, "value": value} for name, value in sorted(environment.items())],
        ports=[{"name": "http", "containerPort": pod.port, "protocol": "TCP"}] if pod.port else None,
        **_probes(pod),
    )
    spec: Document = {
        "serviceAccountName": pod.account,
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "hostNetwork": False,
        "hostPID": False,
        "hostIPC": False,
        "securityContext": _pod_security(program, pod.port),
        "topologySpreadConstraints": _spread(pod.service),
        "terminationGracePeriodSeconds": 30,
        "containers": [main],
        "volumes": volumes,
    }
    if pod.first:
        spec["initContainers"] = list(pod.first)
    if runtime := program.runs_in(pod.zone):
        spec["runtimeClassName"] = runtime
    if program.node_labels:
        spec["nodeSelector"] = dict(sorted(program.node_labels.items()))
        spec["tolerations"] = [{"key": kind, "operator": "Exists", "effect": "NoSchedule"} for kind in sorted(program.gpus)]
    about: Document = {"labels": dict(sorted({**pod.labels, ZONE: pod.zone, **selector(pod.service)}.items()))}
    if pod.annotations:
        about["annotations"] = dict(sorted(pod.annotations.items()))
    return {"metadata": about, "spec": spec}


def _pod_security(program: Program, port: int | None) -> Document:
    found: Document = {
        "runAsNonRoot": True,
        "runAsUser": program.user_id,
        "runAsGroup": program.user_id,
        "fsGroup": program.user_id,
        "fsGroupChangePolicy": "OnRootMismatch",
        "seccompProfile": {"type": "RuntimeDefault"},
    }
    if port is not None and port < PRIVILEGED_PORTS:
        # The plan's port is the pod's own, so that no policy is about a translated one; a user without privileges listens there.
        found["sysctls"] = [{"name": "net.ipv4.ip_unprivileged_port_start", "value": str(port)}]
    return found


def _token(vault: VaultLogin) -> Document:
    source = {"serviceAccountToken": {"audience": vault.audience, "expirationSeconds": TOKEN_SECONDS, "path": "token"}}
    return {"name": "vault-token", "projected": {"defaultMode": 0o440, "sources": [source]}}


def _probes(pod: Pod) -> Document:
    if pod.port is None:
        return {}
    asked = {"httpGet": {"path": pod.program.health_path, "port": "http"}, "timeoutSeconds": 2}
    return {
        "startupProbe": {**asked, "periodSeconds": 5, "failureThreshold": max(1, pod.start_seconds // 5)},
        "readinessProbe": {**asked, "periodSeconds": 5, "failureThreshold": 3},
        "livenessProbe": {**asked, "periodSeconds": 10, "failureThreshold": 6},
    }


def _spread(service: str) -> list[Document]:
    own = {"labelSelector": {"matchLabels": selector(service)}, "maxSkew": 1, "whenUnsatisfiable": "ScheduleAnyway"}
    return [{**own, "topologyKey": key} for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")]
