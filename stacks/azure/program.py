"""The program of a stack on Azure: a provider for each zone, then the zones.

Source: Pulumi Registry, "Azure Native: installation and configuration" (OIDC, subscription of a provider).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import pulumi
import pulumi_azure_native

from ai_zones.azure.zones import AzureZones, AzureZonesArgs
from ai_zones.azure.zones_clusters_input import cluster_faults
from ai_zones.azure.zones_input import plan_faults
from ai_zones.plan import ZoneName
from stacks.azure.breaks import broken_resources, build_breaks
from stacks.azure.settings import AzureSettings
from stacks.azure.values import AzureBreak
from stacks.recovery import recovered_resources
from stacks.settings import engine_config
from stacks.stack_file import built_here
from stacks.starting import one_message, refuse_plan

ZONES = "zones"
"""Name of the composite component in every stack."""


@dataclass(frozen=True)
class AzureBuilt:
    """What a program may build on."""

    zones: AzureZones
    providers: Mapping[ZoneName, pulumi_azure_native.Provider]


def program(*faults: AzureBreak) -> AzureBuilt:
    """Builds the stack, with these faults on purpose. Raises `pulumi.RunError` with one message when its settings are wrong."""
    with one_message():
        settings = AzureSettings.from_config(pulumi.get_stack(), engine_config())
    refuse_plan(settings.stack, "Azure", [*plan_faults(settings.plan), *cluster_faults(settings.plan, settings.config.clusters)])
    return _build(settings, (*settings.config.breaks, *faults))


def _build(settings: AzureSettings, breaks: tuple[AzureBreak, ...]) -> AzureBuilt:
    config, plan = settings.config, settings.plan
    builds = built_here(plan, config.builds)
    providers = {zone: _provider(settings, zone) for zone in builds}
    administrators = config.database_administrators
    args: dict[str, Any] = {
        "plan": plan,
        "providers": providers,
        "builds": builds,
        "absent": config.absent,
        "tenant_id": config.tenant_id,
        "keys_expire_on": config.keys_expire_on,
        "database_administrator": administrators.model_dump() if administrators is not None else None,
        "database_sku": config.database_sku,
        "models": {zone: {name: model.model_dump() for name, model in models.items()} for zone, models in config.models.items()},
        "zone_redundant": config.zone_redundant,
        "inspection_certificate": config.inspection_certificate,
        "inspection_identity": config.inspection_identity,
        "front": config.front,
        "circuits": config.circuits,
        "clusters": config.clusters,
        "log_readers": config.log_readers or [],
        "alarm_receivers": config.alarm_receivers,
        "backups": config.backups,
        "clinical_store": config.clinical_store,
        "deletion_protection": config.deletion_protection,
        "log_retention_days": config.log_retention_days,
        "store_retention_days": config.store_retention_days,
        "tags": config.tags,
    }
    changes = [*broken_resources(settings, breaks), *recovered_resources(settings.config)]
    zones = AzureZones(ZONES, cast(AzureZonesArgs, args), pulumi.ResourceOptions(transformations=changes))
    build_breaks(settings, breaks, zones, providers)
    pulumi.export("virtual_network_ids", zones.virtual_network_ids)
    pulumi.export("service_domains", zones.service_domains)
    pulumi.export("clusters", zones.clusters)
    pulumi.export("waiting_for", zones.waiting_for)
    return AzureBuilt(zones, providers)


def _provider(settings: AzureSettings, zone: ZoneName) -> pulumi_azure_native.Provider:
    """Provider of one zone: its subscription alone. How it logs in is the environment's business: OIDC, or the Azure CLI."""
    return pulumi_azure_native.Provider(
        f"{zone}-azure",
        subscription_id=settings.plan.zones[zone].account,
        tenant_id=settings.config.tenant_id,
        location=settings.plan.region,
    )
