"""Login of pods by their service account's token, one account at a time.

The server asks the cluster's token review with the token of whoever logs in, so no token of a reviewer is kept anywhere. Such a token names two
audiences, the server's and the cluster's own, and its account has the right to ask for reviews: cert-manager asks for such tokens, and
`KubernetesCertificateIssuer` gives the right. A pod's projected token names one audience: pods log in to a server that stands in their cluster and
reviews with its own account (`in_cluster`), or by `VaultJwtAuth`.
Sources: Vault documentation, "Kubernetes auth method" (local token or client's token as reviewer; short-lived tokens), API, "Configure method",
"Create/update role" (`audience`, `alias_name_source`); Kubernetes documentation, "Service account token volume projection"; hashicorp/vault-plugin-auth-kubernetes#227
(the token that is reviewed is the reviewer's too); tests/live/test_pods_log_in.py.
"""

from typing import Annotated, Any, Final, NotRequired, TypedDict

import pulumi
import pulumi_vault as vault
import pydantic
from pulumi_vault import kubernetes

from ai_zones.inputs import matches
from ai_zones.ordering import after, children_wait
from ai_zones.vault.naming import child
from ai_zones.vault.validation import Audience, ComponentInput, Label, MountPath, Name, ProtectedInput, Reference

MAX_TOKEN_MINUTES: Final = 60

_ClusterAddress = Annotated[str, matches(r"https://[a-zA-Z0-9.-]+(?::\d{1,5})?", "the https address of the cluster's API")]


class VaultPodLoginArgs(TypedDict):
    """Who logs in."""

    service_account: str
    """Name of the service account, exactly."""
    namespace: str
    """Its namespace, exactly."""
    audience: str
    """Audience that its token names, such as `vault`: a token for another server opens nothing here."""
    policies: list[str]
    """What it may do: `VaultPkiRole.policy`, for one."""
    token_minutes: NotRequired[int]
    """Minutes that its token lives, 1 to 60. Default: 5."""


class VaultKubernetesAuthArgs(TypedDict):
    """Inputs of `VaultKubernetesAuth`."""

    kubernetes_host: str
    """Address of the cluster's API, `https://…`."""
    kubernetes_ca_certificate: pulumi.Input[str]
    """Root of its certificate in PEM."""
    logins: dict[str, VaultPodLoginArgs]
    """Name → who logs in."""
    mount: NotRequired[str]
    """Path of the login below `auth/`; each cluster has its own. Default: `kubernetes`."""
    in_cluster: NotRequired[bool]
    """The server stands in this cluster and reviews with its own service account. Default: false: with the token of whoever logs in."""
    removable: NotRequired[bool]
    """Lifts the protection. Default: false."""


class PodLogin(ComponentInput):
    """Parsed `VaultPodLoginArgs`."""

    service_account: Label
    namespace: Label
    audience: Audience
    policies: Annotated[tuple[Name, ...], pydantic.Field(min_length=1)]
    token_minutes: int = pydantic.Field(default=5, ge=1, le=MAX_TOKEN_MINUTES)


class KubernetesAuth(ProtectedInput):
    """Parsed `VaultKubernetesAuthArgs`."""

    kubernetes_host: _ClusterAddress
    kubernetes_ca_certificate: Reference
    logins: Annotated[dict[Label, PodLogin], pydantic.Field(min_length=1)]
    mount: MountPath = "kubernetes"
    in_cluster: bool = False


class VaultKubernetesAuth(pulumi.ComponentResource):
    """The login, and each account that may use it. Protected."""

    mount: str
    """Path of the login below `auth/`."""
    login_path: str
    """Where one logs in."""

    def __init__(self, name: str, args: VaultKubernetesAuthArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = KubernetesAuth.parse(name, args)
        super().__init__("ai-zones:index:VaultKubernetesAuth", name, {}, children_wait(opts))
        login = vault.AuthBackend(
            child(name, "login"),
            type="kubernetes",
            path=given.mount,
            description="Pods by their service accounts",
            tune=vault.AuthBackendTuneArgs(default_lease_ttl="5m", max_lease_ttl=f"{MAX_TOKEN_MINUTES}m", listing_visibility="hidden"),
            opts=after(self, protect=given.protects()),
        )
        kubernetes.AuthBackendConfig(
            child(name, "cluster"),
            backend=given.mount,
            kubernetes_host=given.kubernetes_host,
            kubernetes_ca_cert=given.kubernetes_ca_certificate,
            disable_local_ca_jwt=not given.in_cluster,
            # The cluster's own review says who issued a token; the server's check of it is documented as not needed since 1.21.
            disable_iss_validation=True,
            opts=after(self, login),
        )
        for label, pod in sorted(given.logins.items()):
            kubernetes.AuthBackendRole(child(name, "pod", label), **_role(given, label, pod), opts=after(self, login))
        self.mount, self.login_path = given.mount, f"auth/{given.mount}/login"
        self.register_outputs({"mount": self.mount, "loginPath": self.login_path})


def _role(given: KubernetesAuth, label: str, pod: PodLogin) -> dict[str, Any]:
    seconds = pod.token_minutes * 60
    return {
        "backend": given.mount,
        "role_name": label,
        "bound_service_account_names": [pod.service_account],
        "bound_service_account_namespaces": [pod.namespace],
        "audience": pod.audience,
        # An account that is deleted and made again is another one.
        "alias_name_source": "serviceaccount_uid",
        "token_policies": sorted(set(pod.policies)),
        "token_ttl": seconds,
        "token_max_ttl": seconds,
        "token_no_default_policy": True,
        "token_type": "batch",
    }
