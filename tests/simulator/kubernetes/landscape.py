"""One object of each kind that a zone is made of, as sparse as the API takes it, so that defaults show."""

from typing import Any

Manifest = dict[str, Any]

IMAGE = "registry.hospital.example/server@sha256:" + "0" * 64
LABELS = {"app": "server"}
SELECTOR = {"matchLabels": LABELS}
RBAC = "rbac.authorization.k8s.io"
ADMISSION = "admissionregistration.k8s.io"
PODS = [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}]


def container(**more: Any) -> Manifest:
    """A container with every part that has defaults of its own."""
    return {
        "name": "server",
        "image": IMAGE,
        "ports": [{"name": "https", "containerPort": 8443}],
        "env": [
            {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
            {"name": "CPU", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu"}}},
        ],
        "livenessProbe": {"tcpSocket": {"port": "https"}},
        "readinessProbe": {"httpGet": {"port": "https"}},
        "startupProbe": {"grpc": {"port": 8443}},
        "lifecycle": {"preStop": {"httpGet": {"port": 8443}}},
        "resources": {"limits": {"cpu": "2", "memory": "4Gi"}},
        **more,
    }


VOLUMES = [
    {"name": "empty"},
    {"name": "settings", "configMap": {"name": "settings"}},
    {"name": "key", "secret": {"secretName": "key"}},
    {"name": "host", "hostPath": {"path": "/var/log"}},
    {"name": "about", "downwardAPI": {"items": [{"path": "name", "fieldRef": {"fieldPath": "metadata.name"}}]}},
    {
        "name": "token",
        "projected": {
            "sources": [
                {"serviceAccountToken": {"path": "token", "audience": "vault"}},
                {"downwardAPI": {"items": [{"path": "name", "fieldRef": {"fieldPath": "metadata.name"}}]}},
            ]
        },
    },
    {"name": "model", "image": {"reference": IMAGE}},
]


def template(**more: Any) -> Manifest:
    """Pods of a workload."""
    return {
        "metadata": {"labels": LABELS},
        "spec": {"containers": [container()], "volumes": VOLUMES, "serviceAccountName": "server", **more},
    }


def _object(api_version: str, kind: str, name: str, /, **rest: Any) -> Manifest:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name}, **rest}


