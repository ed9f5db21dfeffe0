"""Adopted hub firewall: Azure Firewall of a landing zone with its policy, and the hub that it stands in, read into the state as they stand.

The hub is a virtual network with peerings, or a virtual hub of virtual WAN with connections. A policy that is read does not list its rule
collection groups: only those that are named here are known, and its parent policy with its own. What is not named stays out of sight, and the
verdict unproven; judge the hub's own stack together with this one, or let the reviewer vouch for it in `posture.yaml` (`asserted`).
Sources: Azure Firewall documentation, "Use Azure Firewall policy to define a rule hierarchy"; Azure Virtual Network, "Virtual network
peering" (two halves, one in each network); Azure Virtual WAN, "How to configure Virtual WAN hub routing intent and routing policies".
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import network

from ai_zones.azure import adopted, arm, validation
from ai_zones.azure.adopted import Adopter
from ai_zones.azure.ordering import children_wait


class AzureAdoptedHubFirewallArgs(TypedDict):
    """Inputs of `AzureAdoptedHubFirewall`: ids of what stands, in whatever subscription. A wrong form of id is refused before anything is read."""

    firewall_id: str
    """The firewall."""
    firewall_policy_ids: dict[str, str]
    """Label → its policy, and the parents of that."""
    rule_group_ids: dict[str, str]
    """Label → every rule collection group of those policies."""
    ip_group_ids: NotRequired[dict[str, str]]
    """Label → IP group that their rules name. Default: none."""
    public_address_ids: dict[str, str]
    """Label → public address of the firewall."""
    virtual_network_id: NotRequired[str]
    """The hub, where it is a virtual network. Default: none."""
    subnet_ids: NotRequired[dict[str, str]]
    """Label → subnet of the hub: the firewall's, a gateway's. Default: none."""
    route_table_ids: NotRequired[dict[str, str]]
    """Label → route table of the hub's subnets. Default: none."""
    peering_ids: NotRequired[dict[str, str]]
    """Label → half of a peering between the hub and a zone's network; name both halves. Default: none."""
    virtual_hub_id: NotRequired[str]
    """The hub, where it is one of virtual WAN. Default: none."""
    hub_connection_ids: NotRequired[dict[str, str]]
    """Label → connection of a network to the virtual hub. Default: none."""
    hub_route_table_ids: NotRequired[dict[str, str]]
    """Label → route table of the virtual hub. Default: none."""
    routing_intent_id: NotRequired[str]
    """Routing intent of the virtual hub. Default: none."""


class AdoptedHubFirewall(validation.ComponentInput):
    """Parsed `AzureAdoptedHubFirewallArgs`."""

    firewall_id: adopted.FirewallId
    firewall_policy_ids: dict[str, adopted.FirewallPolicyId] = pydantic.Field(min_length=1)
    rule_group_ids: dict[str, adopted.RuleGroupId]
    ip_group_ids: dict[str, adopted.IpGroupId] = pydantic.Field(default_factory=dict)
    public_address_ids: dict[str, adopted.PublicAddressId]
    virtual_network_id: adopted.VirtualNetworkId | None = None
    subnet_ids: dict[str, adopted.SubnetId] = pydantic.Field(default_factory=dict)
    route_table_ids: dict[str, adopted.RouteTableId] = pydantic.Field(default_factory=dict)
    peering_ids: dict[str, adopted.PeeringId] = pydantic.Field(default_factory=dict)
    virtual_hub_id: adopted.VirtualHubId | None = None
    hub_connection_ids: dict[str, adopted.HubConnectionId] = pydantic.Field(default_factory=dict)
    hub_route_table_ids: dict[str, adopted.HubRouteTableId] = pydantic.Field(default_factory=dict)
    routing_intent_id: adopted.RoutingIntentId | None = None

    @pydantic.model_validator(mode="after")
    def _is_one_hub(self) -> Self:
        if (self.virtual_network_id is None) == (self.virtual_hub_id is None):
            raise ValueError("virtual_network_id, virtual_hub_id: give the one of the two that the hub is")
        of_network = {"subnet_ids": self.subnet_ids, "route_table_ids": self.route_table_ids, "peering_ids": self.peering_ids}
        of_hub = {
            "hub_connection_ids": self.hub_connection_ids,
            "hub_route_table_ids": self.hub_route_table_ids,
            "routing_intent_id": self.routing_intent_id,
        }
        strange = of_hub if self.virtual_hub_id is None else of_network
        if given := [key for key, value in strange.items() if value]:
            raise ValueError(f"{', '.join(given)}: belongs to the other kind of hub; leave it out")
        for label, group in sorted(self.rule_group_ids.items()):
            policy = group.rpartition("/ruleCollectionGroups/")[0]
            if not any(arm.same(policy, one) for one in self.firewall_policy_ids.values()):
                raise ValueError(f"rule_group_ids.{label}: given {group}, of a policy that is not among firewall_policy_ids")
        return self


class AzureAdoptedHubFirewall(pulumi.ComponentResource):
    """The firewall with policy, rules and addresses, and the hub around it. Nothing of it is changed.

    Raises `InvalidInputError` before anything is registered.
    """

    firewall_id: str
    """The firewall."""
    firewall_address: pulumi.Output[str]
    """Its private address, to which zones' route tables lead; empty in a virtual hub, where the hub's own routing does."""
    virtual_network_id: str
    """The hub's network; empty where it is a virtual hub."""
    virtual_hub_id: str
    """The virtual hub; empty where it is a network."""

    def __init__(self, name: str, args: AzureAdoptedHubFirewallArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AdoptedHubFirewall.parse(name, args)
        super().__init__("ai-zones:index:AzureAdoptedHubFirewall", name, {}, children_wait(opts))
        adopter = Adopter(name, self)
        firewall = adopter.take(network.AzureFirewall, given.firewall_id, "firewall")
        adopter.take_all(network.FirewallPolicy, given.firewall_policy_ids, "policy")
        adopter.take_all(network.FirewallPolicyRuleCollectionGroup, given.rule_group_ids, "rules")
        adopter.take_all(network.IpGroup, given.ip_group_ids, "addresses")
        adopter.take_all(network.PublicIPAddress, given.public_address_ids, "way-out")
        if given.virtual_network_id is not None:
            adopter.take(network.VirtualNetwork, given.virtual_network_id, "hub")
        if given.virtual_hub_id is not None:
            adopter.take(network.VirtualHub, given.virtual_hub_id, "hub")
        if given.routing_intent_id is not None:
            adopter.take(network.RoutingIntent, given.routing_intent_id, "routing-intent")
        adopter.take_all(network.Subnet, given.subnet_ids, "subnet")
        adopter.take_all(network.RouteTable, given.route_table_ids, "routes")
        adopter.take_all(network.VirtualNetworkPeering, given.peering_ids, "peering")
        adopter.take_all(network.HubVirtualNetworkConnection, given.hub_connection_ids, "hub-connection")
        adopter.take_all(network.HubRouteTable, given.hub_route_table_ids, "hub-routes")
        self.firewall_id = given.firewall_id
        self.firewall_address = firewall.ip_configurations.apply(
            lambda found: next((one.private_ip_address for one in found or [] if one.private_ip_address), "")
        )
        self.virtual_network_id = given.virtual_network_id or ""
        self.virtual_hub_id = given.virtual_hub_id or ""
        self.register_outputs(
            {
                "firewallId": self.firewall_id,
                "firewallAddress": self.firewall_address,
                "virtualNetworkId": self.virtual_network_id,
                "virtualHubId": self.virtual_hub_id,
            }
        )
