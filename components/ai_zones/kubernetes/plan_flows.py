"""The flows of a plan, in one cluster: both halves of each, and no other road.

A cluster belongs to one zone in production, so most flows have one half here and the other behind a private endpoint; a development cluster holds
several zones. A half that stands elsewhere is given by its addresses, or left out and told.
Sources: docs/DESIGN "A Kubernetes cluster belongs to one zone"; docs/decisions/0001; NIST SP 800-207, 3.1.2 (micro-segmentation).
"""

from collections.abc import Collection, Iterator
from typing import Any, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.inputs import ComponentInput
from ai_zones.kubernetes.flow_consumer import KubernetesFlowConsumer, KubernetesFlowConsumerArgs
from ai_zones.kubernetes.flow_producer import KubernetesFlowProducer, KubernetesFlowProducerArgs, KubernetesFlowSourceArgs
from ai_zones.kubernetes.naming import child
from ai_zones.kubernetes.validation import Cidrs, Host, Names, TrustDomain
from ai_zones.ordering import children_wait
from ai_zones.plan import CEILING, Flow, Service, ZoneName, ZonePlan


class KubernetesEndpointArgs(TypedDict):
    """A private endpoint outside of the cluster, by which a flow leaves."""

    cidrs: list[str]
    """Private ranges of its addresses."""
    hosts: list[str]
    """Private names by which programs call it."""


class KubernetesPlanFlowsArgs(TypedDict):
    """Inputs of `KubernetesPlanFlows`."""

    plan: ZonePlan
    """The plan."""
    namespaces: dict[ZoneName, list[str]]
    """Namespaces of each zone that this cluster holds."""
    trust_domain: str
    """SPIFFE trust domain of the mesh."""
    callers: NotRequired[dict[str, list[str]]]
    """Flow → services of its source zone whose pods may open it. Default: the plan's initiator, else all pods of the zone."""
    endpoints: NotRequired[dict[str, KubernetesEndpointArgs]]
    """Flow → endpoint by which it leaves the cluster. Default: none."""
    entrances: NotRequired[dict[str, list[str]]]
    """Flow → private ranges from which it comes into the cluster. Default: none."""
    built_elsewhere: NotRequired[list[str]]
    """Flows whose halves here another component builds: a model's doors, an agent's way to Vault. Default: none."""
    doors: NotRequired[dict[str, list[str]]]
    """Flow → namespaces of its target zone where another component builds the service and its doors, a model's own among them: here stands the half
    of those who open it. Default: none."""
    in_mesh: NotRequired[bool]
    """False leaves the mesh out. Default: true."""


class Endpoint(ComponentInput):
    """Parsed `KubernetesEndpointArgs`."""

    cidrs: Cidrs
    hosts: list[Host]


