"""What somebody adds to a cluster with zones: a door, a road, a right, a pod that is its node, a hole in the mesh.

Sources: as in `kubernetes_words`; Kubernetes documentation, "Network Policies" (allow all), "Secrets" (long-lived tokens).
"""

from collections.abc import Iterator
from typing import Any, Final

from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import Site, adding
from tests.mutation.operators.kubernetes_places import GUARDS, NAMESPACE, metadata, name_of, on_kubernetes
from tests.mutation.program import Program, Row, plain

_NET: Final = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
_RBAC: Final = "kubernetes:rbac.authorization.k8s.io/v1"
_ISTIO: Final = "networking.istio.io/v1"
_SECURITY: Final = "security.istio.io/v1"
_EVERY: Final = {"cidr": "0.0.0.0/0"}
_HOLE: Final = {"name": "a", "image": "registry.clinic.example/a@sha256:" + "a" * 64}

# Operator, variant, type, whether it stands in the namespace, and its body.
_ADDED: Final[tuple[tuple[str, str, str, bool, dict[str, Any]], ...]] = (
    ("open-entry", "balancer", "kubernetes:core/v1:Service", True, {"spec": {"type": "LoadBalancer", "selector": {"app": "a"}, "ports": [{"port": 443}]}}),
    ("open-entry", "node", "kubernetes:core/v1:Service", True, {"spec": {"type": "NodePort", "selector": {"app": "a"}, "ports": [{"port": 443}]}}),
    ("open-entry", "name", "kubernetes:core/v1:Service", True, {"spec": {"type": "ExternalName", "externalName": "drop.example.com"}}),
    (
        "open-entry",
        "ingress",
        "kubernetes:networking.k8s.io/v1:Ingress",
        True,
        {"spec": {"defaultBackend": {"service": {"name": "a", "port": {"number": 80}}}}},
    ),
    ("allow-all", "in", _NET, True, {"spec": {"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{}]}}),
    ("allow-all", "out", _NET, True, {"spec": {"podSelector": {}, "policyTypes": ["Egress"], "egress": [{}]}}),
    ("allow-all", "internet", _NET, True, {"spec": {"podSelector": {}, "policyTypes": ["Egress"], "egress": [{"to": [{"ipBlock": _EVERY}]}]}}),
    ("grant-admin", "cluster-admin", f"{_RBAC}:ClusterRoleBinding", False, {
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "vendor"}],
    }),
    ("grant-admin", "edit", f"{_RBAC}:RoleBinding", True, {
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "edit"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "vendor"}],
    }),
    ("grant-admin", "everybody", f"{_RBAC}:RoleBinding", True, {
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "system:authenticated"}],
    }),
    ("grant-admin", "wildcard", f"{_RBAC}:Role", True, {"rules": [{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]}),
    ("add-token", "token", "kubernetes:core/v1:Secret", True, {
        "type": "kubernetes.io/service-account-token", "metadata": {"annotations": {"kubernetes.io/service-account.name": "default"}},
    }),
    ("add-token", "password", "kubernetes:core/v1:ConfigMap", True, {"data": {"DATABASE_PASSWORD": "not-a-real-one"}}),
    ("add-pod", "bare", "kubernetes:core/v1:Pod", True, {"spec": {"containers": [_HOLE]}}),
    ("add-pod", "node", "kubernetes:apps/v1:DaemonSet", True, {"spec": {
        "selector": {"matchLabels": {"app": "agent"}},
        "template": {"metadata": {"labels": {"app": "agent"}}, "spec": {"hostNetwork": True, "hostPID": True, "containers": [_HOLE]}},
    }}),
    ("add-volume", "node", "kubernetes:core/v1:PersistentVolume", False, {"spec": {
        "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], "hostPath": {"path": "/"},
    }}),
    ("add-volume", "claim", "kubernetes:core/v1:PersistentVolumeClaim", True, {"spec": {
        "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}},
    }}),
    ("add-webhook", "abroad", "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration", False, {"webhooks": [{
        "name": "copies.example.com", "admissionReviewVersions": ["v1"], "sideEffects": "None",
        "clientConfig": {"url": "https://copies.example.com/all"},
        "rules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["secrets"]}],
    }]}),
    ("add-policy", "unbound", "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy", False, {"spec": {
        "matchConstraints": {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}]},
        "validations": [{"expression": "true"}],
    }}),
)  # fmt: skip
_MESHED: Final[tuple[tuple[str, str, str, bool, dict[str, Any]], ...]] = (
    ("open-mesh", "permissive", f"kubernetes:{_SECURITY}:PeerAuthentication", True, {"spec": {"mtls": {"mode": "PERMISSIVE"}}}),
    ("open-mesh", "anybody", f"kubernetes:{_SECURITY}:AuthorizationPolicy", True, {"spec": {"rules": [{}]}}),
    ("open-mesh", "all-hosts", f"kubernetes:{_ISTIO}:ServiceEntry", True, {"spec": {
        "hosts": ["*.example.com"], "location": "MESH_EXTERNAL", "ports": [{"number": 443, "name": "tls", "protocol": "TLS"}],
    }}),
    ("open-mesh", "any-address", f"kubernetes:{_ISTIO}:Sidecar", True, {"spec": {"outboundTrafficPolicy": {"mode": "ALLOW_ANY"}}}),
    ("open-mesh", "plain", f"kubernetes:{_ISTIO}:DestinationRule", True, {"spec": {
        "host": "*.internal", "trafficPolicy": {"tls": {"mode": "DISABLE"}},
    }}),
    ("open-mesh", "gateway", f"kubernetes:{_ISTIO}:Gateway", True, {"spec": {"servers": [
        {"port": {"number": 80, "name": "http", "protocol": "HTTP"}, "hosts": ["*"]},
    ]}}),
    ("open-mesh", "mirror", f"kubernetes:{_ISTIO}:VirtualService", True, {"spec": {"hosts": ["a"], "http": [
        {"route": [{"destination": {"host": "a"}}], "mirror": {"host": "copies"}},
    ]}}),
    ("open-mesh", "silent", "kubernetes:telemetry.istio.io/v1:Telemetry", True, {"spec": {"accessLogging": [{"disabled": True}]}}),
)  # fmt: skip


def added(program: Program, row: Row) -> Iterator[Mutant]:
    """One object more, at a namespace of a zone."""
    labels = metadata(row).get("labels") if on_kubernetes(row) and row.type == NAMESPACE else None
    if not isinstance(labels, dict) or "ai-zone" not in labels:
        return
    meshed = any(str(plain(labels.get(label))) in ("enabled", "ambient") for label in GUARDS)
    for operator, variant, type_, inside, body in (*_ADDED, *(_MESHED if meshed else ())):
        yield adding(operator, row, _builder(row, type_, inside, body, variant), variant=variant)
    copied = {label: plain(value) for label, value in labels.items() if label == "ai-zone"}
    yield adding(
        "add-namespace", row, lambda site: site.add(NAMESPACE, "space", {"metadata": {"name": site.name("space"), "labels": copied}})
    )


def _builder(row: Row, type_: str, inside: bool, body: dict[str, Any], variant: str) -> Any:
    def build(site: Site) -> None:
        given = {**body.get("metadata", {}), "name": site.name(variant)}
        if inside:
            given["namespace"] = name_of(row)
        custom = "istio.io" in type_
        head = {"apiVersion": type_.split(":")[1], "kind": type_.rsplit(":", 1)[-1]} if custom else {}
        site.add(type_, variant, {**head, **body, "metadata": given})

    return build


OPERATORS = (added,)
