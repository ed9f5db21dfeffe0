"""A perimeter around each zone, where the settings give an access policy; else the organization's stack draws them.

Sources: docs/decisions/0012; VPC Service Controls documentation, "Design and architect service perimeters".
"""

from typing import Any

import pulumi

from ai_zones.gcp.access_policy import GcpAccessPolicy
from ai_zones.gcp.perimeter import GcpPerimeter
from ai_zones.gcp.plan_perimeters import perimeter_name, plan_perimeters
from ai_zones.gcp.zones_built import Built, loose
from ai_zones.gcp.zones_input import MANAGEMENT
from ai_zones.plan import ZoneName


def build_access_policy(built: Built) -> None:
    """Access policy and its levels, which perimeters and the front ask for."""
    zones = built.zones
    if zones.access_policy is None:
        return
    above = MANAGEMENT if MANAGEMENT in zones.zones else zones.zones[0]
    built.access_policy = GcpAccessPolicy(
        f"{zones.plan.organization}-{zones.plan.environment}-access",
        loose(zones.access_policy.model_dump(exclude_none=True, mode="json")),
        pulumi.ResourceOptions(parent=built.parent, providers=[zones.providers[above]]),
    )


def build_perimeters(built: Built) -> dict[ZoneName, GcpPerimeter]:
    """Perimeters. They come last: while it is built, nothing of a zone is refused."""
    zones, policy = built.zones, built.access_policy
    if policy is None:
        return {}
    entries = {name: _entry(entry.model_dump(exclude_none=True, mode="json"), policy) for name, entry in zones.entries.items()}
    sinks: dict[str, Any] = {"sink_folder_id": zones.log_folder_id} if zones.log_folder_id is not None else {"project_sinks": True}
    drawn = plan_perimeters(
        zones.plan,
        loose(
            {
                "access_policy": policy.access_policy,
                "project_numbers": {zone.value: built.number(zone) for zone in ZoneName if built.has_number(zone)},
                "mode": zones.perimeter_mode,
                "callers": {zone.value: list(members) for zone, members in zones.callers.items()},
                "entries": entries,
                **sinks,
            }
        ),
    )
    return {
        zone: GcpPerimeter(perimeter_name(zones.plan, zone), args, built.options(zone, policy))
        for zone, args in drawn.perimeters.items()
        if zone in zones.zones
    }


def _entry(given: dict[str, Any], policy: GcpAccessPolicy) -> dict[str, Any]:
    return {**given, "access_levels": [policy.access_levels[level] for level in given["access_levels"]]}
