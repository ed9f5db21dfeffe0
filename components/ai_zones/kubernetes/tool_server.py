"""Tools for agents: one server, whose tools are paths; every call is written down with the caller's identity.

Nobody is let in here: `KubernetesToolAccess` lets in one agent, to the tools of its list. What this server does is keep everybody else out: other
zones, other ports, other methods, paths that are no tool.
Sources: requirement A3 and G2; Istio documentation, "Authorization Policy" (DENY before ALLOW, `notPaths`, `notMethods`), "Telemetry API"
(`accessLogging` of a workload), "Security best practices" (path normalization); Model Context Protocol specification, "Streamable HTTP" (a server is an
endpoint: one a tool).
"""

from typing import Any, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.networking import v1 as networking

from ai_zones.kubernetes import mesh_rules, selectors
from ai_zones.kubernetes.flow_producer import FlowSource, KubernetesFlowSourceArgs
from ai_zones.kubernetes.mesh_config import ACCESS_LOG
from ai_zones.kubernetes.naming import SERVICE, child, metadata
from ai_zones.kubernetes.pod_template import Pod
from ai_zones.kubernetes.program import (
    KubernetesProgramArgs,
    KubernetesReachArgs,
    KubernetesVaultLoginArgs,
)
from ai_zones.kubernetes.served import Served
from ai_zones.kubernetes.server_input import ServerInput
from ai_zones.kubernetes.validation import Names, ServiceName
from ai_zones.kubernetes.workload import open_roads
from ai_zones.ordering import after, children_wait
from ai_zones.plan import CEILING, Gate, Service, ZoneName

METHODS: Final = ("GET", "POST")


def tool_paths(tools: list[str]) -> list[str]:
    """Paths of tools: each its own, and what lies below it."""
    return [path for tool in sorted(tools) for path in (f"/tools/{tool}", f"/tools/{tool}/*")]


class KubernetesToolServerArgs(TypedDict):
    """Inputs of `KubernetesToolServer`."""

    zone: str
    """Zone: deidentification for tools that touch PHI, else that of the agents."""
    namespace: str
    """Namespace that it runs in."""
    trust_domain: str
    """SPIFFE trust domain of the mesh."""
    tools: list[str]
    """Its tools: `/tools/<tool>` each."""
    sources: dict[str, KubernetesFlowSourceArgs]
    """Where agents may come from at all, by the flow's name."""
    program: NotRequired[KubernetesProgramArgs]
    """The server. Default: none yet: nobody answers, and the proof says that the gate is missing."""
    service: NotRequired[str]
    """Name by which it is called. Default: tools."""
    port: NotRequired[int]
    """TCP port. Default: 443."""
    reaches: NotRequired[dict[str, KubernetesReachArgs]]
    """What it calls, by a stable name: the database, Vault, an EHR. Default: nothing."""
    vault: NotRequired[KubernetesVaultLoginArgs]
    """How it logs in to Vault. Default: it does not."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class ToolServer(ServerInput):
    """Parsed `KubernetesToolServerArgs`."""

    tools: Names
    service: ServiceName = Service.TOOLS.value

    @pydantic.field_validator("sources")
    @classmethod
    def _is_entered(cls, value: dict[str, FlowSource]) -> dict[str, FlowSource]:
        if not value:
            raise ValueError("must name at least one flow by which agents come")
        return value

    @property
    def gate(self) -> Gate | None:
        """The gate that it is, of PHI's tools."""
        services = {service.value: service for service in Service}
        return CEILING.gates.get((ZoneName(self.zone), services[self.service])) if self.service in services else None

    def pod(self) -> Pod | None:
        """Its pod, where its program is there."""
        return self.pod_of(self.service, {"TOOLS": ",".join(self.tools)})

    def network(self) -> selectors.Document:
        """Who enters at the network."""
        peers = [peer for _, source in sorted(self.sources.items()) for peer in source.peers()]
        return selectors.ingress(selectors.pods([self.service]), peers, [selectors.port(self.port)])

    def deny_others(self) -> mesh_rules.Document:
        """Who never enters, whatever allows: other identities, other ports, other methods, no tool."""
        callers = sorted({one for source in self.sources.values() for one in source.principals(self.trust_domain)})
        spec = mesh_rules.deny_others(self.service, self.port, callers)
        spec["rules"].append({"to": [{"operation": {"notPaths": tool_paths(self.tools)}}]})
        spec["rules"].append({"to": [{"operation": {"notMethods": list(METHODS)}}]})
        return spec

    def audit(self) -> mesh_rules.Document:
        """Every call is logged, by the sidecar and not by the program."""
        return {"selector": {"matchLabels": {SERVICE: self.service}}, "accessLogging": [{"providers": [{"name": ACCESS_LOG}]}]}


class KubernetesToolServer(pulumi.ComponentResource):
    """The server, its walls and the log of its calls."""

    service: str
    """Name by which it is called."""
    tools: list[str]
    """Its tools."""

    def __init__(self, name: str, args: KubernetesToolServerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ToolServer.parse(name, args)
        super().__init__("ai-zones:index:KubernetesToolServer", name, {}, children_wait(opts))
        self.service, self.tools = given.service, given.tools
        Served(given.zone, given.namespace, given.service, given.port, given.pod(), gate=given.gate, labels=given.labels).register(
            self, name
        )
        self._wall(name, given)
        open_roads(self, name, given.zone, given.namespace, given.service, given.reaches)
        self.register_outputs({"service": self.service, "tools": self.tools})

    def _wall(self, name: str, given: ToolServer) -> None:
        def about(label: str) -> dict[str, Any]:
            return metadata(label, given.namespace, zone=given.zone, service=given.service, labels=given.labels)

        networking.NetworkPolicy(child(name, "in"), metadata=about(f"into-{given.service}"), spec=given.network(), opts=after(self))
        for label, version, kind, spec in (
            ("deny-others", mesh_rules.SECURITY, "AuthorizationPolicy", given.deny_others()),
            ("audit", mesh_rules.TELEMETRY, "Telemetry", given.audit()),
        ):
            CustomResource(
                child(name, label),
                api_version=version,
                kind=kind,
                metadata=about(f"{given.service}-{label}"),
                spec=spec,
                opts=after(self),
            )
