"""The mesh: every call between programs is mutual TLS 1.3, proves who calls, goes where somebody said, and is written down.

Sidecars, and not the ambient mode: ambient's node proxy passes traffic to hosts that nobody registered, and knows no `Sidecar`, by which a
namespace sees only its own services and those that it was told. Traffic is caught by the CNI plugin, so no pod needs a right for it. Identities come
from Vault: istiod signs nothing (`ENABLE_CA_SERVER: false`); istio-csr hands each request to cert-manager, whose issuer asks Vault, for an hour.
What decides stands as plain resources; charts bring the programs, pinned, from the zones' own registry.
Sources: Istio documentation, "Install with Helm", "Install the Istio CNI node agent", "PeerAuthentication", "Authorization Policy", "Sidecar",
"Telemetry API", "Ambient: known differences" (outboundTrafficPolicy); istio-csr documentation and chart values (`app.tls.trustDomain`, `app.certmanager.issuer`,
`app.server.maxCertificateDuration`); NIST SP 800-204A, SM-DR13; requirements N1, N8.
"""

from typing import Any, Final, NotRequired, TypedDict, cast

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.core import v1 as core

from ai_zones.inputs import ComponentInput
from ai_zones.kubernetes import mesh_rules
from ai_zones.kubernetes.cert_manager import restricted
from ai_zones.kubernetes.certificate_issuer import CertificateIssuer, KubernetesCertificateIssuer, KubernetesCertificateIssuerArgs
from ai_zones.kubernetes.charts import Chart, ChartSource, ChartVersion, register_chart
from ai_zones.kubernetes.mesh_config import ACCESS_LOG, mesh_text
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.validation import Image, Name, TrustDomain, ZoneText
from ai_zones.ordering import after, children_wait

ISTIO_VERSION: Final = "1.31.1"
ISTIO_CSR_VERSION: Final = "0.15.0"
ISSUER: Final = "mesh"
CSR: Final = "cert-manager-istio-csr"


class KubernetesMeshImagesArgs(TypedDict):
    """Images of the mesh in the zones' own registry, by digest."""

    istiod: str
    """Control plane (`pilot`)."""
    proxy: str
    """Sidecar (`proxyv2`)."""
    cni: str
    """CNI plugin (`install-cni`)."""
    istio_csr: str
    """istio-csr (`cert-manager-istio-csr`)."""


class KubernetesMeshIssuerArgs(TypedDict):
    """Vault, as the issuer of the mesh's identities asks it."""

    vault_host: str
    """Private name of Vault."""
    sign_path: str
    """Path of a role that signs `spiffe://<trust domain>/ns/<namespace>/sa/<account>` and the names of istiod and istio-csr."""
    role: str
    """Role of Vault's Kubernetes login."""
    ca_certificate: pulumi.Input[str]
    """Authority of Vault's own certificate, in PEM."""
    login_mount: NotRequired[str]
    """Mount of the login. Default: kubernetes."""
    vault_port: NotRequired[int]
    """TCP port of Vault. Default: 8200."""


class KubernetesMeshArgs(TypedDict):
    """Inputs of `KubernetesMesh`. cert-manager stands already: `KubernetesCertManager`."""

    zone: str
    """Zone of the cluster, or of whoever runs it."""
    trust_domain: str
    """SPIFFE trust domain: another for each cluster and environment."""
    issuer: KubernetesMeshIssuerArgs
    """Where identities come from."""
    chart_repository: str
    """Repository of the charts in the zones' own registry: `oci://…`."""
    images: KubernetesMeshImagesArgs
    """Images."""
    istio_version: NotRequired[str]
    """Version of Istio's charts. Default: 1.31.1."""
    istio_csr_version: NotRequired[str]
    """Version of istio-csr's chart. Default: 0.15.0."""
    cni_namespace: NotRequired[str]
    """Namespace of the CNI plugin, which needs the node: one that admission exempts. Default: kube-system."""
    cert_manager_namespace: NotRequired[str]
    """Namespace of cert-manager and istio-csr. Default: cert-manager."""
    removable: NotRequired[bool]
    """True lets the mesh be removed. Default: false."""


class MeshImages(ComponentInput):
    """Parsed `KubernetesMeshImagesArgs`."""

    istiod: Image
    proxy: Image
    cni: Image
    istio_csr: Image


