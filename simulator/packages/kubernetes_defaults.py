"""What the API server fills in where a manifest says nothing, by kind.

Sources: Kubernetes 1.36, `pkg/apis/<group>/<version>/defaults.go` (SetDefaults_…) and the registry's strategies; Kubernetes API reference.
The test of the real API server compares this with what a server answers.
"""

import base64
import copy
from collections.abc import Callable
from typing import Any

from simulator.packages.kubernetes_kinds import Kind
from simulator.packages.kubernetes_pods import default_pod_spec
from simulator.packages.kubernetes_trees import fill, inside
from simulator.values import Properties

_RBAC = "rbac.authorization.k8s.io"
_BUSY = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}
_MATCH = {"matchPolicy": "Equivalent", "namespaceSelector": {}, "objectSelector": {}}

_PLAIN: dict[tuple[str, str], dict[str, Any]] = {
    ("", "Namespace"): {"spec": {}, "spec.finalizers": ["kubernetes"]},
    ("", "PersistentVolume"): {
        "metadata.finalizers": ["kubernetes.io/pv-protection"],
        "spec.persistentVolumeReclaimPolicy": "Retain",
        "spec.volumeMode": "Filesystem",
    },
    ("", "PersistentVolumeClaim"): {"metadata.finalizers": ["kubernetes.io/pvc-protection"], "spec.volumeMode": "Filesystem"},
    ("apps", "Deployment"): {
        "spec.replicas": 1,
        "spec.revisionHistoryLimit": 10,
        "spec.progressDeadlineSeconds": 600,
        "spec.strategy": {},
        "spec.strategy.type": "RollingUpdate",
    },
    ("apps", "StatefulSet"): {
        "spec.replicas": 1,
        "spec.revisionHistoryLimit": 10,
        "spec.podManagementPolicy": "OrderedReady",
        "spec.serviceName": "",
        "spec.updateStrategy": {},
        "spec.updateStrategy.type": "RollingUpdate",
        "spec.persistentVolumeClaimRetentionPolicy": {},
        "spec.persistentVolumeClaimRetentionPolicy.whenDeleted": "Retain",
        "spec.persistentVolumeClaimRetentionPolicy.whenScaled": "Retain",
        "spec.volumeClaimTemplates[*].apiVersion": "v1",
        "spec.volumeClaimTemplates[*].kind": "PersistentVolumeClaim",
        "spec.volumeClaimTemplates[*].spec.volumeMode": "Filesystem",
        "spec.volumeClaimTemplates[*].status": {"phase": "Pending"},
    },
    ("apps", "DaemonSet"): {
        "spec.revisionHistoryLimit": 10,
        "spec.updateStrategy": {},
        "spec.updateStrategy.type": "RollingUpdate",
    },
    ("apps", "ReplicaSet"): {"spec.replicas": 1},
    ("batch", "Job"): {
        "spec.backoffLimit": 6,
        "spec.completionMode": "NonIndexed",
        "spec.manualSelector": False,
        "spec.podReplacementPolicy": "TerminatingOrFailed",
        "spec.suspend": False,
    },
    ("batch", "CronJob"): {
        "spec.concurrencyPolicy": "Allow",
        "spec.jobTemplate.metadata": {},
        "spec.failedJobsHistoryLimit": 1,
        "spec.successfulJobsHistoryLimit": 3,
        "spec.suspend": False,
    },
    ("networking.k8s.io", "NetworkPolicy"): {
        "spec.podSelector": {},
        "spec.ingress[*].ports[*].protocol": "TCP",
        "spec.egress[*].ports[*].protocol": "TCP",
    },
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"): {
        "spec.failurePolicy": "Fail",
        **{f"spec.matchConstraints.{name}": value for name, value in _MATCH.items()},
        "spec.matchConstraints.resourceRules[*].scope": "*",
        "spec.matchConstraints.excludeResourceRules[*].scope": "*",
    },
    ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"): {
        **{f"spec.matchResources.{name}": value for name, value in _MATCH.items()},
        "spec.matchResources.resourceRules[*].scope": "*",
    },
    ("scheduling.k8s.io", "PriorityClass"): {"preemptionPolicy": "PreemptLowerPriority"},
    ("storage.k8s.io", "StorageClass"): {"reclaimPolicy": "Delete", "volumeBindingMode": "Immediate"},
    ("storage.k8s.io", "CSIDriver"): {
        "spec": {},
        "spec.attachRequired": True,
        "spec.fsGroupPolicy": "ReadWriteOnceWithFSType",
        "spec.podInfoOnMount": False,
        "spec.requiresRepublish": False,
        "spec.seLinuxMount": False,
        "spec.storageCapacity": False,
        "spec.volumeLifecycleModes": ["Persistent"],
    },
    ("autoscaling", "HorizontalPodAutoscaler"): {"spec.minReplicas": 1},
    (_RBAC, "RoleBinding"): {"roleRef.apiGroup": _RBAC},
    (_RBAC, "ClusterRoleBinding"): {"roleRef.apiGroup": _RBAC},
    ("apiextensions.k8s.io", "CustomResourceDefinition"): {"spec.conversion": {"strategy": "None"}},
    **{
        ("admissionregistration.k8s.io", f"{one}WebhookConfiguration"): {
            "webhooks[*].failurePolicy": "Fail",
            **{f"webhooks[*].{name}": value for name, value in _MATCH.items()},
            "webhooks[*].timeoutSeconds": 10,
            "webhooks[*].rules[*].scope": "*",
            "webhooks[*].clientConfig.service.port": 443,
            **({"webhooks[*].reinvocationPolicy": "Never"} if one == "Mutating" else {}),
        }
        for one in ("Validating", "Mutating")
    },
}
"""Values by path, in this order: filled in where nothing stands, within objects that are given or that an earlier line has made."""

