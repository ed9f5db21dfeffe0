"""Where a zone's images and models come from, who must have signed them, and the machines that run them with closed memory.

Sources: those of the components; docs/decisions/0012.
"""

from ai_zones.gcp.artifact_registry import GcpArtifactRegistry
from ai_zones.gcp.confidential_machine import GcpConfidentialMachine
from ai_zones.gcp.image_admission import GcpImageAdmission
from ai_zones.gcp.service_agents import KeyUse
from ai_zones.gcp.zones_built import Built, loose
from ai_zones.plan import ZoneName


def build_registry(built: Built, zone: ZoneName) -> GcpArtifactRegistry | None:
    """Repositories of a zone. Each zone has its own: what one pushes and another pulls would be a road between them."""
    zones = built.zones
    if zone not in zones.registries:
        return None
    args = built.service_args(zone, KeyUse.ARTIFACTS, repositories=zones.registries[zone])
    return GcpArtifactRegistry(zones.name(zone, "registry"), args, built.keyed_options(zone))


def build_admission(built: Built, zone: ZoneName) -> GcpImageAdmission | None:
    """Who must have signed what runs in a zone."""
    zones = built.zones
    if zone not in zones.admission:
        return None
    args = {"zone": zone.value, "project": zones.project(zone), "removable": zones.removable, **zones.admission[zone]}
    made = GcpImageAdmission(zones.name(zone, "admission"), loose(args), built.options(zone))
    built.admitted[zone] = made
    return made


def build_machines(built: Built, zone: ZoneName) -> None:
    """Confidential machines of a zone, in the subnetwork of programs."""
    zones = built.zones
    for label, given in sorted(zones.machines.get(zone, {}).items()):
        network = built.networks[zone]
        args = built.service_args(zone, KeyUse.COMPUTE, **{"subnetwork": network.workload_subnetwork, "label": label, **given})
        GcpConfidentialMachine(zones.name(zone, "machine", label), args, built.keyed_options(zone, network))
