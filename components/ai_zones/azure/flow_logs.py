"""Flow logs of a virtual network: who spoke to whom, kept in the archive, and read by traffic analytics where asked.

Sources: Azure Network Watcher documentation, "Virtual network flow logs" (storage of the same region; a storage account without shared keys
needs an identity of the flow log; NSG flow logs end in 2027 and can't be made anew), "Traffic analytics" (intervals of 10 and 60 minutes),
"Enable or disable Azure Network Watcher" (one watcher a region and subscription, which Azure makes with the first network as
NetworkWatcher_<region> in NetworkWatcherRG, unless there is one already); 45 CFR 164.312(b) (audit controls).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pulumi
from pulumi_azure_native import network

from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after
from ai_zones.azure.tags import tags_for
from ai_zones.azure.validation import PlacedInput

AZURES_OWN_GROUP: Final = "NetworkWatcherRG"
ANALYTICS_MINUTES: Final = 10
FORMAT_VERSION: Final = 2


@dataclass(frozen=True)
class FlowLogSpec:
    """Where flows are logged to. Ids may be outputs."""

    storage_id: Any
    identity_id: Any = None
    analytics_workspace_id: Any = None
    watcher_name: str | None = None
    watcher_group_name: str | None = None
    own_watcher: bool = False
    """True makes the region's watcher in the zone's own group; before the network, or Azure makes one first."""

    def watcher(self, place: PlacedInput) -> tuple[str, str]:
        """Group and name of the watcher."""
        name = self.watcher_name or f"NetworkWatcher_{place.location}"
        return self.watcher_group_name or (place.resource_group_name if self.own_watcher else AZURES_OWN_GROUP), name


def build_network_watcher(name: str, spec: FlowLogSpec, place: PlacedInput, zone: str, *, parent: pulumi.Resource) -> list[pulumi.Resource]:
    """The region's watcher, where it is to be our own; the network waits for it."""
    if not spec.own_watcher:
        return []
    group, watcher = spec.watcher(place)
    return [
        network.NetworkWatcher(
            child(name, "watcher"),
            network_watcher_name=watcher,
            resource_group_name=group,
            location=place.location,
            tags=tags_for(zone, extra=place.tags),
            opts=after(parent),
        )
    ]


def build_flow_log(
    name: str,
    spec: FlowLogSpec,
    place: PlacedInput,
    zone: str,
    *,
    virtual_network_id: str,
    waits_for: Iterable[pulumi.Resource],
    protect: bool,
    parent: pulumi.Resource,
) -> network.FlowLog:
    """Flow log of the whole network. How long flows are kept is the archive's to say."""
    group, watcher = spec.watcher(place)
    analytics = None
    if spec.analytics_workspace_id is not None:
        analytics = network.TrafficAnalyticsPropertiesArgs(
            network_watcher_flow_analytics_configuration=network.TrafficAnalyticsConfigurationPropertiesArgs(
                enabled=True, workspace_resource_id=spec.analytics_workspace_id, traffic_analytics_interval=ANALYTICS_MINUTES
            )
        )
    identity = None
    if spec.identity_id is not None:
        identity = network.ManagedServiceIdentityArgs(
            type=network.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[spec.identity_id]
        )
    return network.FlowLog(
        child(name, "flows"),
        flow_log_name=resource_name(Kind.NETWORK, name, "flows"),
        network_watcher_name=watcher,
        resource_group_name=group,
        location=place.location,
        target_resource_id=virtual_network_id,
        storage_id=spec.storage_id,
        enabled=True,
        format=network.FlowLogFormatParametersArgs(type=network.FlowLogFormatType.JSON, version=FORMAT_VERSION),
        retention_policy=network.RetentionPolicyParametersArgs(days=0, enabled=False),
        flow_analytics_configuration=analytics,
        identity=identity,
        tags=tags_for(zone, extra=place.tags),
        opts=after(parent, list(waits_for), protect=protect),
    )