class Mesh(ComponentInput):
    """Parsed `KubernetesMeshArgs`."""

    zone: ZoneText
    trust_domain: TrustDomain
    issuer: dict[str, Any]
    chart_repository: ChartSource
    images: MeshImages
    istio_version: ChartVersion = ISTIO_VERSION
    istio_csr_version: ChartVersion = ISTIO_CSR_VERSION
    cni_namespace: Name = "kube-system"
    cert_manager_namespace: Name = "cert-manager"
    removable: bool = False

    def signer(self) -> KubernetesCertificateIssuerArgs:
        """The issuer, which judges what it is given."""
        place = {"zone": self.zone, "namespace": mesh_rules.ROOT_NAMESPACE, "issuer": ISSUER}
        return cast(KubernetesCertificateIssuerArgs, {**self.issuer, **place, "cert_manager_namespace": self.cert_manager_namespace})

    @property
    def csr_host(self) -> str:
        """Name of istio-csr's service."""
        return f"{CSR}.{self.cert_manager_namespace}.svc"

    def base(self) -> Chart:
        """Istio's kinds."""
        return self._istio("base", {"defaultRevision": "default"}, release="istio-base")

    def cni(self) -> Chart:
        """The plugin that catches traffic, so that pods need no right for it."""
        return Chart("cni", self.cni_namespace, self.chart_repository, self.istio_version, {"image": self.images.cni}, release="istio-cni")

    def csr(self) -> Chart:
        """istio-csr: signs for identities that the cluster confirms, by Vault's issuer, for an hour."""
        repository, _, digest = self.images.istio_csr.partition("@")
        issuer = {"name": ISSUER, "kind": "Issuer", "group": "cert-manager.io"}
        app = {
            "certmanager": {"namespace": mesh_rules.ROOT_NAMESPACE, "preserveCertificateRequests": False, "issuer": issuer},
            "tls": {"trustDomain": self.trust_domain, "certificateDNSNames": [self.csr_host], "istiodPrivateKeyAlgorithm": "ECDSA"}
            | {"istiodPrivateKeySize": 256, "istiodCertificateDuration": "1h", "istiodCertificateRenewBefore": "30m"},
            "server": {"maxCertificateDuration": "1h", "serving": {"signatureAlgorithm": "ECDSA", "certificateKeySize": 256}},
            "istio": {"namespace": mesh_rules.ROOT_NAMESPACE, "revisions": ["default"]},
        }
        values = {"replicaCount": 2, "image": {"repository": repository, "digest": digest}, "app": app}
        return Chart(CSR, self.cert_manager_namespace, self.chart_repository, self.istio_csr_version, values)

    def istiod(self) -> Chart:
        """The control plane: it signs nothing, and its settings are ours."""
        values: dict[str, Any] = {
            "configMap": False,
            "image": self.images.istiod,
            "autoscaleMin": 2,
            "env": {"ENABLE_CA_SERVER": "false"},
            "cni": {"enabled": True},
            "seccompProfile": {"type": "RuntimeDefault"},
            "sidecarInjectorWebhook": {"enableNamespacesByDefault": False, "reinvocationPolicy": "IfNeeded"},
            "global": {
                "caAddress": f"{self.csr_host}:443",
                "istioNamespace": mesh_rules.ROOT_NAMESPACE,
                "logAsJson": True,
                "proxy": {"image": self.images.proxy, "privileged": False, "tracer": "none"},
            },
        }
        return self._istio("istiod", values)

    def _istio(self, chart: str, values: dict[str, Any], release: str | None = None) -> Chart:
        return Chart(chart, mesh_rules.ROOT_NAMESPACE, self.chart_repository, self.istio_version, values, release)


def telemetry() -> mesh_rules.Document:
    """Spec by which every sidecar writes down every call."""
    return {"accessLogging": [{"providers": [{"name": ACCESS_LOG}]}]}


class KubernetesMesh(pulumi.ComponentResource):
    """The charts, the mesh's settings, and what holds for every workload of the cluster."""

    trust_domain: str
    """SPIFFE trust domain."""
    issuer_audience: str
    """Audience that the role of Vault's login must ask for."""
    issuer_account: str
    """Service account in istio-system that this role must name."""

    def __init__(self, name: str, args: KubernetesMeshArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Mesh.parse(name, args)
        CertificateIssuer.parse(child(name, ISSUER), given.signer())
        super().__init__("ai-zones:index:KubernetesMesh", name, {}, children_wait(opts))
        self.trust_domain = given.trust_domain
        about = metadata(mesh_rules.ROOT_NAMESPACE, labels={**restricted(), "istio-injection": "disabled"})
        space = core.Namespace(child(name, "namespace"), metadata=about, opts=after(self, protect=not given.removable))
        base = register_chart(self, name, given.base(), space)
        issuer = KubernetesCertificateIssuer(child(name, ISSUER), given.signer(), pulumi.ResourceOptions(parent=self, depends_on=[space]))
        self.issuer_audience, self.issuer_account = issuer.audience, issuer.account
        settings = core.ConfigMap(
            child(name, "settings"),
            metadata=metadata("istio", mesh_rules.ROOT_NAMESPACE, labels={"istio.io/rev": "default"}),
            data={"mesh": mesh_text(given.trust_domain), "meshNetworks": "networks: {}"},
            opts=after(self, space, protect=not given.removable),
        )
        self._everywhere(name, given, base)
        csr = register_chart(self, name, given.csr(), issuer)
        cni = register_chart(self, name, given.cni(), base)
        register_chart(self, name, given.istiod(), base, settings, csr, cni)
        self.register_outputs(
            {"trustDomain": self.trust_domain, "issuerAudience": self.issuer_audience, "issuerAccount": self.issuer_account}
        )

    def _everywhere(self, name: str, given: Mesh, base: pulumi.Resource) -> None:
        for label, version, kind, spec in (
            ("strict-tls", mesh_rules.SECURITY, "PeerAuthentication", mesh_rules.strict()),
            ("deny-all", mesh_rules.SECURITY, "AuthorizationPolicy", mesh_rules.deny_all()),
            ("known-hosts", mesh_rules.NETWORKING, "Sidecar", mesh_rules.sidecar(["./*", f"{mesh_rules.ROOT_NAMESPACE}/*"])),
            ("access-log", mesh_rules.TELEMETRY, "Telemetry", telemetry()),
        ):
            CustomResource(
                child(name, label),
                api_version=version,
                kind=kind,
                metadata=metadata("default" if kind != "AuthorizationPolicy" else label, mesh_rules.ROOT_NAMESPACE),
                spec=spec,
                opts=after(self, base, protect=not given.removable),
            )
