"""A zone's namespace, closed both ways, with what runs in it, its mesh settings and a chart."""

import pulumi
import pulumi_kubernetes as k8s

home = k8s.core.v1.Namespace(
    "inference",
    metadata={"name": "inference", "labels": {"ai-zone": "inference", "pod-security.kubernetes.io/enforce": "restricted"}},
)
name = home.metadata["name"]
k8s.core.v1.ServiceAccountPatch("no-token", metadata={"name": "default", "namespace": name}, automount_service_account_token=False)
k8s.networking.v1.NetworkPolicy(
    "deny-all", metadata={"name": "deny-all", "namespace": name}, spec={"pod_selector": {}, "policy_types": ["Ingress", "Egress"]}
)
k8s.networking.v1.NetworkPolicy(
    "to-names",
    metadata={"name": "to-names", "namespace": name},
    spec={
        "pod_selector": {},
        "policy_types": ["Egress"],
        "egress": [
            {
                "to": [
                    {
                        "namespace_selector": {"match_labels": {"kubernetes.io/metadata.name": "kube-system"}},
                        "pod_selector": {"match_labels": {"k8s-app": "kube-dns"}},
                    }
                ],
                "ports": [{"port": 53, "protocol": "UDP"}, {"port": 53}],
            }
        ],
    },
)
k8s.core.v1.ResourceQuota("quota", metadata={"namespace": name}, spec={"hard": {"pods": "20", "requests.memory": "64Gi"}})
k8s.core.v1.LimitRange(
    "limits", metadata={"namespace": name}, spec={"limits": [{"type": "Container", "max": {"cpu": "4", "memory": "8Gi"}}]}
)
account = k8s.core.v1.ServiceAccount("server", metadata={"name": "server", "namespace": name}, automount_service_account_token=False)
settings = k8s.core.v1.ConfigMap("settings", metadata={"namespace": name}, data={"model": "clinical-7b"})
k8s.core.v1.Secret("key", metadata={"name": "key", "namespace": name}, string_data={"key": pulumi.Output.secret("made at run time")})
role = k8s.rbac.v1.Role("reads", metadata={"namespace": name}, rules=[{"api_groups": [""], "resources": ["configmaps"], "verbs": ["get"]}])
k8s.rbac.v1.RoleBinding(
    "reads",
    metadata={"namespace": name},
    role_ref={"api_group": "rbac.authorization.k8s.io", "kind": "Role", "name": role.metadata["name"]},
    subjects=[{"kind": "ServiceAccount", "name": account.metadata["name"], "namespace": name}],
)
labels = {"app": "server"}
server = k8s.apps.v1.Deployment(
    "server",
    metadata={"namespace": name},
    spec={
        "replicas": 2,
        "selector": {"match_labels": labels},
        "template": {
            "metadata": {"labels": labels},
            "spec": {
                "service_account_name": account.metadata["name"],
                "automount_service_account_token": False,
                "security_context": {"run_as_non_root": True, "seccomp_profile": {"type": "RuntimeDefault"}},
                "containers": [
                    {
                        "name": "server",
                        "image": "registry.hospital.example/server@sha256:" + "0" * 64,
                        "ports": [{"name": "https", "container_port": 8443}],
                        "env": [{"name": "POD", "value_from": {"field_ref": {"field_path": "metadata.name"}}}],
                        "readiness_probe": {"http_get": {"path": "/ready", "port": "https", "scheme": "HTTPS"}},
                        "resources": {"limits": {"cpu": "2", "memory": "4Gi"}},
                        "security_context": {
                            "allow_privilege_escalation": False,
                            "read_only_root_filesystem": True,
                            "capabilities": {"drop": ["ALL"]},
                        },
                        "volume_mounts": [{"name": "settings", "mount_path": "/settings", "read_only": True}],
                    }
                ],
                "volumes": [{"name": "settings", "config_map": {"name": settings.metadata["name"]}}],
            },
        },
    },
)
front = k8s.core.v1.Service(
    "server",
    metadata={"name": "server", "namespace": name},
    spec={"selector": labels, "ports": [{"name": "https", "port": 443, "target_port": "https"}]},
)
k8s.apiextensions.CustomResource(
    "strict",
    api_version="security.istio.io/v1",
    kind="PeerAuthentication",
    metadata={"name": "strict", "namespace": name},
    spec={"mtls": {"mode": "STRICT"}},
)
k8s.apiextensions.CustomResource(
    "issuer", api_version="cert-manager.io/v1", kind="ClusterIssuer", metadata={"name": "issuer"}, spec={"selfSigned": {}}
)
k8s.helm.v3.Release(
    "cert-manager",
    chart="cert-manager",
    version="1.21.2",
    namespace="cert-manager",
    create_namespace=True,
    repository_opts={"repo": "https://charts.jetstack.io"},
)
k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
    "by-digest",
    metadata={"name": "by-digest"},
    spec={
        "match_constraints": {
            "resource_rules": [{"api_groups": [""], "api_versions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": ["pods"]}]
        },
        "validations": [
            {"expression": "object.spec.containers.all(c, c.image.contains('@sha256:'))", "message": "images are named by digest"}
        ],
    },
)
k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
    "by-digest", metadata={"name": "by-digest"}, spec={"policy_name": "by-digest", "validation_actions": ["Deny"]}
)
pulumi.export("address", front.spec["cluster_ip"])
pulumi.export("strategy", server.spec["strategy"]["type"])
