"""Adopted network: a virtual network that a landing zone made becomes the network of a zone, as it stands.

Network, subnets, filters, tables, peerings and gateways are read into the state, and the proof judges them as if they had been built here. A
subnet that is read names its filter and its table, and each of these lists its rules or routes, so no road is out of sight but through
what is not named: then the verdict is unproven. Endpoints, links and stores are put into it as into an `AzureZoneNetwork`.
Sources: Azure Virtual Network documentation, "Virtual network traffic routing", "Virtual network peering"; Azure Cloud Adoption
Framework, "What is an Azure landing zone?"; NIST SP 800-207 section 3.1.2.
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import network

from ai_zones.azure import adopted, arm, validation
from ai_zones.azure.adopted import Adopter
from ai_zones.azure.dns_policy import answered_names, build_dns_policy
from ai_zones.azure.network_outputs import network_outputs
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.references import WorkspaceId
from ai_zones.azure.subnets import ENDPOINT, LINK, WORKLOAD


class AzureAdoptedNetworkArgs(TypedDict):
    """Inputs of `AzureAdoptedNetwork`: ids of what stands. A wrong form of id is refused before anything is read."""

    zone: str
    """Zone that the network is. Its own tags stay as they are: without `ai-zone` on it, map this component's name in `posture.yaml`."""
    subscription_id: str
    """Subscription of the zone, where the resolver's policy is made; what is adopted may stand in another."""
    resource_group_name: str
    """Resource group of the zone, for the same."""
    location: str
    """Region of the network."""
    virtual_network_id: str
    """The network."""
    workload_subnet_id: str
    """Subnet for programs."""
    endpoint_subnet_id: str
    """Subnet for private endpoints. May be the workload subnet again."""
    link_subnet_id: NotRequired[str]
    """Subnet for the producer half of private links. Default: none; the zone offers no service of its own."""
    other_subnet_ids: NotRequired[dict[str, str]]
    """Label → any further subnet: a firewall's, a gateway's. Default: none."""
    security_group_ids: NotRequired[dict[str, str]]
    """Label → network security group of the subnets. Default: none, and then no filter of them counts."""
    application_group_ids: NotRequired[dict[str, str]]
    """Label → application security group that their rules name. Default: none."""
    route_table_ids: NotRequired[dict[str, str]]
    """Label → route table of the subnets. Default: none: where a subnet follows one, its roads are then out of sight."""
    nat_gateway_ids: NotRequired[dict[str, str]]
    """Label → NAT gateway. Default: none."""
    peering_ids: NotRequired[dict[str, str]]
    """Label → peering of the network, and of its neighbours towards it. Default: none."""
    gateway_ids: NotRequired[dict[str, str]]
    """Label → VPN or ExpressRoute gateway in the network. Default: none."""
    connection_ids: NotRequired[dict[str, str]]
    """Label → connection of those gateways. Default: none."""
    allowed_domains: NotRequired[list[str]]
    """Names that the resolver shall answer: given, a DNS security policy is put on the network. Default: its resolver stays as it is."""
    log_workspace_id: NotRequired[pulumi.Input[str]]
    """Log Analytics workspace of the resolver's log; required with `allowed_domains`."""
    tags: NotRequired[dict[str, str]]
    """Further tags of what is made here: the resolver's policy. Default: none."""


