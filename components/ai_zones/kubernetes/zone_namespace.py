"""A namespace of a zone: closed both ways, restricted, bounded, and without a token for whoever asks for none.

What it opens itself is what every pod needs to run at all: names from the cluster's own resolver, and the mesh's control plane for certificates
and settings.
Sources: Kubernetes documentation, "Pod Security Standards" (restricted), "Pod Security Admission" (labels, pinned versions), "Network policies"
(default deny, `policyTypes`), "Resource quotas" (`count/`, extended resources: `requests.` alone), "Limit ranges", "Configure service accounts for
pods" (opting out of tokens), "Customizing DNS service" (`k8s-app: kube-dns`); Istio documentation, "Ports used by Istio" (15012), "Authorization
Policy", "Sidecar"; istio-csr chart (6443); NIST SP 800-190, 4.4.
"""

from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.core import v1 as core
from pulumi_kubernetes.networking import v1 as networking

from ai_zones.kubernetes import mesh_rules, selectors
from ai_zones.kubernetes.naming import SIGNATURES, child, metadata
from ai_zones.kubernetes.validation import Cidrs, ComponentInput, Name, Quantity, ZonedInput, matches
from ai_zones.ordering import after, children_wait

POD_SECURITY_VERSION: Final = "v1.34"
GPUS: Final = ("nvidia.com/gpu", "amd.com/gpu")
"""Extended resources by which GPUs are asked for."""
RESOLVER: Final = {"k8s-app": "kube-dns"}
_CONTROL: Final = (
    ("to-istiod", mesh_rules.ROOT_NAMESPACE, {"app": "istiod"}, 15012),
    ("to-istio-csr", "cert-manager", {"app": "cert-manager-istio-csr"}, 6443),
)
"""What a sidecar calls: policy → namespace, pods, port."""

_Version = Annotated[
    str, matches(r"v1\.\d{2}", "a version of the standards, such as v1.34: not latest, which changes under running programs")
]


class KubernetesQuotaArgs(TypedDict):
    """What a namespace may use in all."""

    cpu: NotRequired[str]
    """Processors that its pods ask for. Default: 16."""
    memory: NotRequired[str]
    """Memory that its pods ask for. Default: 64Gi."""
    pods: NotRequired[int]
    """Pods. Default: 50."""
    storage: NotRequired[str]
    """Storage that its claims ask for. Default: 0."""
    gpus: NotRequired[dict[str, int]]
    """GPUs by the resource that names them, such as `nvidia.com/gpu`. Default: none of any kind."""


