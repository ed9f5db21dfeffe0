"""One agent's tools at one tool server: an allow-list that the mesh enforces, path by path.

It stands beside the server, in the hands of whoever owns the tools; the agent's own list is what it was told, and opens nothing.
Sources: requirement A3; Istio documentation, "Authorization Policy" (`principals`, `paths` with `*` at one end, `methods`); 45 CFR 164.502(b) and
164.514(d) (minimum necessary).
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.apiextensions import CustomResource

from ai_zones.identities import agent_workload, workload_principal
from ai_zones.inputs import Port
from ai_zones.kubernetes import mesh_rules
from ai_zones.kubernetes.naming import SERVICE, child, metadata
from ai_zones.kubernetes.tool_server import METHODS, tool_paths
from ai_zones.kubernetes.validation import Name, Names, ServiceName, TrustDomain, ZonedInput, ZoneText
from ai_zones.ordering import after, children_wait
from ai_zones.plan import Service, ZoneName


class KubernetesToolAccessArgs(TypedDict):
    """Inputs of `KubernetesToolAccess`."""

    zone: str
    """Zone of the tool server."""
    namespace: str
    """Namespace of the tool server."""
    agent: str
    """Name of the agent."""
    tools: list[str]
    """Tools that it may use: some of the server's."""
    trust_domain: str
    """SPIFFE trust domain of the mesh."""
    agent_zone: NotRequired[str]
    """Zone of the agent. Default: inference."""
    agent_namespace: NotRequired[str]
    """Namespace of the agent, where it runs in this cluster. Default: it runs elsewhere, and shows its certificate of Vault."""
    service: NotRequired[str]
    """Name of the tool server. Default: tools."""
    port: NotRequired[int]
    """Its TCP port. Default: 443."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class ToolAccess(ZonedInput):
    """Parsed `KubernetesToolAccessArgs`."""

    agent: Name
    tools: Names
    trust_domain: TrustDomain
    agent_zone: ZoneText = ZoneName.INFERENCE.value
    agent_namespace: Name | None = None
    service: ServiceName = Service.TOOLS.value
    port: Port = 443

    @pydantic.model_validator(mode="after")
    def _has_a_name_that_fits(self) -> Self:
        if len(f"{self.service}-for-{self.agent}") > 63:
            raise ValueError("agent, service: together they make a name of more than 63 characters; shorten one")
        return self

    @property
    def principal(self) -> str:
        """The agent's identity: of its account in this mesh, or of its certificate."""
        if self.agent_namespace is not None:
            return f"{self.trust_domain}/ns/{self.agent_namespace}/sa/agent-{self.agent}"
        return workload_principal(self.trust_domain, self.agent_zone, agent_workload(self.agent))

    def spec(self) -> mesh_rules.Document:
        """The policy's spec."""
        operation = {"ports": [str(self.port)], "methods": list(METHODS), "paths": tool_paths(self.tools)}
        rule = {"from": [{"source": {"principals": [self.principal]}}], "to": [{"operation": operation}]}
        return {**mesh_rules.selected({SERVICE: self.service}), "action": "ALLOW", "rules": [rule]}


class KubernetesToolAccess(pulumi.ComponentResource):
    """The policy by which one agent uses some tools."""

    principal: str
    """Identity that it lets in."""

    def __init__(self, name: str, args: KubernetesToolAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ToolAccess.parse(name, args)
        super().__init__("ai-zones:index:KubernetesToolAccess", name, {}, children_wait(opts))
        self.principal = given.principal
        CustomResource(
            child(name, "allow"),
            api_version=mesh_rules.SECURITY,
            kind="AuthorizationPolicy",
            metadata=metadata(
                f"{given.service}-for-{given.agent}", given.namespace, zone=given.zone, service=given.service, labels=given.labels
            ),
            spec=given.spec(),
            opts=after(self),
        )
        self.register_outputs({"principal": self.principal})
