"""Producer half of flows: who may enter a service, at the network by namespace and zone, in the mesh by identity. Two walls, and either holds alone.

The mesh's half is a pair of policies. One allows the callers; the other denies everybody else, because Istio's policies add up, and a wider one that
somebody adds later would open what this one did not.
Sources: Kubernetes documentation, "Network policies"; Istio documentation, "Authorization Policy" (DENY before ALLOW), "Authorization policy
conditions"; NIST SP 800-207, 3.1.2 and 3.1.1; NIST SP 800-207A, 4.2.
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.networking import v1 as networking

from ai_zones.kubernetes import mesh_rules, selectors
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.validation import Cidrs, ComponentInput, Name, Names, Port, ServiceName, TrustDomain, ZonedInput, ZoneText
from ai_zones.ordering import after, children_wait


class KubernetesFlowSourceArgs(TypedDict):
    """Who opens connections to a service: programs of `namespaces`, or of `cidrs` outside of the cluster."""

    zone: str
    """Their zone."""
    namespaces: NotRequired[list[str]]
    """Their namespaces in this cluster. Default: none."""
    callers: NotRequired[list[str]]
    """Services of these namespaces whose pods may. Default: all pods."""
    service_accounts: NotRequired[list[str]]
    """Service accounts that the mesh lets in. Default: all of these namespaces."""
    cidrs: NotRequired[list[str]]
    """Private ranges from which they come, where they stand outside. Default: none."""


class KubernetesFlowProducerArgs(TypedDict):
    """Inputs of `KubernetesFlowProducer`."""

    zone: str
    """Zone that offers the service."""
    namespace: str
    """Namespace of its pods, which carry `ai-service: <service>`."""
    service: str
    """Name of the service: `retrieval`, `tools`, `llm`, ..."""
    port: int
    """TCP port on which its pods listen."""
    trust_domain: str
    """SPIFFE trust domain of the mesh."""
    sources: dict[str, KubernetesFlowSourceArgs]
    """Who enters, by the flow's name in the plan."""
    in_mesh: NotRequired[bool]
    """False leaves the mesh's policies out: then namespaces alone decide. Default: true."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class FlowSource(ComponentInput):
    """Parsed `KubernetesFlowSourceArgs`."""

    zone: ZoneText
    namespaces: Names | None = None
    callers: Names | None = None
    service_accounts: Names | None = None
    cidrs: Cidrs = pydantic.Field(default_factory=list)

    @pydantic.model_validator(mode="after")
    def _comes_from_somewhere(self) -> Self:
        if (self.namespaces is None) == (not self.cidrs):
            given = "neither" if self.namespaces is None else "both"
            raise ValueError(f"namespaces, cidrs: given {given}; give the namespaces in this cluster, or the ranges outside")
        return self

    def peers(self) -> list[selectors.Document]:
        """Peers of the NetworkPolicy."""
        if self.namespaces is None:
            return selectors.blocks(self.cidrs)
        where = selectors.zone_namespaces(self.zone, self.namespaces)
        return [{"namespaceSelector": where, "podSelector": selectors.pods(self.callers or [])}]

    def principals(self, trust_domain: str) -> list[str]:
        """Identities in the mesh, or those that Vault has given to programs outside."""
        if self.namespaces is None:
            return [mesh_rules.zone_principal(trust_domain, self.zone)]
        return mesh_rules.principals(trust_domain, self.namespaces, self.service_accounts or [])


class FlowProducer(ZonedInput):
    """Parsed `KubernetesFlowProducerArgs`."""

    service: ServiceName
    port: Port
    trust_domain: TrustDomain
    sources: dict[Name, FlowSource]
    in_mesh: bool = True

    @pydantic.field_validator("sources")
    @classmethod
    def _is_entered(cls, value: dict[str, FlowSource]) -> dict[str, FlowSource]:
        if not value:
            raise ValueError("must name at least one flow: a service that nobody enters needs no door")
        return value

    def spec(self) -> selectors.Document:
        """The NetworkPolicy's spec: one rule, all sources."""
        peers = [peer for _, source in sorted(self.sources.items()) for peer in source.peers()]
        return selectors.ingress(selectors.pods([self.service]), peers, [selectors.port(self.port)])

    def principals(self) -> list[str]:
        """Identities that enter."""
        return sorted({one for source in self.sources.values() for one in source.principals(self.trust_domain)})


class KubernetesFlowProducer(pulumi.ComponentResource):
    """The producer's NetworkPolicy and its pair of AuthorizationPolicies."""

    policy_name: str
    """Name of the NetworkPolicy."""

    def __init__(self, name: str, args: KubernetesFlowProducerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = FlowProducer.parse(name, args)
        super().__init__("ai-zones:index:KubernetesFlowProducer", name, {}, children_wait(opts))
        self.policy_name = f"into-{given.service}"
        self._network(name, given)
        if given.in_mesh:
            callers = given.principals()
            self._mesh(name, given, "allow", mesh_rules.allow(given.service, given.port, callers))
            self._mesh(name, given, "deny-others", mesh_rules.deny_others(given.service, given.port, callers))
        self.register_outputs({"policyName": self.policy_name})

    def _network(self, name: str, given: FlowProducer) -> None:
        networking.NetworkPolicy(
            child(name, "in"),
            metadata=metadata(self.policy_name, given.namespace, zone=given.zone, service=given.service, labels=given.labels),
            spec=given.spec(),
            opts=after(self),
        )

    def _mesh(self, name: str, given: FlowProducer, label: str, spec: mesh_rules.Document) -> None:
        CustomResource(
            child(name, label),
            api_version=mesh_rules.SECURITY,
            kind="AuthorizationPolicy",
            metadata=metadata(f"{given.service}-{label}", given.namespace, zone=given.zone, service=given.service, labels=given.labels),
            spec=spec,
            opts=after(self),
        )