class KubernetesZoneNamespaceArgs(TypedDict):
    """Inputs of `KubernetesZoneNamespace`."""

    zone: str
    """Zone that the namespace belongs to."""
    namespace: str
    """Name of the namespace."""
    quota: NotRequired[KubernetesQuotaArgs]
    """What it may use in all. Default: `KubernetesQuotaArgs` without GPUs."""
    container_cpu: NotRequired[str]
    """Most processors of one container. Default: 4."""
    container_memory: NotRequired[str]
    """Most memory of one container. Default: 16Gi."""
    pod_security_version: NotRequired[str]
    """Version of the Pod Security Standards. Default: v1.34."""
    resolver_namespace: NotRequired[str]
    """Namespace of the cluster's resolver. Default: kube-system."""
    resolver_cidrs: NotRequired[list[str]]
    """Addresses of a resolver on the node itself, such as 169.254.20.10/32 of NodeLocal DNSCache. Default: none."""
    in_mesh: NotRequired[bool]
    """False leaves Istio out: then nothing proves who calls. Default: true."""
    visible_namespaces: NotRequired[list[str]]
    """Namespaces whose services its sidecars know, beside their own. Default: none."""
    images_signed: NotRequired[bool]
    """False lets unsigned images in. Default: true."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""
    removable: NotRequired[bool]
    """True lets it be removed, with all that is in it. Default: false."""


class Quota(ComponentInput):
    """Parsed `KubernetesQuotaArgs`."""

    cpu: Quantity = "16"
    memory: Quantity = "64Gi"
    pods: Annotated[int, pydantic.Field(ge=0, le=10000)] = 50
    storage: Quantity = "0"
    gpus: dict[str, Annotated[int, pydantic.Field(ge=0)]] = pydantic.Field(default_factory=dict)

    def hard(self) -> dict[str, str]:
        """The quota, as the API writes it. Ways out of the cluster, and claims that no storage is granted for, are none."""
        gpus = {**dict.fromkeys(GPUS, 0), **self.gpus}
        return {
            "requests.cpu": self.cpu,
            "requests.memory": self.memory,
            "limits.memory": self.memory,
            "pods": str(self.pods),
            "requests.storage": self.storage,
            "services.loadbalancers": "0",
            "services.nodeports": "0",
            **{f"requests.{kind}": str(count) for kind, count in sorted(gpus.items())},
        }


class ZoneNamespace(ZonedInput):
    """Parsed `KubernetesZoneNamespaceArgs`."""

    quota: Quota = Quota()
    container_cpu: Quantity = "4"
    container_memory: Quantity = "16Gi"
    pod_security_version: _Version = POD_SECURITY_VERSION
    resolver_namespace: Name = "kube-system"
    resolver_cidrs: Cidrs = pydantic.Field(default_factory=list)
    in_mesh: bool = True
    visible_namespaces: list[Name] = pydantic.Field(default_factory=list)
    images_signed: bool = True
    removable: bool = False

    @pydantic.model_validator(mode="after")
    def _is_no_systems(self) -> Self:
        if self.namespace.startswith("kube-") or self.namespace in ("default", mesh_rules.ROOT_NAMESPACE):
            raise ValueError(f"namespace: given {self.namespace}, which is the cluster's own; give the zone one of its own")
        return self

    def marks(self) -> dict[str, str]:
        """Labels that admission, the mesh and signatures go by."""
        levels = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "audit", "warn")}
        versions = {f"pod-security.kubernetes.io/{mode}-version": self.pod_security_version for mode in ("enforce", "audit", "warn")}
        mesh = {"istio-injection": "enabled" if self.in_mesh else "disabled"}
        return {**self.labels, **levels, **versions, **mesh, **({SIGNATURES: "true"} if self.images_signed else {})}

    def hosts(self) -> list[str]:
        """What the sidecars know."""
        seen = {self.namespace, mesh_rules.ROOT_NAMESPACE, *self.visible_namespaces} - {self.namespace}
        return ["./*", *(f"{one}/*" for one in sorted(seen))]

    def limits(self) -> list[dict[str, Any]]:
        """Bounds of one container, and what it gets where it asks for nothing."""
        return [
            {
                "type": "Container",
                "default": {"cpu": "500m", "memory": "512Mi", "ephemeral-storage": "1Gi"},
                "defaultRequest": {"cpu": "100m", "memory": "128Mi", "ephemeral-storage": "256Mi"},
                "max": {"cpu": self.container_cpu, "memory": self.container_memory},
            }
        ]


class KubernetesZoneNamespace(pulumi.ComponentResource):
    """The namespace, and everything that closes it. Nothing flows until a flow is declared."""

    namespace: str
    """Its name."""

    def __init__(self, name: str, args: KubernetesZoneNamespaceArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ZoneNamespace.parse(name, args)
        super().__init__("ai-zones:index:KubernetesZoneNamespace", name, {}, children_wait(opts))
        self.namespace = given.namespace
        space = core.Namespace(
            child(name, "namespace"),
            metadata=metadata(given.namespace, zone=given.zone, labels=given.marks()),
            opts=after(self, protect=not given.removable),
        )
        self._close(name, given, space)
        self._bound(name, given, space)
        if given.in_mesh:
            self._join_the_mesh(name, given, space)
        self.register_outputs({"namespace": given.namespace})

    def _close(self, name: str, given: ZoneNamespace, space: pulumi.Resource) -> None:
        peers: list[dict[str, Any]] = [
            {"namespaceSelector": selectors.namespace(given.resolver_namespace), "podSelector": {"matchLabels": RESOLVER}},
            *selectors.blocks(given.resolver_cidrs),
        ]
        names = selectors.egress(selectors.pods(), peers, [selectors.port(53, "UDP"), selectors.port(53)])
        self._policy(name, given, space, "default-deny", selectors.nothing({}))
        self._policy(name, given, space, "to-resolver", names)

    def _policy(self, name: str, given: ZoneNamespace, space: pulumi.Resource, label: str, spec: dict[str, Any]) -> None:
        networking.NetworkPolicy(
            child(name, label), metadata=metadata(label, given.namespace, zone=given.zone), spec=spec, opts=after(self, space)
        )

    def _bound(self, name: str, given: ZoneNamespace, space: pulumi.Resource) -> None:
        core.ResourceQuota(
            child(name, "quota"),
            metadata=metadata("zone", given.namespace, zone=given.zone),
            spec={"hard": given.quota.hard()},
            opts=after(self, space),
        )
        core.LimitRange(
            child(name, "limits"),
            metadata=metadata("zone", given.namespace, zone=given.zone),
            spec={"limits": given.limits()},
            opts=after(self, space),
        )
        # The cluster makes this account by itself, so it is patched: making it a second time would be refused.
        core.ServiceAccountPatch(
            child(name, "default-account"),
            metadata=metadata("default", given.namespace, annotations={"pulumi.com/patchForce": "true"}),
            automount_service_account_token=False,
            opts=after(self, space),
        )

    def _join_the_mesh(self, name: str, given: ZoneNamespace, space: pulumi.Resource) -> None:
        for label, namespace, labels, number in _CONTROL:
            peer = {"namespaceSelector": selectors.namespace(namespace), "podSelector": {"matchLabels": labels}}
            self._policy(name, given, space, label, selectors.egress(selectors.pods(), [peer], [selectors.port(number)]))
        for label, version, kind, spec in (
            ("strict-tls", mesh_rules.SECURITY, "PeerAuthentication", mesh_rules.strict()),
            ("deny-all", mesh_rules.SECURITY, "AuthorizationPolicy", mesh_rules.deny_all()),
            ("known-hosts", mesh_rules.NETWORKING, "Sidecar", mesh_rules.sidecar(given.hosts())),
        ):
            CustomResource(
                child(name, label),
                api_version=version,
                kind=kind,
                metadata=metadata("default" if kind != "AuthorizationPolicy" else label, given.namespace, zone=given.zone),
                spec=spec,
                opts=after(self, space),
            )
