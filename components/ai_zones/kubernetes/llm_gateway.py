"""The LLM egress gateway: the inspecting proxy, and the only program of the zones that may call an outside model.

Its providers are named to the mesh one by one, and its traffic leaves by the zone's firewall, which knows the same names: NetworkPolicies know
addresses alone. Until its program is there, its service and its doors stand and nobody answers.
Sources: DESIGN, theorem T3 and the vocabulary (egress/llm); Istio documentation, "Egress using service entries", "Security best practices" (a
sidecar is no firewall); Kubernetes documentation, "Network policies" (`ipBlock`, `except`); RFC 1918, RFC 6598, RFC 3927.
"""

from typing import Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.networking import v1 as networking

from ai_zones.inputs import Port
from ai_zones.kubernetes import mesh_rules, selectors
from ai_zones.kubernetes.flow_producer import KubernetesFlowSourceArgs
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.pod_template import Pod
from ai_zones.kubernetes.program import (
    KubernetesProgramArgs,
    KubernetesReachArgs,
    KubernetesVaultLoginArgs,
)
from ai_zones.kubernetes.server_input import ServerInput
from ai_zones.kubernetes.validation import Cidrs, Host
from ai_zones.ordering import after, children_wait
from ai_zones.plan import Gate, Service, ZoneName

HTTPS: Final = 443
PRIVATE: Final = ("10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
"""Ranges of the zones themselves, of carriers, and of the node's metadata: a provider is in none of them."""


class KubernetesLlmGatewayArgs(TypedDict):
    """Inputs of `KubernetesLlmGateway`."""

    namespace: str
    """Namespace of zone egress that it runs in."""
    trust_domain: str
    """SPIFFE trust domain of the mesh."""
    sources: dict[str, KubernetesFlowSourceArgs]
    """Who calls it, by the flow's name."""
    providers: list[str]
    """Host names of the plan's providers."""
    program: NotRequired[KubernetesProgramArgs]
    """The gateway. Default: none yet: nobody answers, and the proof says that the gate is missing."""
    proxy_cidrs: NotRequired[list[str]]
    """Private ranges of the zone's web proxy, by which it leaves. Default: none."""
    proxy_port: NotRequired[int]
    """TCP port of the web proxy. Default: 443."""
    behind_firewall: NotRequired[bool]
    """True lets it send to public addresses at port 443, where the zone's firewall passes its providers alone. Default: false."""
    port: NotRequired[int]
    """TCP port on which it listens. Default: 443."""
    reaches: NotRequired[dict[str, KubernetesReachArgs]]
    """What it calls inside, by a stable name: Vault, telemetry. Default: nothing."""
    vault: NotRequired[KubernetesVaultLoginArgs]
    """How it logs in to Vault, for the providers' keys. Default: it does not."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class LlmGateway(ServerInput):
    """Parsed `KubernetesLlmGatewayArgs`."""

    zone: str = ZoneName.EGRESS.value
    providers: list[Host]
    proxy_cidrs: Cidrs = pydantic.Field(default_factory=list)
    proxy_port: Port = HTTPS
    behind_firewall: bool = False

    @pydantic.model_validator(mode="after")
    def _leaves_by_one_road(self) -> Self:
        if self.zone != ZoneName.EGRESS.value:
            raise ValueError(f"zone: given {self.zone}; the gateway stands in egress: leave it out")
        if self.proxy_cidrs and self.behind_firewall:
            raise ValueError("proxy_cidrs, behind_firewall: given both; it leaves by one road: give one")
        if not self.providers:
            raise ValueError("providers: must name at least one host; without providers no gateway is needed")
        return self

    def pod(self) -> Pod | None:
        """Its pod, where its program is there."""
        return self.pod_of(self.service, {"PROVIDERS": ",".join(sorted(self.providers))})

    @property
    def service(self) -> str:
        """Service that it offers."""
        return Service.LLM.value

    def outward(self) -> selectors.Document | None:
        """Spec by which it leaves; None: it does not."""
        if self.behind_firewall:
            peers: list[selectors.Document] = [{"ipBlock": {"cidr": "0.0.0.0/0", "except": list(PRIVATE)}}]
            return selectors.egress(selectors.pods([self.service]), peers, [selectors.port(HTTPS)])
        if self.proxy_cidrs:
            return selectors.egress(selectors.pods([self.service]), selectors.blocks(self.proxy_cidrs), [selectors.port(self.proxy_port)])
        return None

    def entry(self) -> selectors.Document:
        """What the mesh is told of the providers, for this namespace alone."""
        return {
            "hosts": sorted(self.providers),
            "exportTo": ["."],
            "location": "MESH_EXTERNAL",
            "resolution": "DNS",
            "ports": [{"number": HTTPS, "name": "tls", "protocol": "TLS"}],
        }


class KubernetesLlmGateway(pulumi.ComponentResource):
    """The gateway, its doors, its providers and its one road out."""

    service: str
    """Service that it offers."""

    def __init__(self, name: str, args: KubernetesLlmGatewayArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = LlmGateway.parse(name, args)
        super().__init__("ai-zones:index:KubernetesLlmGateway", name, {}, children_wait(opts))
        self.service = given.service
        given.offer(self, name, given.service, Gate.EGRESS_INSPECTOR, given.pod())
        self._leave(name, given)
        self.register_outputs({"service": self.service})

    def _leave(self, name: str, given: LlmGateway) -> None:
        about = metadata("to-providers", given.namespace, zone=given.zone, service=given.service, labels=given.labels)
        if (spec := given.outward()) is not None:
            networking.NetworkPolicy(child(name, "out"), metadata=about, spec=spec, opts=after(self))
        CustomResource(
            child(name, "providers"),
            api_version=mesh_rules.NETWORKING,
            kind="ServiceEntry",
            metadata=about,
            spec=given.entry(),
            opts=after(self),
        )
