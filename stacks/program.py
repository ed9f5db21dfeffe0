"""The program of a stack on AWS: a provider for each zone, then the zones.

Sources: Pulumi documentation, "Configure the AWS provider" (allowed_account_ids, assume_roles); docs/decisions/0001.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pulumi
import pulumi_aws

from ai_zones.aws.peer_gateway import AwsPeerCircuitArgs
from ai_zones.aws.zones import AwsZones
from ai_zones.aws.zones_clusters_input import AwsZoneClusterArgs, cluster_faults
from ai_zones.aws.zones_doors_input import AwsZoneFrontArgs, AwsZoneTunnelArgs, door_faults
from ai_zones.aws.zones_input import plan_faults
from ai_zones.aws.zones_joins import AwsZoneJoinsArgs, Joins
from ai_zones.plan import ZoneName
from stacks.breaks import broken_resources, build_breaks
from stacks.recovery import recovered_resources
from stacks.references import joins_of
from stacks.settings import StackSettings, engine_config
from stacks.starting import one_message, refuse_plan

ZONES = "zones"
"""Name of the composite component in every stack."""


@dataclass(frozen=True)
class Built:
    """What a program may build on."""

    zones: AwsZones
    providers: Mapping[ZoneName, pulumi_aws.Provider]


def program() -> Built:
    """Builds the stack. Raises `pulumi.RunError` with one message, before anything is registered, when its settings are wrong."""
    with one_message():
        settings = StackSettings.from_config(pulumi.get_stack(), engine_config())
    doors = door_faults(settings.plan, settings.builds, settings.front, settings.circuits, settings.tunnels)
    refuse_plan(settings.stack, "AWS", [*plan_faults(settings.plan), *doors, *cluster_faults(settings.plan, settings.clusters)])
    with one_message():
        joins = joins_of(settings)
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
            "clusters": cast(dict[ZoneName, AwsZoneClusterArgs], settings.clusters),
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
    pulumi.export("clusters", zones.clusters)
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
