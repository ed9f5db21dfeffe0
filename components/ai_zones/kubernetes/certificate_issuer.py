"""Where a namespace's certificates come from: a role of Vault's PKI, by the account of the issuer itself.

cert-manager asks the cluster for a token of this one account and this issuer's audience, and logs in to Vault with it: no secret is kept.
Vault has the cluster review that token by the token itself (`VaultKubernetesAuth`), so it names the cluster's own audience too, and the account may ask
for reviews, and nothing else of the cluster.
Sources: cert-manager documentation, "Vault" (`sign` path, `caBundle`, `auth.kubernetes.serviceAccountRef`; the token's audience is
`vault://<namespace>/<issuer>`, with those of `audiences`; the right to create tokens of that account); Kubernetes documentation, "Using RBAC
authorization" (`resourceNames`), "TokenRequest", "TokenReview"; Vault documentation, "Kubernetes auth method" (the client's token as reviewer);
requirement I1.
"""

import base64
from typing import Annotated, Any, NotRequired, TypedDict

import pulumi
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.core import v1 as core
from pulumi_kubernetes.rbac import v1 as rbac

from ai_zones.identities import issuer_account, issuer_audience
from ai_zones.inputs import Port, Reference, matches
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.validation import Host, Name, ZonedInput
from ai_zones.ordering import after, children_wait

CERT_MANAGER = "cert-manager.io/v1"


class KubernetesCertificateIssuerArgs(TypedDict):
    """Inputs of `KubernetesCertificateIssuer`."""

    zone: str
    """Zone of the namespace."""
    namespace: str
    """Namespace whose certificates it issues."""
    issuer: str
    """Name of the issuer."""
    vault_host: str
    """Private name of Vault."""
    sign_path: str
    """Path that signs: `VaultPkiRole.sign_path`, such as `pki/sign/inference-agent-summary`."""
    role: str
    """Role of Vault's Kubernetes login."""
    ca_certificate: pulumi.Input[str]
    """Authority of Vault's own certificate, in PEM."""
    login_mount: NotRequired[str]
    """Mount of the login. Default: kubernetes."""
    vault_port: NotRequired[int]
    """TCP port of Vault. Default: 8200."""
    cluster_audience: NotRequired[str]
    """Audience of the cluster's own API (`--api-audiences`), without which it reviews no token that asks for itself: the issuer of its tokens on AKS and
    GKE. Default: `https://kubernetes.default.svc`, as on EKS."""
    cert_manager_namespace: NotRequired[str]
    """Namespace of cert-manager. Default: cert-manager."""
    cert_manager_account: NotRequired[str]
    """Account of its controller. Default: cert-manager."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


_Path = Annotated[str, matches(r"[a-z0-9][A-Za-z0-9_./-]*", "a path of Vault without a slash before it, such as kubernetes")]
_Audience = Annotated[str, matches(r"https://[^\s*]+", "an https address, as the cluster's API server is told it")]
_Sign = Annotated[str, matches(r"[a-z0-9][A-Za-z0-9_./-]*/sign/[A-Za-z0-9_-]+", "a path that signs, such as pki/sign/inference")]


class CertificateIssuer(ZonedInput):
    """Parsed `KubernetesCertificateIssuerArgs`."""

    issuer: Name
    vault_host: Host
    sign_path: _Sign
    role: Name
    ca_certificate: Reference
    login_mount: _Path = "kubernetes"
    vault_port: Port = 8200
    cluster_audience: _Audience = "https://kubernetes.default.svc"
    cert_manager_namespace: Name = "cert-manager"
    cert_manager_account: Name = "cert-manager"

    @property
    def account(self) -> str:
        """Its own service account."""
        return issuer_account(self.issuer)

    @property
    def audience(self) -> str:
        """Audience of the tokens that cert-manager asks for: nobody else's issuer takes them."""
        return issuer_audience(self.namespace, self.issuer)

    def spec(self) -> dict[str, Any]:
        """The issuer's spec."""
        bundle = pulumi.Output.from_input(self.ca_certificate).apply(lambda pem: base64.b64encode(str(pem).encode()).decode())
        account = {"name": self.account, "audiences": [self.cluster_audience]}
        login = {"role": self.role, "mountPath": f"/v1/auth/{self.login_mount}", "serviceAccountRef": account}
        server = f"https://{self.vault_host}:{self.vault_port}"
        return {"vault": {"server": server, "path": self.sign_path, "caBundle": bundle, "auth": {"kubernetes": login}}}


class KubernetesCertificateIssuer(pulumi.ComponentResource):
    """The issuer, its account, and cert-manager's right to tokens of that account and of no other."""

    issuer: str
    """Its name."""
    audience: str
    """Audience that the role of Vault's login must ask for."""
    account: str
    """Its service account, which the role of Vault's login must name."""

    def __init__(self, name: str, args: KubernetesCertificateIssuerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = CertificateIssuer.parse(name, args)
        super().__init__("ai-zones:index:KubernetesCertificateIssuer", name, {}, children_wait(opts))
        self.issuer, self.audience, self.account = given.issuer, given.audience, given.account
        about = metadata(given.account, given.namespace, zone=given.zone, labels=given.labels)
        account = core.ServiceAccount(child(name, "account"), metadata=about, automount_service_account_token=False, opts=after(self))
        right = rbac.Role(
            child(name, "right"),
            metadata=about,
            rules=[
                {"apiGroups": [""], "resources": ["serviceaccounts/token"], "resourceNames": [given.account], "verbs": ["create"]},
            ],
            opts=after(self, account),
        )
        binding = rbac.RoleBinding(
            child(name, "right", "binding"),
            metadata=about,
            role_ref={"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": given.account},
            subjects=[{"kind": "ServiceAccount", "name": given.cert_manager_account, "namespace": given.cert_manager_namespace}],
            opts=after(self, right),
        )
        reviewed = self._reviewed(name, given, account)
        CustomResource(
            child(name, "issuer"),
            api_version=CERT_MANAGER,
            kind="Issuer",
            metadata=metadata(given.issuer, given.namespace, zone=given.zone, labels=given.labels),
            spec=given.spec(),
            opts=after(self, binding, reviewed),
        )
        self.register_outputs({"issuer": self.issuer, "audience": self.audience, "account": self.account})

    def _reviewed(self, name: str, given: CertificateIssuer, account: pulumi.Resource) -> pulumi.Resource:
        """The right to ask for reviews of tokens: of the whole cluster, as reviews have no namespace."""
        about = metadata(f"{given.namespace}-{given.account}-reviewed", zone=given.zone, labels=given.labels)
        rules = [{"apiGroups": ["authentication.k8s.io"], "resources": ["tokenreviews"], "verbs": ["create"]}]
        right = rbac.ClusterRole(child(name, "review"), metadata=about, rules=rules, opts=after(self, account))
        binding: pulumi.Resource = rbac.ClusterRoleBinding(
            child(name, "review", "binding"),
            metadata=about,
            role_ref={"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": about["name"]},
            subjects=[{"kind": "ServiceAccount", "name": given.account, "namespace": given.namespace}],
            opts=after(self, right),
        )
        return binding
