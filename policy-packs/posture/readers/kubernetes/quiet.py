"""Kinds that are read, and kinds that hold no way: they set rules, names, rights, certificates, sizes. What is in neither list is unproven.

Kinds of network plugins are in neither: a CiliumNetworkPolicy or a Calico GlobalNetworkPolicy may let pass what a NetworkPolicy does not
(Cilium documentation, "Layer 3 Policies": rules are united; Calico documentation, "Get started with policy tiers": an earlier tier decides), and a
NetworkAttachmentDefinition is a second road that no policy holds (Kubernetes Network Plumbing Working Group, "Multi-Network").
"""

from typing import Final

from posture.readers.kubernetes.objects import KubernetesObject

READ: Final = frozenset(
    {
        "Namespace", "Pod", "PodTemplate", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "ReplicationController", "Job", "CronJob",
        "NetworkPolicy", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy", "Service", "Ingress", "Gateway",
        "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute", "PersistentVolume", "PersistentVolumeClaim", "ConfigMap",
    }
)  # fmt: skip
"""Kinds of Kubernetes and of the Gateway API that readers understand."""
_OF_KUBERNETES: Final = frozenset(
    {
        "ServiceAccount", "Secret", "LimitRange", "ResourceQuota", "Endpoints", "EndpointSlice", "Event", "Lease", "Node", "Binding",
        "ControllerRevision", "HorizontalPodAutoscaler", "PodDisruptionBudget", "PriorityClass", "RuntimeClass", "StorageClass", "CSIDriver",
        "CSINode", "CSIStorageCapacity", "VolumeAttachment", "VolumeAttributesClass", "IngressClass", "GatewayClass", "ReferenceGrant",
        "BackendTLSPolicy", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "CustomResourceDefinition", "APIService",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "PodSecurityPolicy", "CertificateSigningRequest",
        "ClusterTrustBundle", "PodCertificateRequest", "FlowSchema", "PriorityLevelConfiguration", "ResourceClaim", "ResourceClaimTemplate",
        "ResourceSlice", "DeviceClass", "DeviceTaintRule", "LeaseCandidate", "StorageVersionMigration", "ServiceCIDR", "IPAddress",
    }
)  # fmt: skip
_BUILT_IN: Final = ("core", "apps", "batch", "policy", "autoscaling", "extensions")
_QUIET_GROUPS: Final = (
    "cert-manager.io", "acme.cert-manager.io", "trust.cert-manager.io", "policy.cert-manager.io",  # certificates
    "security.istio.io", "networking.istio.io", "telemetry.istio.io", "extensions.istio.io", "install.istio.io",  # sidecars: policies hold before them
    "constraints.gatekeeper.sh", "templates.gatekeeper.sh", "config.gatekeeper.sh", "policy.sigstore.dev",  # admission: they refuse
    "monitoring.coreos.com", "snapshot.storage.k8s.io", "secrets-store.csi.x-k8s.io", "secrets.hashicorp.com",
    "autoscaling.k8s.io", "keda.sh", "metrics.k8s.io", "node.k8s.io", "nfd.k8s-sigs.io",
)  # fmt: skip
"""Groups of other projects whose objects open no road: what they configure runs in pods, which policies hold."""
_KYVERNO: Final = "kyverno.io"
_MAKES: Final = ("generate", "mutate")


def is_known(one: KubernetesObject) -> bool:
    """Whether a kind is read, or holds no way."""
    if one.group in _QUIET_GROUPS:
        return True
    if one.group in (_KYVERNO, f"policies.{_KYVERNO}"):
        return _only_refuses(one)
    if one.group in _BUILT_IN or one.group.endswith(".k8s.io"):
        return one.kind in READ or one.kind in _OF_KUBERNETES
    return False


def _only_refuses(one: KubernetesObject) -> bool:
    """A policy of Kyverno that validates or verifies images; one that makes or changes objects may change policies."""
    rules = one.value("spec.rules")
    if one.kind not in ("ClusterPolicy", "Policy"):
        return one.kind in ("ValidatingPolicy", "ImageValidatingPolicy", "PolicyException", "ClusterCleanupPolicy", "CleanupPolicy")
    return isinstance(rules, (list, tuple)) and all(isinstance(rule, dict) and not set(_MAKES) & set(rule) for rule in rules)
