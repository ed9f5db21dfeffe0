"""Plans for tests of `GcpZones`, and the composite under mocks."""

from typing import Any

from pulumi_gcp import Provider

from ai_zones.gcp import GcpZones
from ai_zones.plan import CEILING, ZonePlan
from tests.gcp.recording import ORGANIZATION, REGION, Recording, record

PROJECTS = {
    zone: f"clinic-test-{zone}"[:30]
    for zone in ("phi", "deidentification", "inference", "egress", "access", "training", "control", "management")
}
FOLDER = "210987654321"
MADE = {"folder_id": FOLDER, "billing_account": "012345-6789AB-CDEF01"}
POLICY = {
    "create": {"organization_id": ORGANIZATION, "scope": f"folders/{FOLDER}"},
    "access_levels": {"runners": {"ip_ranges": ["203.0.113.0/28"]}},
}
# Every flow of the ceiling: what may be declared can be built.
FLOWS = {
    f"{flow.source}-{flow.target}-{flow.service}": {"source": flow.source, "target": flow.target, "service": flow.service}
    for flow in CEILING.flows
}
SERVICES = {
    "phi": ["storage", "cloudkms", "logging", "sqladmin", "healthcare", "bigquery"],
    "deidentification": ["storage", "logging", "secretmanager"],
    "inference": ["artifactregistry", "logging"],
    "training": ["storage"],
    "management": ["storage", "artifactregistry", "logging"],
}


def document(**changes: Any) -> dict[str, Any]:
    """A plan of all eight zones and every flow."""
    return {
        "organization": "clinic",
        "environment": "test",
        "cloud": "gcp",
        "cidr": "10.64.0.0/12",
        "residency": [REGION],
        "availability_zones": [f"{REGION}-a", f"{REGION}-b"],
        "zones": {zone: {"account": project, "services": SERVICES.get(zone, [])} for zone, project in PROJECTS.items()},
        "flows": FLOWS,
        "providers": {"anthropic": {"fqdns": ["api.anthropic.com"], "baa": True, "receives": "deidentified"}},
        **changes,
    }


def build(plan: dict[str, Any] | None = None, *, preview: bool = False, **changes: Any) -> Recording:
    """What the composite registers."""

    def program() -> Any:
        parsed = ZonePlan.from_document(plan or document())
        args: Any = {
            "plan": parsed,
            "providers": {zone: Provider(f"{zone}-gcp", project=parsed.zones[zone].account, region=REGION) for zone in parsed.zones},
            **changes,
        }
        return GcpZones("zones", args).network_paths

    return record(program, preview=preview)
