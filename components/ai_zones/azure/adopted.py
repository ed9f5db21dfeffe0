"""How a component takes in what stands already: every resource by `Resource.get`, as a child, so that it enters the state and the proof sees it.

Nothing that is adopted is changed or deleted. Its tags stay as they are: where they do not tell its zone, the reviewer's `posture.yaml` maps
its name. An id names its subscription, so what is adopted may stand in another one that the provider's identity may read.
Sources: Pulumi documentation, "Resource options: get"; Azure Resource Manager documentation, "resourceId".
"""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

import pulumi

from ai_zones.azure.naming import child
from ai_zones.azure.validation import arm_id_of

Adopted = TypeVar("Adopted", bound=pulumi.Resource)

_NETWORK: Final = "Microsoft.Network"

VirtualNetworkId: Any = arm_id_of(f"{_NETWORK}/virtualNetworks", "a virtual network")
SubnetId: Any = arm_id_of(f"{_NETWORK}/virtualNetworks/subnets", "a subnet")
PeeringId: Any = arm_id_of(f"{_NETWORK}/virtualNetworks/virtualNetworkPeerings", "a virtual network peering")
RouteTableId: Any = arm_id_of(f"{_NETWORK}/routeTables", "a route table")
SecurityGroupId: Any = arm_id_of(f"{_NETWORK}/networkSecurityGroups", "a network security group")
ApplicationGroupId: Any = arm_id_of(f"{_NETWORK}/applicationSecurityGroups", "an application security group")
NatGatewayId: Any = arm_id_of(f"{_NETWORK}/natGateways", "a NAT gateway")
GatewayId: Any = arm_id_of(f"{_NETWORK}/virtualNetworkGateways", "a virtual network gateway")
ConnectionId: Any = arm_id_of(f"{_NETWORK}/connections", "a connection of a virtual network gateway")
PublicAddressId: Any = arm_id_of(f"{_NETWORK}/publicIPAddresses", "a public IP address")
FirewallId: Any = arm_id_of(f"{_NETWORK}/azureFirewalls", "an Azure Firewall")
FirewallPolicyId: Any = arm_id_of(f"{_NETWORK}/firewallPolicies", "a firewall policy")
RuleGroupId: Any = arm_id_of(f"{_NETWORK}/firewallPolicies/ruleCollectionGroups", "a rule collection group of a firewall policy")
IpGroupId: Any = arm_id_of(f"{_NETWORK}/ipGroups", "an IP group")
VirtualHubId: Any = arm_id_of(f"{_NETWORK}/virtualHubs", "a virtual hub")
HubConnectionId: Any = arm_id_of(f"{_NETWORK}/virtualHubs/hubVirtualNetworkConnections", "a connection of a virtual hub")
HubRouteTableId: Any = arm_id_of(f"{_NETWORK}/virtualHubs/hubRouteTables", "a route table of a virtual hub")
RoutingIntentId: Any = arm_id_of(f"{_NETWORK}/virtualHubs/routingIntent", "the routing intent of a virtual hub")
PrivateZoneId: Any = arm_id_of(f"{_NETWORK}/privateDnsZones", "a private DNS zone")
ZoneLinkId: Any = arm_id_of(f"{_NETWORK}/privateDnsZones/virtualNetworkLinks", "a virtual network link of a private DNS zone")
LogWorkspaceId: Any = arm_id_of("Microsoft.OperationalInsights/workspaces", "a Log Analytics workspace")
DataExportId: Any = arm_id_of("Microsoft.OperationalInsights/workspaces/dataExports", "a data export of a workspace")
StorageAccountId: Any = arm_id_of("Microsoft.Storage/storageAccounts", "a storage account")
ContainerId: Any = arm_id_of("Microsoft.Storage/storageAccounts/blobServices/containers", "a blob container")
RoleAssignmentId: Any = arm_id_of("Microsoft.Authorization/roleAssignments", "a role assignment")


class Adopter:
    """Takes resources in as children of one component."""

    def __init__(self, name: str, parent: pulumi.Resource) -> None:
        self._name = name
        self._opts = pulumi.ResourceOptions(parent=parent)

    def take(self, kind: type[Adopted], identifier: pulumi.Input[str], *label: str) -> Adopted:
        """One resource, by its id."""
        found: Adopted = kind.get(child(self._name, *label), identifier, opts=self._opts)  # type: ignore[attr-defined]
        return found

    def take_all(self, kind: type[Adopted], identifiers: Mapping[str, pulumi.Input[str]], *label: str) -> dict[str, Adopted]:
        """One for each label."""
        return {key: self.take(kind, identifier, *label, key) for key, identifier in sorted(identifiers.items())}
