"""Plans of every flow that the ceiling has, and the cluster that a plan makes."""

from typing import Any

from ai_zones.kubernetes import KubernetesPlanFlows, KubernetesPlanFlowsArgs, KubernetesZoneNamespace
from ai_zones.plan import CEILING, ZoneName, ZonePlan
from tests.kubernetes.recording import Recording, record

FLOWS = {f"{one.source}-{one.target}-{one.service}": one for one in CEILING.flows}
SERVICES = sorted({service.value for names in CEILING.services.values() for service in names})


def plan(flows: list[str], ports: dict[str, int] | None = None) -> ZonePlan:
    """A plan of all zones with these flows; `ports` moves services from their default."""
    named = {
        name: {"source": FLOWS[name].source, "target": FLOWS[name].target, "service": FLOWS[name].service}
        | ({"port": ports[FLOWS[name].service]} if ports and FLOWS[name].service in ports else {})
        for name in flows
    }
    return ZonePlan.from_document(
        {
            "organization": "clinic",
            "environment": "dev",
            "cidr": "10.64.0.0/12",
            "residency": ["eu-west-1"],
            "availability_zones": ["eu-west-1a"],
            "zones": {zone.value: {} for zone in ZoneName},
            "flows": named,
        }
    )


def built(given: ZonePlan, namespaces: dict[ZoneName, list[str]], **changes: Any) -> Recording:
    """The cluster of these namespaces, with the flows of the plan."""

    def program() -> Any:
        for zone, names in namespaces.items():
            for name in names:
                KubernetesZoneNamespace(name, {"zone": zone.value, "namespace": name})
        args: KubernetesPlanFlowsArgs = {"plan": given, "namespaces": namespaces, "trust_domain": "clinic.internal", **changes}  # type: ignore[typeddict-item]
        return KubernetesPlanFlows("flows", args).left_out

    return record(program)
