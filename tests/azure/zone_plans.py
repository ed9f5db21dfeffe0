"""Plans for tests of `AzureZones`, and the composite under mocks."""

from typing import Any

from pulumi_azure_native import Provider

from ai_zones.azure import AzureZones
from ai_zones.plan import CEILING, ZonePlan
from tests.azure.recording import LOCATION, TENANT, Recording, record

SUBSCRIPTIONS = {
    zone: f"{at}{at}{at}{at}{at}{at}{at}{at}-1111-4111-8111-111111111111"
    for at, zone in enumerate(("phi", "deidentification", "inference", "egress", "access", "training", "control", "management"), 1)
}
# Every flow of the ceiling: what may be declared can be built.
FLOWS = {
    f"{flow.source}-{flow.target}-{flow.service}": {"source": flow.source, "target": flow.target, "service": flow.service}
    for flow in CEILING.flows
}
SERVICES = {
    "phi": ["storage", "key-vault", "monitor", "postgresql"],
    "deidentification": ["storage", "key-vault", "container-registry"],
    "inference": ["container-registry"],
    "training": ["storage"],
    "control": ["key-vault"],
    "management": ["storage", "container-registry"],
}
INSPECTOR = (
    f"/subscriptions/{SUBSCRIPTIONS['egress']}/resourceGroups/tls/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ca-reader"
)


def document(**changes: Any) -> dict[str, Any]:
    """A plan of all eight zones and every flow."""
    return {
        "organization": "clinic",
        "environment": "test",
        "cloud": "azure",
        "cidr": "10.64.0.0/12",
        "residency": [LOCATION],
        "availability_zones": ["1", "2", "3"],
        "zones": {zone: {"account": account, "services": SERVICES.get(zone, [])} for zone, account in SUBSCRIPTIONS.items()},
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
            "providers": {
                zone: Provider(f"{zone}-azure", subscription_id=parsed.zones[zone].account, tenant_id=TENANT, location=LOCATION)
                for zone in parsed.zones
            },
            "tenant_id": TENANT,
            "keys_expire_on": "2028-11-30",
            "database_administrator": {"object_id": "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d", "name": "administrators"},
            "inspection_certificate": "https://clinic-tls.vault.azure.net/secrets/intermediate",
            "inspection_identity": INSPECTOR,
            **changes,
        }
        return AzureZones("zones", args).virtual_network_ids

    return record(program, preview=preview)