OBJECTS: tuple[Manifest, ...] = (
    _object("v1", "ConfigMap", "settings", data={"model": "clinical"}),
    _object("v1", "Secret", "key", stringData={"key": "made for a test"}),
    _object("v1", "ServiceAccount", "server", automountServiceAccountToken=False),
    _object("v1", "LimitRange", "limits", spec={"limits": [{"type": "Container", "max": {"cpu": "4"}, "default": {"memory": "1Gi"}}]}),
    _object("v1", "ResourceQuota", "quota", spec={"hard": {"pods": "20", "services.loadbalancers": "0"}}),
    _object("v1", "Service", "server", spec={"selector": LABELS, "ports": [{"port": 443}]}),
    _object(
        "v1",
        "Service",
        "named",
        spec={"selector": LABELS, "ports": [{"name": "a", "port": 443, "targetPort": "https"}], "sessionAffinity": "ClientIP"},
    ),
    _object("v1", "Service", "headless", spec={"clusterIP": "None", "selector": LABELS, "ports": [{"port": 443}]}),
    _object("v1", "Service", "elsewhere", spec={"type": "ExternalName", "externalName": "api.provider.example"}),
    _object("v1", "Service", "node", spec={"type": "NodePort", "selector": LABELS, "ports": [{"port": 443}]}),
    _object("v1", "Service", "balancer", spec={"type": "LoadBalancer", "selector": LABELS, "ports": [{"port": 443}]}),
    _object("v1", "Pod", "server", spec={"containers": [container()], "volumes": VOLUMES, "serviceAccountName": "server"}),
    _object(
        "v1",
        "Pod",
        "host",
        spec={
            "containers": [container(image="nginx")],
            "hostNetwork": True,
            "serviceAccountName": "server",
            "initContainers": [{"name": "i", "image": "a/b:1"}],
        },
    ),
    _object("v1", "PersistentVolumeClaim", "model", spec={"accessModes": ["ReadOnlyMany"], "resources": {"requests": {"storage": "10Gi"}}}),
    _object(
        "v1",
        "PersistentVolume",
        "disk",
        spec={"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], "csi": {"driver": "a.b", "volumeHandle": "x"}},
    ),
    _object("apps/v1", "Deployment", "server", spec={"selector": SELECTOR, "template": template()}),
    _object("apps/v1", "Deployment", "recreated", spec={"selector": SELECTOR, "template": template(), "strategy": {"type": "Recreate"}}),
    _object(
        "apps/v1",
        "StatefulSet",
        "store",
        spec={
            "selector": SELECTOR,
            "serviceName": "server",
            "template": template(),
            "volumeClaimTemplates": [
                {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}
            ],
        },
    ),
    _object("apps/v1", "DaemonSet", "agent", spec={"selector": SELECTOR, "template": template()}),
    _object(
        "batch/v1",
        "CronJob",
        "nightly",
        spec={"schedule": "0 2 * * *", "jobTemplate": {"spec": {"template": template(restartPolicy="Never")}}},
    ),
    _object("networking.k8s.io/v1", "NetworkPolicy", "deny-in", spec={"podSelector": {}}),
    _object("networking.k8s.io/v1", "NetworkPolicy", "out", spec={"podSelector": {}, "egress": [{"ports": [{"port": 443}]}]}),
    _object("networking.k8s.io/v1", "Ingress", "front", spec={"defaultBackend": {"service": {"name": "server", "port": {"number": 443}}}}),
    _object("policy/v1", "PodDisruptionBudget", "server", spec={"minAvailable": 1, "selector": SELECTOR}),
    _object(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        "server",
        spec={"maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "server"}},
    ),
    _object(f"{RBAC}/v1", "Role", "reads", rules=[{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]),
    _object(
        f"{RBAC}/v1",
        "RoleBinding",
        "reads",
        roleRef={"apiGroup": RBAC, "kind": "Role", "name": "reads"},
        subjects=[{"kind": "Group", "name": "ops"}],
    ),
    _object(f"{RBAC}/v1", "ClusterRole", "sim:reads", rules=[{"nonResourceURLs": ["/healthz"], "verbs": ["get"]}]),
    _object(
        f"{RBAC}/v1",
        "ClusterRoleBinding",
        "sim:reads",
        roleRef={"apiGroup": RBAC, "kind": "ClusterRole", "name": "sim:reads"},
        subjects=[{"kind": "User", "name": "a"}],
    ),
    _object("scheduling.k8s.io/v1", "PriorityClass", "gates", value=1000),
    _object("storage.k8s.io/v1", "StorageClass", "encrypted", provisioner="ebs.csi.aws.com"),
    _object("storage.k8s.io/v1", "CSIDriver", "a.b", spec={}),
    _object("node.k8s.io/v1", "RuntimeClass", "gvisor", handler="runsc"),
    _object("networking.k8s.io/v1", "IngressClass", "private", spec={"controller": "hospital.example/private"}),
    _object(
        f"{ADMISSION}/v1",
        "ValidatingAdmissionPolicy",
        "by-digest",
        spec={
            "matchConstraints": {"resourceRules": PODS},
            "validations": [{"expression": "object.spec.containers.all(c, c.image.contains('@sha256:'))"}],
        },
    ),
    _object(
        f"{ADMISSION}/v1",
        "ValidatingAdmissionPolicyBinding",
        "by-digest",
        spec={"policyName": "by-digest", "validationActions": ["Audit"], "matchResources": {}},
    ),
    _object(
        f"{ADMISSION}/v1",
        "ValidatingWebhookConfiguration",
        "judge",
        webhooks=[
            {
                "name": "judge.hospital.example",
                "admissionReviewVersions": ["v1"],
                "sideEffects": "None",
                "rules": PODS,
                "clientConfig": {"service": {"name": "judge", "namespace": "default"}},
                "namespaceSelector": {"matchLabels": {"ai-zone": "nowhere"}},
            }
        ],
    ),
    _object(
        "apiextensions.k8s.io/v1",
        "CustomResourceDefinition",
        "agents.ai-zones.example",
        spec={
            "group": "ai-zones.example",
            "scope": "Namespaced",
            "names": {"kind": "Agent", "plural": "agents"},
            "versions": [
                {
                    "name": "v1",
                    "served": True,
                    "storage": True,
                    "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}},
                }
            ],
        },
    ),
    _object("security.istio.io/v1", "PeerAuthentication", "strict", spec={"mtls": {"mode": "STRICT"}}),
    _object("security.istio.io/v1", "AuthorizationPolicy", "deny", spec={}),
    _object("cert-manager.io/v1", "ClusterIssuer", "self", spec={"selfSigned": {}}),
)
