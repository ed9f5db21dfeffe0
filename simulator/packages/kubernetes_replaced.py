"""Which changes of an object need another object in its place.

Source: pulumi-kubernetes, `provider/pkg/provider/diff.go` (forceNew) and `provider.go` (Diff: a Patch is replaced for its name and namespace
alone; Secrets and ConfigMaps are replaced for their contents unless the provider is told to change them in place).
"""

from collections.abc import Mapping
from typing import Any

from simulator.packages.kubernetes_kinds import Kind
from simulator.values import Properties

_IDENTITY = ("metadata.name", "metadata.namespace")
_VOLUMES = (
    *("awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc", "flexVolume", "flocker", "gcePersistentDisk"),
    *("glusterfs", "hostPath", "iscsi", "local", "nfs", "photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO"),
    *("storageos", "vsphereVolume"),
)
_POD = (
    *("affinity", "automountServiceAccountToken", "dnsConfig", "dnsPolicy", "enableServiceLinks", "hostAliases", "hostIPC", "hostNetwork"),
    *("hostPID", "hostname", "imagePullSecrets", "nodeName", "nodeSelector", "overhead", "preemptionPolicy", "priority"),
    *("priorityClassName", "readinessGates", "restartPolicy", "runtimeClassName", "schedulerName", "securityContext", "serviceAccount"),
    *("serviceAccountName", "shareProcessNamespace", "subdomain", "terminationGracePeriodSeconds", "volumes"),
)
_CONTAINER = (
    *("args", "command", "env", "image", "imagePullPolicy", "lifecycle", "livenessProbe", "ports", "readinessProbe", "resources"),
    *("securityContext", "stdin", "stdinOnce", "terminationMessagePath", "terminationMessagePolicy", "tty", "volumeDevices"),
    *("volumeMounts", "workingDir"),
)
_STATEFUL = ("podManagementPolicy", "revisionHistoryLimit", "selector", "serviceName", "volumeClaimTemplates")

_BY_KIND: dict[tuple[str, str], tuple[str, ...]] = {
    ("apps", "DaemonSet"): ("spec.selector",),
    ("apps", "Deployment"): ("spec.selector",),
    ("apps", "StatefulSet"): tuple(f"spec.{one}" for one in _STATEFUL),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"): ("roleRef",),
    ("rbac.authorization.k8s.io", "RoleBinding"): ("roleRef",),
    ("storage.k8s.io", "StorageClass"): ("parameters", "provisioner"),
    ("batch", "Job"): ("spec.completions", "spec.parallelism", "spec.selector", "spec.template"),
    ("", "PersistentVolume"): tuple(f"spec.{one}" for one in _VOLUMES),
    ("", "PersistentVolumeClaim"): ("spec.accessModes", "spec.selector", "spec.storageClassName", "spec.volumeName"),
    ("", "Pod"): (
        *(f"spec.{one}" for one in _POD),
        *(f"spec.{each}[*].{one}" for each in ("containers", "initContainers") for one in _CONTAINER),
    ),
    ("", "ResourceQuota"): ("spec.scopes",),
    ("", "Secret"): ("type",),
    ("", "Service"): ("spec.clusterIP",),
}
_CONTENTS = {
    "ConfigMap": ("enableConfigMapMutable", ("data", "binaryData")),
    "Secret": ("enableSecretMutable", ("data", "stringData", "type")),
}


def replacing(kind: Kind, old: Properties, config: Mapping[str, Any]) -> frozenset[str]:
    """Paths whose change replaces the object."""
    if kind.is_patch:
        return frozenset(_IDENTITY)
    paths = (*_IDENTITY, *_BY_KIND.get((kind.group, kind.kind), ()))
    if kind.group == "" and kind.kind in _CONTENTS:
        option, contents = _CONTENTS[kind.kind]
        if config.get(option) is not True or old.get("immutable") is True:
            paths += contents
    return frozenset(paths)
