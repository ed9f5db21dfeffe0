"""What a type token says of an object: its API group, version and kind, whether it lives in a namespace, its name in the API's messages.

Sources: Kubernetes API reference (OpenAPI of the API server, 1.36): paths with `{namespace}`; pulumi-kubernetes, `provider.go`, gvkFromURN
(`core` stands for the empty group), and `pkg/kinds` (Patch kinds); API conventions, "Resources" (plural in lower case).
"""

from dataclasses import dataclass
from functools import cache

from simulator.values import Properties

RELEASE = "kubernetes:helm.sh/v3:Release"
"""The one type of the provider that is no object of the API."""

_CLUSTER_SCOPED = {
    "": {"Namespace", "Node", "PersistentVolume"},
    "admissionregistration.k8s.io": {
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
    },
    "apiextensions.k8s.io": {"CustomResourceDefinition"},
    "apiregistration.k8s.io": {"APIService"},
    "certificates.k8s.io": {"CertificateSigningRequest", "ClusterTrustBundle"},
    "flowcontrol.apiserver.k8s.io": {"FlowSchema", "PriorityLevelConfiguration"},
    "internal.apiserver.k8s.io": {"StorageVersion"},
    "networking.k8s.io": {"IngressClass", "IPAddress", "ServiceCIDR"},
    "node.k8s.io": {"RuntimeClass"},
    "rbac.authorization.k8s.io": {"ClusterRole", "ClusterRoleBinding"},
    "resource.k8s.io": {"DeviceClass", "ResourceSlice", "DeviceTaintRule"},
    "scheduling.k8s.io": {"PriorityClass"},
    "storage.k8s.io": {"CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass"},
    "storagemigration.k8s.io": {"StorageVersionMigration"},
    # Definitions of others that a zone meets; without its definition at hand an unknown kind counts as namespaced, as in the real provider.
    "cert-manager.io": {"ClusterIssuer"},
    "gateway.networking.k8s.io": {"GatewayClass"},
    "policy.networking.k8s.io": {"AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"},
    "cilium.io": {"CiliumClusterwideNetworkPolicy", "CiliumNode", "CiliumIdentity"},
    "crd.projectcalico.org": {"GlobalNetworkPolicy", "GlobalNetworkSet"},
    "projectcalico.org": {"GlobalNetworkPolicy", "GlobalNetworkSet"},
    "kyverno.io": {"ClusterPolicy", "ClusterCleanupPolicy"},
    "policies.kyverno.io": {"ValidatingPolicy", "ImageValidatingPolicy", "MutatingPolicy", "GeneratingPolicy", "DeletingPolicy"},
    "policy.sigstore.dev": {"ClusterImagePolicy", "TrustRoot"},
    "templates.gatekeeper.sh": {"ConstraintTemplate"},
    "karpenter.sh": {"NodePool", "NodeClaim"},
    "karpenter.k8s.aws": {"EC2NodeClass"},
    "spire.spiffe.io": {"ClusterSPIFFEID", "ClusterFederatedTrustDomain", "ClusterStaticEntry"},
    "external-secrets.io": {"ClusterSecretStore", "ClusterExternalSecret"},
    "trust.cert-manager.io": {"Bundle"},
}
_IRREGULAR = {"Endpoints": "endpoints"}


@dataclass(frozen=True)
class Kind:
    """Group, version and kind of a token."""

    group: str
    version: str
    kind: str
    is_patch: bool
    """Whether the resource changes some fields of an object that stands, instead of owning it."""

    @property
    def api_version(self) -> str:
        """`apps/v1`; `v1` for the core group."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def plural(self) -> str:
        """The name of the collection: `networkpolicies`."""
        return _plural(self.kind)

    @property
    def resource(self) -> str:
        """As the API's messages name it: `deployments.apps`, `namespaces`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    @property
    def namespaced(self) -> bool:
        """Whether its objects live in a namespace."""
        return self.kind not in _CLUSTER_SCOPED.get(self.group, ())


@cache
def kind_of(token: str) -> Kind:
    """`kubernetes:core/v1:NamespacePatch` → Kind("", "v1", "Namespace", True)."""
    _, module, name = token.split(":", 2)
    group, _, version = module.rpartition("/")
    is_patch = name.endswith("Patch") and name != "Patch"
    return Kind("" if group == "core" else group, version, name.removesuffix("Patch") if is_patch else name, is_patch)


def name_of(inputs: Properties) -> object:
    """`metadata.name`: text, `UNKNOWN`, or None."""
    metadata = inputs.get("metadata")
    return metadata.get("name") if isinstance(metadata, dict) else None


def namespace_of(inputs: Properties) -> object:
    """`metadata.namespace`: text, `UNKNOWN`, or None."""
    metadata = inputs.get("metadata")
    return metadata.get("namespace") if isinstance(metadata, dict) else None


def qualified(namespace: object, name: object) -> str:
    """The provider's id of an object: `namespace/name`, or `name` alone."""
    return f"{namespace}/{name}" if namespace else str(name)


def _plural(kind: str) -> str:
    if kind in _IRREGULAR:
        return _IRREGULAR[kind]
    word = kind.lower()
    if word.endswith(("s", "x", "ch")):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"