class PlanFlows(ComponentInput):
    """Parsed `KubernetesPlanFlowsArgs`."""

    plan: ZonePlan
    namespaces: dict[ZoneName, Names]
    trust_domain: TrustDomain
    callers: dict[str, Names] = pydantic.Field(default_factory=dict)
    endpoints: dict[str, Endpoint] = pydantic.Field(default_factory=dict)
    entrances: dict[str, Cidrs] = pydantic.Field(default_factory=dict)
    built_elsewhere: list[str] = pydantic.Field(default_factory=list)
    doors: dict[str, Names] = pydantic.Field(default_factory=dict)
    in_mesh: bool = True

    @pydantic.model_validator(mode="after")
    def _is_of_the_plan(self) -> Self:
        faults = [f"namespaces.{zone}: the plan declares no such zone" for zone in self.namespaces if zone not in self.plan.zones]
        owners: dict[str, ZoneName] = {}
        for zone, names in self.namespaces.items():
            faults += [f"namespaces.{zone}: {one} is a namespace of {owners[one]} already" for one in names if one in owners]
            owners |= dict.fromkeys(names, zone)
        for kind, given in self._by_flow().items():
            faults += [
                f"{kind}.{flow}: the plan has no such flow; it has {', '.join(sorted(self.plan.flows))}"
                for flow in given
                if flow not in self.plan.flows
            ]
        for name in self.endpoints:
            if name in self.plan.flows and self.plan.flows[name].target in self.namespaces:
                faults.append(f"endpoints.{name}: its target is in this cluster; leave the endpoint out")
        for name in self.entrances:
            if name in self.plan.flows and self.plan.flows[name].source in self.namespaces:
                faults.append(f"entrances.{name}: its source is in this cluster; leave the entrance out")
        for name, names in self.doors.items():
            target = self.plan.flows[name].target if name in self.plan.flows else None
            faults += [f"doors.{name}: {one} is a namespace of {owners[one]}" for one in names if owners.get(one, target) is not target]
            if name in self.built_elsewhere:
                faults.append(f"doors.{name}: it is in built_elsewhere too, which leaves both halves out; name it in one")
            elif name in self.plan.flows and self.plan.flows[name].source not in self.namespaces:
                faults.append(f"doors.{name}: its source is not in this cluster, so nothing of it stands here; put it in built_elsewhere")
            if name in self.endpoints:
                faults.append(f"doors.{name}: has an endpoint outside too; name it in one")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _by_flow(self) -> dict[str, Collection[str]]:
        return {
            "callers": self.callers,
            "endpoints": self.endpoints,
            "entrances": self.entrances,
            "built_elsewhere": self.built_elsewhere,
            "doors": self.doors,
        }

    @property
    def flows(self) -> dict[str, Flow]:
        """Flows that are built here, as far as their halves stand in this cluster, in the order of their names."""
        return {name: flow for name, flow in sorted(self.plan.flows.items()) if name not in self.built_elsewhere}

    def openers(self, name: str) -> list[str]:
        """Services whose pods may open a flow; none: all pods."""
        flow = self.plan.flows[name]
        found = CEILING.find(flow.source, flow.target, flow.service)
        initiator = found.initiator if found else None
        return list(self.callers.get(name, [initiator] if initiator else []))

    def consumers(self) -> Iterator[tuple[str, KubernetesFlowConsumerArgs]]:
        """Consumer halves, by name: one a flow and namespace."""
        for name, flow in self.flows.items():
            for namespace in self.namespaces.get(flow.source, []):
                half = KubernetesFlowConsumerArgs(
                    flow=name,
                    zone=flow.source.value,
                    namespace=namespace,
                    target_zone=flow.target.value,
                    service=flow.service.value,
                    port=flow.port,
                    in_mesh=self.in_mesh,
                )
                if callers := self.openers(name):
                    half["callers"] = callers
                if name in self.doors:
                    half["target_namespaces"] = self.doors[name]
                elif flow.target in self.namespaces:
                    half["target_namespaces"] = self.namespaces[flow.target]
                elif name in self.endpoints:
                    half["endpoint_cidrs"], half["endpoint_hosts"] = self.endpoints[name].cidrs, self.endpoints[name].hosts
                else:
                    continue
                yield f"{name}-{namespace}", half

    def producers(self) -> Iterator[tuple[str, KubernetesFlowProducerArgs]]:
        """Producer halves, by name: one a service and namespace."""
        for zone in sorted(self.namespaces, key=list(ZoneName).index):
            for service in CEILING.services[zone]:
                built = {name: flow for name, flow in self.flows.items() if name not in self.doors}
                flows = {name: flow for name, flow in built.items() if flow.target is zone and flow.service is service}
                sources = {name: source for name, flow in flows.items() if (source := self._source(name, flow)) is not None}
                if not sources:
                    continue
                port = next(iter(flows.values())).port
                for namespace in self.namespaces[zone]:
                    yield f"{service}-{namespace}", self._producer(zone, service, port, namespace, sources)

    def _producer(
        self, zone: ZoneName, service: Service, port: int, namespace: str, sources: dict[str, KubernetesFlowSourceArgs]
    ) -> KubernetesFlowProducerArgs:
        return {
            "zone": zone.value,
            "namespace": namespace,
            "service": service.value,
            "port": port,
            "trust_domain": self.trust_domain,
            "sources": sources,
            "in_mesh": self.in_mesh,
        }

    def _source(self, name: str, flow: Flow) -> KubernetesFlowSourceArgs | None:
        if flow.source in self.namespaces:
            source: KubernetesFlowSourceArgs = {"zone": flow.source.value, "namespaces": self.namespaces[flow.source]}
            if callers := self.openers(name):
                source["callers"] = callers
            return source
        return {"zone": flow.source.value, "cidrs": self.entrances[name]} if name in self.entrances else None

    def left_out(self) -> list[str]:
        """Halves that would stand here, and whose other half is neither here nor given."""
        found = []
        for name, flow in self.flows.items():
            here = flow.source in self.namespaces, flow.target in self.namespaces
            if here == (True, False) and name not in self.endpoints and name not in self.doors:
                found.append(f"{name}: {flow} leaves the cluster; give its endpoint")
            if here == (False, True) and name not in self.entrances:
                found.append(f"{name}: {flow} comes into the cluster; give its entrance")
        return found


class KubernetesPlanFlows(pulumi.ComponentResource):
    """Both halves of each flow, as far as they stand in this cluster. A composite: Python alone, as it takes a plan."""

    plan: dict[str, Any]
    """The plan, as a document."""
    left_out: list[str]
    """Halves that were left out, and what to give."""

    def __init__(self, name: str, args: KubernetesPlanFlowsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PlanFlows.parse(name, args)
        # Registered with the component, so that a judge who was given no plan judges by it, and says so.
        super().__init__("ai-zones:index:KubernetesPlanFlows", name, {"plan": given.plan.to_document()}, children_wait(opts))
        for part, consumer in given.consumers():
            KubernetesFlowConsumer(child(name, "from", part), consumer, pulumi.ResourceOptions(parent=self))
        for part, producer in given.producers():
            KubernetesFlowProducer(child(name, "into", part), producer, pulumi.ResourceOptions(parent=self))
        self.plan, self.left_out = given.plan.to_document(), given.left_out()
        self.register_outputs({"plan": self.plan, "leftOut": self.left_out})
