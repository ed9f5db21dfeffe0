"""Azure Monitor private link scope: which of our workspaces a zone's agents may write to and read from, by private endpoint alone.

The zone's private DNS answers Azure Monitor's shared names with the scope's endpoint, so a workspace that is not in the scope can't be reached from
the network at all; that is what keeps a stolen agent from writing to somebody else's.
Sources: Azure Monitor documentation, "Use Azure Private Link to connect networks to Azure Monitor", "Design your Azure Monitor private link
setup" (access modes Open and PrivateOnly; one scope for all networks that share DNS; a resource may be in 100 scopes, a scope holds 3,000), "Configure
private link for Azure Monitor". The endpoint itself is an `AzureServiceEndpoint` with service `monitor`.
"""

from typing import Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import monitor

from ai_zones.azure import arm
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.validation import ZonedInput

SCOPE: Final = "Microsoft.Insights/privateLinkScopes"
HELD: Final = (
    "Microsoft.Insights/components",
    "Microsoft.Insights/dataCollectionEndpoints",
    "Microsoft.OperationalInsights/workspaces",
)


class AzureMonitorScopeArgs(TypedDict):
    """Inputs of `AzureMonitorScope`."""

    zone: str
    """Zone whose agents use it."""
    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the zone; the scope itself has none."""
    resource_ids: dict[str, str]
    """Workspaces, Application Insights components and data collection endpoints of ours, by any stable key."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class MonitorScope(ZonedInput):
    """Parsed `AzureMonitorScopeArgs`."""

    resource_ids: dict[str, str] = pydantic.Field(min_length=1)

    @pydantic.model_validator(mode="after")
    def _can_be_inside(self) -> Self:
        for key, resource_id in sorted(self.resource_ids.items()):
            try:
                found = arm.parse(resource_id)
            except ValueError as fault:
                raise ValueError(f"resource_ids.{key}: {fault}") from None
            if found.type.lower() not in {kind.lower() for kind in HELD}:
                raise ValueError(f"resource_ids.{key}: given a {found.type}; a scope holds {', '.join(HELD)}")
        return self


class AzureMonitorScope(pulumi.ComponentResource):
    """Scope that is private both ways, with its resources."""

    scope_id: str
    """Id of the scope, for its private endpoint."""

    def __init__(self, name: str, args: AzureMonitorScopeArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = MonitorScope.parse(name, args)
        super().__init__("ai-zones:index:AzureMonitorScope", name, {}, children_wait(opts))
        label = resource_name(Kind.MONITOR, name)
        self.scope_id = given.id_of(SCOPE, label)
        before: pulumi.Resource = monitor.PrivateLinkScope(
            child(name, "scope"),
            scope_name=label,
            resource_group_name=given.resource_group_name,
            location="global",
            access_mode_settings=monitor.AccessModeSettingsArgs(
                ingestion_access_mode=monitor.AccessMode.PRIVATE_ONLY, query_access_mode=monitor.AccessMode.PRIVATE_ONLY, exclusions=[]
            ),
            tags=given.tags_of(),
            opts=after(self),
        )
        for key, resource_id in sorted(given.resource_ids.items()):
            # One after the other: each write locks the scope.
            before = monitor.PrivateLinkScopedResource(
                child(name, "holds", key),
                name=resource_name(Kind.MONITOR, key),
                scope_name=label,
                resource_group_name=given.resource_group_name,
                kind=monitor.ScopedResourceKind.RESOURCE,
                linked_resource_id=resource_id,
                opts=after(self, before),
            )
        self.register_outputs({"scopeId": self.scope_id})
