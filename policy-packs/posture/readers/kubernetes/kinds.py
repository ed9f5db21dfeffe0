"""Kinds of the Kubernetes API: which groups and versions have served them, and which stand in no namespace.

Type tokens of the Pulumi provider are `kubernetes:<group>/<version>:<Kind>`, with `Patch` and `List` behind the kind for its other two forms.
Sources: Pulumi Registry, "Kubernetes" (API docs); Kubernetes documentation, "API Overview", "Deprecated API Migration Guide".
"""

from typing import Final

PREFIX: Final = "kubernetes:"
PATCH: Final = "Patch"
LIST: Final = "List"

_APPS: Final = ("apps/v1", "apps/v1beta2", "apps/v1beta1", "extensions/v1beta1")
_CORE: Final = ("core/v1",)
_ISTIO_NETWORK: Final = ("networking.istio.io/v1", "networking.istio.io/v1beta1", "networking.istio.io/v1alpha3")
_ISTIO_SECURITY: Final = ("security.istio.io/v1", "security.istio.io/v1beta1")
_GATEWAY: Final = ("gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1", "gateway.networking.k8s.io/v1alpha2")
_GATEWAY_STREAM: Final = ("gateway.networking.k8s.io/v1", "gateway.networking.k8s.io/v1alpha2", "gateway.networking.k8s.io/v1alpha3")
_RBAC: Final = ("rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1alpha1")
_ADMISSION: Final = (
    "admissionregistration.k8s.io/v1",
    "admissionregistration.k8s.io/v1beta1",
    "admissionregistration.k8s.io/v1alpha1",
)
_POLICY: Final = ("policy.networking.k8s.io/v1alpha1", "policy.networking.k8s.io/v1alpha2", "policy.networking.k8s.io/v1beta1")

GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "Namespace": _CORE,
    "Pod": _CORE,
    "PodTemplate": _CORE,
    "ReplicationController": _CORE,
    "Service": _CORE,
    "ServiceAccount": _CORE,
    "Secret": _CORE,
    "ConfigMap": _CORE,
    "Endpoints": _CORE,
    "PersistentVolume": _CORE,
    "PersistentVolumeClaim": _CORE,
    "LimitRange": _CORE,
    "ResourceQuota": _CORE,
    "Node": _CORE,
    "Deployment": _APPS,
    "ReplicaSet": _APPS,
    "StatefulSet": _APPS,
    "DaemonSet": _APPS,
    "Job": ("batch/v1",),
    "CronJob": ("batch/v1", "batch/v1beta1", "batch/v2alpha1"),
    "NetworkPolicy": ("networking.k8s.io/v1", "extensions/v1beta1"),
    "AdminNetworkPolicy": _POLICY,
    "BaselineAdminNetworkPolicy": _POLICY,
    "ClusterNetworkPolicy": _POLICY,
    "Ingress": ("networking.k8s.io/v1", "networking.k8s.io/v1beta1", "extensions/v1beta1"),
    "IngressClass": ("networking.k8s.io/v1", "networking.k8s.io/v1beta1"),
    "EndpointSlice": ("discovery.k8s.io/v1", "discovery.k8s.io/v1beta1"),
    "GatewayClass": _GATEWAY,
    "Gateway": _GATEWAY,
    "HTTPRoute": _GATEWAY,
    "GRPCRoute": _GATEWAY,
    "TLSRoute": _GATEWAY_STREAM,
    "TCPRoute": _GATEWAY_STREAM,
    "UDPRoute": _GATEWAY_STREAM,
    "ReferenceGrant": _GATEWAY,
    "StorageClass": ("storage.k8s.io/v1", "storage.k8s.io/v1beta1"),
    "CSIDriver": ("storage.k8s.io/v1", "storage.k8s.io/v1beta1"),
    "RuntimeClass": ("node.k8s.io/v1", "node.k8s.io/v1beta1", "node.k8s.io/v1alpha1"),
    "PriorityClass": ("scheduling.k8s.io/v1", "scheduling.k8s.io/v1beta1", "scheduling.k8s.io/v1alpha1"),
    "PodDisruptionBudget": ("policy/v1", "policy/v1beta1"),
    "PodSecurityPolicy": ("policy/v1beta1", "extensions/v1beta1"),
    "Role": _RBAC,
    "ClusterRole": _RBAC,
    "RoleBinding": _RBAC,
    "ClusterRoleBinding": _RBAC,
    "ValidatingAdmissionPolicy": _ADMISSION,
    "ValidatingAdmissionPolicyBinding": _ADMISSION,
    "MutatingAdmissionPolicy": _ADMISSION,
    "MutatingAdmissionPolicyBinding": _ADMISSION,
    "ValidatingWebhookConfiguration": _ADMISSION,
    "MutatingWebhookConfiguration": _ADMISSION,
    "PeerAuthentication": _ISTIO_SECURITY,
    "AuthorizationPolicy": _ISTIO_SECURITY,
    "RequestAuthentication": _ISTIO_SECURITY,
    "DestinationRule": _ISTIO_NETWORK,
    "VirtualService": _ISTIO_NETWORK,
    "ServiceEntry": _ISTIO_NETWORK,
    "Sidecar": _ISTIO_NETWORK,
    "WorkloadEntry": _ISTIO_NETWORK,
    "Certificate": ("cert-manager.io/v1",),
    "Issuer": ("cert-manager.io/v1",),
    "ClusterIssuer": ("cert-manager.io/v1",),
}
"""Kind → `group/version` pairs, newest first. Istio's `Gateway` shares its name with the Gateway API's: ask for it by its group."""

CLUSTER_WIDE: Final = frozenset(
    {
        "Namespace", "Node", "PersistentVolume", "StorageClass", "CSIDriver", "CSINode", "VolumeAttachment", "RuntimeClass", "PriorityClass",
        "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "APIService", "IngressClass", "GatewayClass",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "AdminNetworkPolicy", "BaselineAdminNetworkPolicy",
        "ClusterNetworkPolicy", "PodSecurityPolicy", "ClusterIssuer", "ClusterPolicy", "ClusterImagePolicy", "FlowSchema",
        "PriorityLevelConfiguration", "CertificateSigningRequest", "ClusterTrustBundle", "CiliumClusterwideNetworkPolicy",
        "GlobalNetworkPolicy", "VolumeAttributesClass", "DeviceClass", "ServiceCIDR", "IPAddress",
    }
)  # fmt: skip
"""Kinds that stand in no namespace."""


def tokens(*kinds: str, groups: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Type tokens of kinds in every version that the table knows, with their `Patch` and `List` forms.

    `groups`: `group/version` pairs, for kinds that the table has not (or has of another group).
    Raises KeyError for a kind that is in the table of nobody.
    """
    return tuple(f"{PREFIX}{group}:{kind}{form}" for kind in kinds for group in (groups or GROUPS[kind]) for form in ("", PATCH, LIST))