_TEMPLATES = {
    ("apps", "Deployment"): "spec.template",
    ("apps", "StatefulSet"): "spec.template",
    ("apps", "DaemonSet"): "spec.template",
    ("apps", "ReplicaSet"): "spec.template",
    ("", "ReplicationController"): "spec.template",
    ("batch", "Job"): "spec.template",
    ("batch", "CronJob"): "spec.jobTemplate.spec.template",
    ("", "PodTemplate"): "template",
    ("", "Pod"): "",
}
"""Where a kind holds the template of its pods: an object with `metadata` and `spec`."""


def pod_of(kind: Kind, manifest: Properties) -> tuple[str, Properties] | None:
    """(path, pod) of the pods that a kind runs; None for kinds without pods. The pod is an object with `metadata` and `spec`."""
    path = _TEMPLATES.get((kind.group, kind.kind))
    if path is None:
        return None
    found = inside(manifest, path) if path else manifest
    return (path, found) if isinstance(found, dict) else None


def defaulted(kind: Kind, manifest: Properties) -> Properties:
    """A copy of a wholly known manifest, with the server's defaults."""
    live = copy.deepcopy(manifest)
    key = (kind.group, kind.kind)
    for path, value in _PLAIN.get(key, {}).items():
        fill(live, path, value)
    found = pod_of(kind, live)
    if found is not None:
        template = found[1]
        if kind.kind not in ("Pod", "PodTemplate"):
            template.setdefault("metadata", {})
        if isinstance(template.get("spec"), dict):
            default_pod_spec(template["spec"], of_pod=kind.kind == "Pod")
    special = _SPECIAL.get(key)
    if special is not None:
        special(live)
    return live


def _namespace(live: Properties) -> None:
    live["metadata"].setdefault("labels", {})["kubernetes.io/metadata.name"] = live["metadata"].get("name")


def _secret(live: Properties) -> None:
    live.setdefault("type", "Opaque")
    written = live.pop("stringData", None)
    if written:
        encoded = {name: base64.b64encode(str(text).encode()).decode() for name, text in written.items()}
        live["data"] = {**(live.get("data") or {}), **encoded}


