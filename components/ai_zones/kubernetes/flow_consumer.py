"""Consumer half of a flow: what the programs of a zone may open connections to, and at which port.

The service stands in this cluster, in namespaces of its zone, or outside of it behind a private endpoint. Names outside are told to the mesh, whose
sidecars know no others.
Sources: Kubernetes documentation, "Network policies" (`to`, `ipBlock`; ports are those of pods, behind a service's own); Istio documentation,
"Service Entry" (`exportTo`, `resolution: DNS`), "Traffic management: REGISTRY_ONLY".
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_kubernetes.apiextensions import CustomResource
from pulumi_kubernetes.networking import v1 as networking

from ai_zones.kubernetes import mesh_rules, selectors
from ai_zones.kubernetes.naming import child, metadata
from ai_zones.kubernetes.validation import Cidrs, Host, Name, Names, Port, ServiceName, ZonedInput, ZoneText
from ai_zones.ordering import after, children_wait


class KubernetesFlowConsumerArgs(TypedDict):
    """Inputs of `KubernetesFlowConsumer`. The target is `target_namespaces`, or `endpoint_cidrs`."""

    flow: str
    """Name of the flow: the plan's own."""
    zone: str
    """Zone that opens the connection."""
    namespace: str
    """Namespace of the programs that open it."""
    target_zone: str
    """Zone that offers the service."""
    service: str
    """Name of the service: `retrieval`, `tools`, `llm`, ..."""
    port: int
    """TCP port on which its pods, or its endpoint, listen."""
    callers: NotRequired[list[str]]
    """Services of the namespace whose pods may open it. Default: all its pods."""
    target_namespaces: NotRequired[list[str]]
    """Namespaces of the target zone in this cluster. Default: none."""
    endpoint_cidrs: NotRequired[list[str]]
    """Private ranges of the endpoint, where the service stands outside of the cluster. Default: none."""
    endpoint_hosts: NotRequired[list[str]]
    """Private names of the endpoint, by which programs call it. Needed with `endpoint_cidrs`. Default: none."""
    in_mesh: NotRequired[bool]
    """False tells the mesh nothing. Default: true."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class FlowConsumer(ZonedInput):
    """Parsed `KubernetesFlowConsumerArgs`."""

    flow: Name
    target_zone: ZoneText
    service: ServiceName
    port: Port
    callers: Names | None = None
    target_namespaces: Names | None = None
    endpoint_cidrs: Cidrs = pydantic.Field(default_factory=list)
    endpoint_hosts: list[Host] = pydantic.Field(default_factory=list)
    in_mesh: bool = True

    @pydantic.model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if (self.target_namespaces is None) == (not self.endpoint_cidrs):
            given = "neither" if self.target_namespaces is None else "both"
            raise ValueError(
                f"target_namespaces, endpoint_cidrs: given {given}; give the namespaces in this cluster, or the endpoint outside"
            )
        if bool(self.endpoint_cidrs) != bool(self.endpoint_hosts):
            raise ValueError("endpoint_cidrs, endpoint_hosts: given one; programs need a name, and the network its addresses: give both")
        return self

    def spec(self) -> selectors.Document:
        """The policy's spec."""
        if self.target_namespaces is not None:
            where = selectors.zone_namespaces(self.target_zone, self.target_namespaces)
            peers = [{"namespaceSelector": where, "podSelector": selectors.pods([self.service])}]
        else:
            peers = selectors.blocks(self.endpoint_cidrs)
        return selectors.egress(selectors.pods(self.callers or []), peers, [selectors.port(self.port)])

    def entry(self) -> selectors.Document:
        """What the mesh is told of the endpoint, for this namespace alone. Its TLS is the programs' own, and passes as it is."""
        return {
            "hosts": sorted(self.endpoint_hosts),
            "exportTo": ["."],
            "location": "MESH_EXTERNAL",
            "resolution": "DNS",
            "ports": [{"number": self.port, "name": "tls", "protocol": "TLS"}],
        }


class KubernetesFlowConsumer(pulumi.ComponentResource):
    """The consumer's NetworkPolicy, and the mesh's entry of an endpoint outside."""

    policy_name: str
    """Name of the NetworkPolicy."""

    def __init__(self, name: str, args: KubernetesFlowConsumerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = FlowConsumer.parse(name, args)
        super().__init__("ai-zones:index:KubernetesFlowConsumer", name, {}, children_wait(opts))
        self.policy_name = f"flow-{given.flow}"
        about = metadata(self.policy_name, given.namespace, zone=given.zone, flow=given.flow, labels=given.labels)
        networking.NetworkPolicy(child(name, "out"), metadata=about, spec=given.spec(), opts=after(self))
        if given.in_mesh and given.endpoint_hosts:
            CustomResource(
                child(name, "endpoint"),
                api_version=mesh_rules.NETWORKING,
                kind="ServiceEntry",
                metadata=about,
                spec=given.entry(),
                opts=after(self),
            )
        self.register_outputs({"policyName": self.policy_name})
