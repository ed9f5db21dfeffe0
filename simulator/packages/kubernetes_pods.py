"""What the API server fills in in a pod's specification.

Sources: Kubernetes 1.36, `pkg/apis/core/v1/defaults.go` (SetDefaults_PodSpec, _Container, _Probe, _Volume …, SetDefaults_Pod);
admission plugins Priority, ServiceAccount and DefaultTolerationSeconds.
"""

import re
from typing import Any

from simulator.packages.kubernetes_trees import fill
from simulator.values import Properties

CONTAINERS = ("initContainers", "containers", "ephemeralContainers")
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_TAG = re.compile(r":([\w][\w.-]{0,127})$")
_MODE = 0o644
_SPEC: dict[str, Any] = {
    "restartPolicy": "Always",
    "dnsPolicy": "ClusterFirst",
    "schedulerName": "default-scheduler",
    "securityContext": {},
    "terminationGracePeriodSeconds": 30,
    "volumes[*].secret.defaultMode": _MODE,
    "volumes[*].configMap.defaultMode": _MODE,
    "volumes[*].downwardAPI.defaultMode": _MODE,
    "volumes[*].downwardAPI.items[*].fieldRef.apiVersion": "v1",
    "volumes[*].projected.defaultMode": _MODE,
    "volumes[*].projected.sources[*].serviceAccountToken.expirationSeconds": 3600,
    "volumes[*].projected.sources[*].downwardAPI.items[*].fieldRef.apiVersion": "v1",
    "volumes[*].hostPath.type": "",
    "volumes[*].image.pullPolicy": "IfNotPresent",
    "volumes[*].ephemeral.volumeClaimTemplate.spec.volumeMode": "Filesystem",
}
_CONTAINER: dict[str, Any] = {
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
    "resources": {},
    "ports[*].protocol": "TCP",
    "env[*].valueFrom.fieldRef.apiVersion": "v1",
    "env[*].valueFrom.resourceFieldRef.divisor": "0",
    **{
        f"{probe}.{name}": value
        for probe in _PROBES
        for name, value in (
            ("timeoutSeconds", 1),
            ("periodSeconds", 10),
            ("successThreshold", 1),
            ("failureThreshold", 3),
            ("httpGet.path", "/"),
            ("httpGet.scheme", "HTTP"),
            ("grpc.service", ""),
        )
    },
    **{
        f"lifecycle.{when}.httpGet.{name}": value
        for when in ("postStart", "preStop")
        for name, value in (("path", "/"), ("scheme", "HTTP"))
    },
}
_TOLERATED = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")


def default_pod_spec(spec: Properties, *, of_pod: bool) -> None:
    """Fill a pod's specification in place. `of_pod`: a Pod itself, not a template of pods; admission fills in more there."""
    for path, value in _SPEC.items():
        fill(spec, path, value)
    if spec.get("serviceAccountName"):
        spec.setdefault("serviceAccount", spec["serviceAccountName"])
    for volume in spec.get("volumes") or ():
        if set(volume) == {"name"}:
            volume["emptyDir"] = {}
    for each in CONTAINERS:
        for container in spec.get(each) or ():
            _default_container(container, spec)
    if of_pod:
        _default_pod(spec)


def _default_container(container: Properties, spec: Properties) -> None:
    image = container.get("image")
    if isinstance(image, str):
        container.setdefault("imagePullPolicy", pull_policy(image))
    for path, value in _CONTAINER.items():
        fill(container, path, value)
    if spec.get("hostNetwork") is True:
        for port in container.get("ports") or ():
            port.setdefault("hostPort", port.get("containerPort"))


def pull_policy(image: str) -> str:
    """`Always` for the tag `latest`, named or not; an image by digest alone is pulled when it is not there."""
    repository, _, digest = image.partition("@")
    tag = _TAG.search(repository)
    return "Always" if (tag[1] == "latest" if tag else not digest) else "IfNotPresent"


def _default_pod(spec: Properties) -> None:
    spec.setdefault("enableServiceLinks", True)
    spec.setdefault("serviceAccountName", "default")
    spec.setdefault("serviceAccount", spec["serviceAccountName"])
    spec.setdefault("priority", 0)
    spec.setdefault("preemptionPolicy", "PreemptLowerPriority")
    for each in CONTAINERS:
        for container in spec.get(each) or ():
            limits = container["resources"].get("limits")
            if limits:
                container["resources"]["requests"] = {**limits, **(container["resources"].get("requests") or {})}
    tolerations: list[Any] = spec.setdefault("tolerations", [])
    for key in _TOLERATED:
        if not any(one.get("key") in (key, None) and one.get("effect") in ("NoExecute", None) for one in tolerations):
            tolerations.append({"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300})