def _service(live: Properties) -> None:
    spec = live.setdefault("spec", {})
    spec.setdefault("sessionAffinity", "None")
    type_ = spec.setdefault("type", "ClusterIP")
    if spec["sessionAffinity"] == "ClientIP":
        fill(spec, "sessionAffinityConfig", {"clientIP": {"timeoutSeconds": 10800}})
    for port in spec.get("ports") or ():
        port.setdefault("protocol", "TCP")
        port.setdefault("targetPort", port.get("port"))
    if type_ != "ExternalName":
        spec.setdefault("internalTrafficPolicy", "Cluster")
        spec.setdefault("ipFamilies", ["IPv4"])
        spec.setdefault("ipFamilyPolicy", "SingleStack")
    if type_ in ("NodePort", "LoadBalancer"):
        spec.setdefault("externalTrafficPolicy", "Cluster")
    if type_ == "LoadBalancer":
        spec.setdefault("allocateLoadBalancerNodePorts", True)


def _network_policy(live: Properties) -> None:
    """`policyTypes` not given: `Ingress` always, `Egress` where there are rules for it."""
    spec = live.setdefault("spec", {"podSelector": {}})
    spec.setdefault("podSelector", {})
    if not spec.get("policyTypes"):
        spec["policyTypes"] = ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]


def _deployment(live: Properties) -> None:
    strategy = live.get("spec", {}).get("strategy", {})
    if strategy.get("type") == "RollingUpdate":
        strategy["rollingUpdate"] = {"maxSurge": "25%", "maxUnavailable": "25%", **(strategy.get("rollingUpdate") or {})}


def _stateful_set(live: Properties) -> None:
    strategy = live.get("spec", {}).get("updateStrategy", {})
    if strategy.get("type") == "RollingUpdate":
        strategy["rollingUpdate"] = {"partition": 0, **(strategy.get("rollingUpdate") or {})}


def _daemon_set(live: Properties) -> None:
    live["metadata"].setdefault("annotations", {})["deprecated.daemonset.template.generation"] = "1"
    strategy = live.get("spec", {}).get("updateStrategy", {})
    if strategy.get("type") == "RollingUpdate":
        strategy["rollingUpdate"] = {"maxSurge": 0, "maxUnavailable": 1, **(strategy.get("rollingUpdate") or {})}


def _job(live: Properties) -> None:
    spec = live.get("spec", {})
    if spec.get("completions") is None and spec.get("parallelism") is None:
        spec["completions"] = 1
    spec.setdefault("parallelism", 1)


def _autoscaler(live: Properties) -> None:
    if live.get("apiVersion") == "autoscaling/v2":
        live.get("spec", {}).setdefault("metrics", [_BUSY])


def _limit_range(live: Properties) -> None:
    """Maximum → default → default request → minimum, for containers."""
    for limit in live.get("spec", {}).get("limits") or ():
        if limit.get("type") == "Container":
            default = {**(limit.get("max") or {}), **(limit.get("default") or {})}
            request = {**(limit.get("min") or {}), **default, **(limit.get("defaultRequest") or {})}
            limit |= {name: value for name, value in (("default", default), ("defaultRequest", request)) if value}


def _binding(live: Properties) -> None:
    for subject in live.get("subjects") or ():
        if subject.get("kind") in ("User", "Group"):
            subject.setdefault("apiGroup", _RBAC)


def _definition(live: Properties) -> None:
    names = live.get("spec", {}).get("names", {})
    kind = names.get("kind")
    if isinstance(kind, str):
        names.setdefault("listKind", f"{kind}List")
        names.setdefault("singular", kind.lower())


_SPECIAL: dict[tuple[str, str], Callable[[Properties], None]] = {
    ("", "Namespace"): _namespace,
    ("", "Secret"): _secret,
    ("", "Service"): _service,
    ("", "LimitRange"): _limit_range,
    ("networking.k8s.io", "NetworkPolicy"): _network_policy,
    ("apps", "Deployment"): _deployment,
    ("apps", "StatefulSet"): _stateful_set,
    ("apps", "DaemonSet"): _daemon_set,
    ("batch", "Job"): _job,
    ("autoscaling", "HorizontalPodAutoscaler"): _autoscaler,
    (_RBAC, "RoleBinding"): _binding,
    (_RBAC, "ClusterRoleBinding"): _binding,
    ("apiextensions.k8s.io", "CustomResourceDefinition"): _definition,
}
