"""The one Pulumi program: builds what the selected stack's settings declare.

It runs under `pulumi up` and as an inline program of the Automation API (`program`) alike.
Sources: Pulumi documentation, "Configure the AWS provider" (allowed_account_ids, assume_roles); docs/decisions/0001.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

# `pulumi` runs this folder as a script, so the checkout itself is not on the path.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pulumi
import pulumi_aws

from ai_zones.aws.peer_gateway import AwsPeerCircuitArgs
from ai_zones.aws.zones import AwsZones
from ai_zones.aws.zones_doors_input import AwsZoneFrontArgs, AwsZoneTunnelArgs, door_faults
from ai_zones.aws.zones_input import plan_faults
from ai_zones.aws.zones_joins import AwsZoneJoinsArgs, Joins
from ai_zones.plan import PlanError, ZoneName
from stacks.azure.settings import is_azure
from stacks.azure.tenant_settings import is_tenant
from stacks.breaks import broken_resources, build_breaks
from stacks.errors import SettingsError
from stacks.organization import build as build_organization
from stacks.organization_settings import is_organization
from stacks.recovery import recovered_resources
from stacks.references import joins_of
from stacks.settings import StackSettings, engine_config

ZONES = "zones"
"""Name of the composite component in every stack."""


@dataclass(frozen=True)
class Built:
    """What a program may build on."""

    zones: AwsZones
    providers: Mapping[ZoneName, pulumi_aws.Provider]


def program() -> Built:
    """Builds the stack. Raises `pulumi.RunError` with one message, before anything is registered, when its settings are wrong."""
    try:
        settings = StackSettings.from_config(pulumi.get_stack(), engine_config())
    except (SettingsError, PlanError) as error:
        raise pulumi.RunError(str(error)) from None
    doors = door_faults(settings.plan, settings.builds, settings.front, settings.circuits, settings.tunnels)
    if faults := [*plan_faults(settings.plan), *doors]:
        listed = "\n".join(f"  - ai-zones:{fault}" for fault in faults)
        raise pulumi.RunError(f"stacks/Pulumi.{settings.stack}.yaml: the plan is sound, but can't be built on AWS:\n{listed}")
    try:
        joins = joins_of(settings)
    except SettingsError as error:
        raise pulumi.RunError(str(error)) from None
    return _build(settings, joins)


def _build(settings: StackSettings, joins: Joins) -> Built:
    providers = {zone: _provider(settings, zone) for zone in settings.builds}
    zones = AwsZones(
        ZONES,
        {
            "plan": settings.plan,
            "providers": providers,
            "builds": list(settings.builds),
            "joins": cast(AwsZoneJoinsArgs, joins.model_dump()),
            "may_wait": settings.may_wait,
            "organization_id": settings.organization_id,
            "foundation_models": settings.foundation_models,
            "single_availability_zone": settings.single_availability_zone,
            "database_instance_class": settings.database_instance_class,
            "front": cast(AwsZoneFrontArgs | None, settings.front),
            "circuits": cast(dict[ZoneName, AwsPeerCircuitArgs], settings.circuits),
            "tunnels": cast(dict[str, AwsZoneTunnelArgs], settings.tunnels),
            "log_readers": settings.log_readers,
            "backups": settings.backups,
            "clinical_store": settings.clinical_store,
            "tags": settings.tags,
            "deletion_protection": settings.deletion_protection,
            "log_retention_days": settings.log_retention_days,
            "store_retention_days": settings.store_retention_days,
        },
        pulumi.ResourceOptions(transformations=[*broken_resources(settings), *recovered_resources(settings)]),
    )
    build_breaks(settings, zones, providers)
    pulumi.export("vpc_ids", zones.vpc_ids)
    pulumi.export("service_domains", zones.service_domains)
    pulumi.export("joins", zones.joins)
    pulumi.export("waiting_for", zones.waiting_for)
    return Built(zones, providers)


def _provider(settings: StackSettings, zone: ZoneName) -> pulumi_aws.Provider:
    """Provider of one zone. It refuses every account but the zone's, so that a wrong login builds nothing in the wrong place."""
    role = settings.assume_roles.get(zone)
    plan = settings.plan
    return pulumi_aws.Provider(
        f"{zone}-aws",
        region=settings.region,
        allowed_account_ids=[account] if (account := plan.zones[zone].account) else None,
        assume_roles=[pulumi_aws.ProviderAssumeRoleArgs(role_arn=role, session_name=f"ai-zones-{zone}")] if role else None,
        # Provenance alone. The classification stands on each resource itself, where no provider's default can change it.
        default_tags=pulumi_aws.ProviderDefaultTagsArgs(
            tags={"managed-by": "ai-zones", "organization": plan.organization, "environment": plan.environment, "stack": settings.stack}
        ),
    )


def run() -> None:
    """Zones on the cloud of `ai-zones:cloud`, or with `ai-zones:kind: organization` (AWS) or `tenant` (Azure) what stands above them."""
    config = engine_config()
    if is_tenant(config):
        from stacks.azure.tenant import build as build_tenant

        build_tenant(pulumi.get_stack(), config)
    elif is_azure(config):
        from stacks.azure.program import program as on_azure

        on_azure()
    elif is_organization(config):
        build_organization(pulumi.get_stack(), config)
    else:
        program()


if __name__ == "__main__":
    run()
