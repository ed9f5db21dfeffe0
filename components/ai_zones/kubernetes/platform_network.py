"""The platform's namespaces, closed both ways: certificates, the mesh's control plane and the judge of signatures reach what they need, and nothing else.

They belong to no zone, and all zones of a cluster trust them. Nobody calls their webhooks but the API server; a program of a zone that is taken over
finds at them the two doors that sidecars use. NetworkPolicies know no API server: it is named by the addresses at which it answers, and from which it calls.
Sources: Kubernetes documentation, "Network policies", "Dynamic Admission Control"; cert-manager documentation, "Best practice installation" (network
requirements: webhook 10250), chart labels (`app`); Istio documentation, "Ports used by Istio" (15012, 15017); istio-csr chart (6443); policy-controller
chart 0.10 (8443, `app.kubernetes.io/name`); Amazon EKS User Guide, "EKS Pod Identity" (169.254.170.23); NIST SP 800-190, 4.3.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.networking import v1 as networking

from ai_zones.kubernetes import image_signatures, mesh_rules, selectors
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.validation import Cidrs, ComponentInput, Name, Names, Port, ZoneText
from ai_zones.kubernetes.zone_namespace import RESOLVER
from ai_zones.ordering import after, children_wait

_ISTIOD: Final = {"app": "istiod"}
_ISTIO_CSR: Final = {"app": "cert-manager-istio-csr"}
_CERT_MANAGER: Final = {"app": "cert-manager"}
_CERT_MANAGER_WEBHOOK: Final = {"app": "webhook"}
_POLICY_CONTROLLER: Final = {"app.kubernetes.io/name": "policy-controller"}
"""Labels that the charts give their pods."""
_HTTPS: Final = 443
_CREDENTIALS: Final = 80

Document = dict[str, Any]


class KubernetesPlatformNetworkArgs(TypedDict):
    """Inputs of `KubernetesPlatformNetwork`."""

    mesh_namespaces: dict[str, list[str]]
    """Zone → its namespaces in this cluster whose pods have sidecars: they ask istiod and istio-csr. May be empty."""
    api_server_cidrs: list[str]
    """Private ranges at which the API server answers, and from which it calls webhooks: on EKS the subnets of its interfaces."""
    vault_cidrs: list[str]
    """Private ranges of Vault's endpoint, for cert-manager."""
    registry_cidrs: list[str]
    """Private ranges of the registry's endpoint, where the judge of signatures reads them, by HTTPS."""
    api_server_port: NotRequired[int]
    """TCP port of the API server's own address. Default: 443."""
    vault_port: NotRequired[int]
    """TCP port of Vault. Default: 8200."""
    credential_cidrs: NotRequired[list[str]]
    """Where the cloud hands pods credentials for the registry, by port 80, such as 169.254.170.23/32 of EKS Pod Identity. Default: none."""
    resolver_namespace: NotRequired[str]
    """Namespace of the cluster's resolver. Default: kube-system."""
    resolver_cidrs: NotRequired[list[str]]
    """Addresses of a resolver on the node itself. Default: none."""
    cert_manager_namespace: NotRequired[str]
    """Namespace of cert-manager and istio-csr. Default: cert-manager."""


@dataclass(frozen=True)
class Opening:
    """One policy that opens something."""

    name: str
    namespace: str
    spec: Document