class AdoptedNetwork(validation.ZonedInput):
    """Parsed `AzureAdoptedNetworkArgs`."""

    virtual_network_id: adopted.VirtualNetworkId
    workload_subnet_id: adopted.SubnetId
    endpoint_subnet_id: adopted.SubnetId
    link_subnet_id: adopted.SubnetId | None = None
    other_subnet_ids: dict[str, adopted.SubnetId] = pydantic.Field(default_factory=dict)
    security_group_ids: dict[str, adopted.SecurityGroupId] = pydantic.Field(default_factory=dict)
    application_group_ids: dict[str, adopted.ApplicationGroupId] = pydantic.Field(default_factory=dict)
    route_table_ids: dict[str, adopted.RouteTableId] = pydantic.Field(default_factory=dict)
    nat_gateway_ids: dict[str, adopted.NatGatewayId] = pydantic.Field(default_factory=dict)
    peering_ids: dict[str, adopted.PeeringId] = pydantic.Field(default_factory=dict)
    gateway_ids: dict[str, adopted.GatewayId] = pydantic.Field(default_factory=dict)
    connection_ids: dict[str, adopted.ConnectionId] = pydantic.Field(default_factory=dict)
    allowed_domains: tuple[str, ...] | None = None
    log_workspace_id: WorkspaceId | None = None

    @pydantic.model_validator(mode="after")
    def _is_whole(self) -> Self:
        if clash := sorted({WORKLOAD, ENDPOINT, LINK} & set(self.other_subnet_ids)):
            raise ValueError(f"other_subnet_ids.{clash[0]}: has an input of its own, {clash[0]}_subnet_id")
        for label, subnet in {**self.subnets(), **self.other_subnet_ids}.items():
            if isinstance(subnet, str) and not arm.same(subnet.rpartition("/subnets/")[0], self.virtual_network_id):
                raise ValueError(f"{label}: given {subnet}, a subnet of another network than {self.virtual_network_id}")
        if self.allowed_domains is not None:
            if self.log_workspace_id is None:
                raise ValueError("log_workspace_id: is required with allowed_domains; add the workspace of the resolver's log")
            self.domains()
        return self

    def subnets(self) -> dict[str, str]:
        """Kind → subnet; one that serves several kinds stands under the first."""
        given = {WORKLOAD: self.workload_subnet_id, ENDPOINT: self.endpoint_subnet_id, LINK: self.link_subnet_id}
        found: dict[str, str] = {}
        for label, subnet in given.items():
            if subnet is not None and not any(arm.same(subnet, other) for other in found.values()):
                found[label] = subnet
        return found

    def domains(self) -> list[str]:
        """Names that the resolver answers."""
        return answered_names(self.allowed_domains or ())


class AzureAdoptedNetwork(pulumi.ComponentResource):
    """A virtual network that stands already, with everything that decides where its packets go, in this stack's state. Nothing of it is changed.

    Offers what `AzureZoneNetwork` offers, but no flow log: that of the landing zone stays where it is.
    Raises `InvalidInputError` before anything is registered.
    """

    virtual_network_id: str
    """Id of the network."""
    virtual_network_name: str
    """Name of the network."""
    workload_subnet_id: str
    """Subnet of programs."""
    endpoint_subnet_id: str
    """Subnet of private endpoints."""
    link_subnet_id: str
    """Subnet of the producer half of private links; empty without one."""
    security_group_ids: dict[str, str]
    """Label → network security group."""
    route_table_ids: dict[str, str]
    """Label → route table."""
    dns_policy_id: str
    """The resolver's policy; empty where its resolver stays as it is."""

    def __init__(self, name: str, args: AzureAdoptedNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AdoptedNetwork.parse(name, args)
        super().__init__("ai-zones:index:AzureAdoptedNetwork", name, {}, children_wait(opts))
        adopter = Adopter(name, self)
        found = adopter.take(network.VirtualNetwork, given.virtual_network_id, "network")
        adopter.take_all(network.Subnet, {**given.subnets(), **given.other_subnet_ids}, "subnet")
        adopter.take_all(network.NetworkSecurityGroup, given.security_group_ids, "filter")
        adopter.take_all(network.ApplicationSecurityGroup, given.application_group_ids, "programs")
        adopter.take_all(network.RouteTable, given.route_table_ids, "routes")
        adopter.take_all(network.NatGateway, given.nat_gateway_ids, "nat")
        adopter.take_all(network.VirtualNetworkPeering, given.peering_ids, "peering")
        adopter.take_all(network.VirtualNetworkGateway, given.gateway_ids, "gateway")
        adopter.take_all(network.VirtualNetworkGatewayConnection, given.connection_ids, "connection")
        self.dns_policy_id = ""
        if given.allowed_domains is not None and given.log_workspace_id is not None:
            self.dns_policy_id, _ = build_dns_policy(
                name,
                given.domains(),
                given,
                given.zone,
                virtual_network_id=given.virtual_network_id,
                log_workspace_id=given.log_workspace_id,
                waits_for=[found],
                parent=self,
            )
        self.virtual_network_id = given.virtual_network_id
        self.virtual_network_name = arm.parse(given.virtual_network_id).name
        self.workload_subnet_id = given.workload_subnet_id
        self.endpoint_subnet_id = given.endpoint_subnet_id
        self.link_subnet_id = given.link_subnet_id or ""
        self.security_group_ids = dict(given.security_group_ids)
        self.route_table_ids = dict(given.route_table_ids)
        self.register_outputs(network_outputs(self))
