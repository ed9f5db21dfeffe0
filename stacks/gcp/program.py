"""The program of a stack on Google Cloud: a provider for each zone, then the zones.

Source: Pulumi Registry, "Google Cloud: installation and configuration" (Workload Identity Federation, project and region of a provider).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import pulumi
import pulumi_gcp

from ai_zones.gcp.zones import GcpZones, GcpZonesArgs
from ai_zones.gcp.zones_input import plan_faults
from ai_zones.plan import ZoneName
from stacks.gcp.breaks import broken_resources, build_breaks
from stacks.gcp.settings import GcpSettings
from stacks.gcp.values import GcpBreak
from stacks.recovery import recovered_resources
from stacks.settings import engine_config
from stacks.stack_file import built_here
from stacks.starting import one_message, refuse_plan

ZONES = "zones"
"""Name of the composite component in every stack."""


@dataclass(frozen=True)
class GcpBuilt:
    """What a program may build on."""

    zones: GcpZones
    providers: Mapping[ZoneName, pulumi_gcp.Provider]


def program(*faults: GcpBreak) -> GcpBuilt:
    """Builds the stack, with these faults on purpose. Raises `pulumi.RunError` with one message when its settings are wrong."""
    with one_message():
        settings = GcpSettings.from_config(pulumi.get_stack(), engine_config())
    refuse_plan(settings.stack, "Google Cloud", plan_faults(settings.plan))
    return _build(settings, (*settings.config.breaks, *faults))


def _build(settings: GcpSettings, breaks: tuple[GcpBreak, ...]) -> GcpBuilt:
    config, plan = settings.config, settings.plan
    builds = built_here(plan, config.builds)
    providers = {zone: _provider(settings, zone) for zone in builds}
    # A key of the file that is no input of the composite's: what the plan is completed by, and what the program itself reads.
    own = {"cloud", "projects", "availability_zones", "plan", "plan_file", "recover", "breaks"}
    given: dict[str, Any] = config.model_dump(exclude=own, exclude_none=True)
    folder = config.log_folder_id or (config.create.folder_id if config.create is not None else None)
    given |= {"plan": plan, "providers": providers, "builds": builds, "log_readers": config.log_readers or []}
    given |= {"log_folder_id": folder} if folder is not None else {}
    changes = [*broken_resources(settings, breaks), *recovered_resources(config)]
    zones = GcpZones(ZONES, cast(GcpZonesArgs, given), pulumi.ResourceOptions(transformations=changes))
    build_breaks(settings, breaks, zones, providers)
    pulumi.export("network_paths", zones.network_paths)
    pulumi.export("service_domains", zones.service_domains)
    pulumi.export("database", zones.database_endpoint)
    pulumi.export("perimeters", zones.perimeters)
    pulumi.export("clusters", zones.clusters)
    pulumi.export("waiting_for", zones.waiting_for)
    if zones.roads:
        # What the peers' devices connect to; nothing for a line of one's own.
        pulumi.export("peer_gateways", {name: road.gateway_addresses for name, road in zones.roads.items()})
    if zones.front is not None:
        # What the owner of the names publishes, and what the Envoy behind the front checks.
        pulumi.export("front_address", zones.front.address)
        pulumi.export("front_dns_records", zones.front.dns_records)
        pulumi.export("front_audiences", zones.front.audiences)
    return GcpBuilt(zones, providers)


def _provider(settings: GcpSettings, zone: ZoneName) -> pulumi_gcp.Provider:
    """Provider of one zone: its project alone. How it logs in is the environment's business: Workload Identity Federation, or gcloud."""
    plan = settings.plan
    return pulumi_gcp.Provider(
        f"{zone}-gcp",
        project=plan.zones[zone].account,
        region=plan.region,
        # Provenance alone. The classification stands on each resource itself.
        default_labels={"managed-by": "ai-zones", "organization": plan.organization, "environment": plan.environment},
        user_project_override=False,
    )