class PlatformNetwork(ComponentInput):
    """Parsed `KubernetesPlatformNetworkArgs`."""

    mesh_namespaces: dict[ZoneText, Names]
    api_server_cidrs: Cidrs
    vault_cidrs: Cidrs
    registry_cidrs: Cidrs
    api_server_port: Port = _HTTPS
    vault_port: Port = 8200
    credential_cidrs: Cidrs = pydantic.Field(default_factory=list)
    resolver_namespace: Name = "kube-system"
    resolver_cidrs: Cidrs = pydantic.Field(default_factory=list)
    cert_manager_namespace: Name = "cert-manager"

    @pydantic.model_validator(mode="after")
    def _names_what_all_need(self) -> Self:
        for key in ("api_server_cidrs", "vault_cidrs", "registry_cidrs"):
            if not getattr(self, key):
                raise ValueError(f"{key}: must name at least one range: without it nothing could be issued, or admitted")
        return self

    def namespaces(self) -> list[str]:
        """Those that are closed."""
        return [self.cert_manager_namespace, image_signatures.NAMESPACE, mesh_rules.ROOT_NAMESPACE]

    def openings(self) -> Iterator[Opening]:
        """All that is open."""
        for namespace in self.namespaces():
            yield Opening("to-resolver", namespace, self._names())
            yield Opening("to-api-server", namespace, self._out({}, self.api_server_cidrs, self.api_server_port))
        certificates, mesh, signatures = self.cert_manager_namespace, mesh_rules.ROOT_NAMESPACE, image_signatures.NAMESPACE
        yield Opening("webhook", certificates, self._webhook(_CERT_MANAGER_WEBHOOK, 10250))
        yield Opening("webhook", mesh, self._webhook(_ISTIOD, 15017))
        yield Opening("webhook", signatures, self._webhook(_POLICY_CONTROLLER, 8443))
        yield Opening("to-vault", certificates, self._out(_CERT_MANAGER, self.vault_cidrs, self.vault_port))
        yield Opening("to-registry", signatures, self._out(_POLICY_CONTROLLER, self.registry_cidrs, _HTTPS))
        if self.credential_cidrs:
            yield Opening("to-credentials", signatures, self._out(_POLICY_CONTROLLER, self.credential_cidrs, _CREDENTIALS))
        if sidecars := self._sidecars():
            yield Opening(
                "identities", certificates, selectors.ingress(selectors.pods(labels=_ISTIO_CSR), sidecars, [selectors.port(6443)])
            )
            yield Opening("settings", mesh, selectors.ingress(selectors.pods(labels=_ISTIOD), sidecars, [selectors.port(15012)]))

    def _names(self) -> Document:
        peers: list[Document] = [
            {"namespaceSelector": selectors.namespace(self.resolver_namespace), "podSelector": {"matchLabels": RESOLVER}},
            *selectors.blocks(self.resolver_cidrs),
        ]
        return selectors.egress(selectors.pods(), peers, [selectors.port(53, "UDP"), selectors.port(53)])

    def _out(self, labels: dict[str, str], cidrs: list[str], number: int) -> Document:
        return selectors.egress(selectors.pods(labels=labels), selectors.blocks(cidrs), [selectors.port(number)])

    def _webhook(self, labels: dict[str, str], number: int) -> Document:
        return selectors.ingress(selectors.pods(labels=labels), selectors.blocks(self.api_server_cidrs), [selectors.port(number)])

    def _sidecars(self) -> list[Document]:
        spaces = sorted(self.mesh_namespaces.items())
        return [{"namespaceSelector": selectors.zone_namespaces(zone, names), "podSelector": selectors.pods()} for zone, names in spaces]


class KubernetesPlatformNetwork(pulumi.ComponentResource):
    """A default deny for each of the platform's namespaces, and the policies that open what is needed."""

    namespaces: list[str]
    """Namespaces that are closed."""

    def __init__(self, name: str, args: KubernetesPlatformNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PlatformNetwork.parse(name, args)
        super().__init__("ai-zones:index:KubernetesPlatformNetwork", name, {}, children_wait(opts))
        self.namespaces = given.namespaces()
        # What opens stands before what closes: between the two a webhook that nobody reaches would refuse the second.
        opened = [self._policy(name, one) for one in given.openings()]
        for namespace in self.namespaces:
            self._policy(name, Opening("default-deny", namespace, selectors.nothing({})), *opened)
        self.register_outputs({"namespaces": self.namespaces})

    def _policy(self, name: str, one: Opening, *awaited: pulumi.Resource) -> networking.NetworkPolicy:
        return networking.NetworkPolicy(
            child(name, one.namespace, one.name), metadata=metadata(one.name, one.namespace), spec=one.spec, opts=after(self, *awaited)
        )
