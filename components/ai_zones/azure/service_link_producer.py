"""Producer half of a private link to a service of our own: a load balancer without a public face, behind a link service that the flow's consumers
alone can see.

Sources: Azure Private Link documentation, "What is Azure Private Link service?" (visibility hides the service from all but the named
subscriptions, automatic approval lets those in and no other; one to eight addresses; TCP proxy protocol v2), "Azure Private Link frequently
asked questions" (only behind a Standard load balancer whose pool is made of network interfaces, never of addresses), "Disable network policies
for Private Link service source IP". The load balancer is that of `balancer`.
"""

from typing import Annotated, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import network

from ai_zones.azure.balancer import Balancer, build_balancer
from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.references import SubnetId, WorkspaceId
from ai_zones.azure.subnets import subnet_by_id
from ai_zones.azure.validation import AVAILABILITY_ZONES, AvailabilityZones, Port, SubscriptionId, ZonedInput, ZoneText

LINK_SERVICE = "Microsoft.Network/privateLinkServices"


class AzureServiceLinkProducerArgs(TypedDict):
    """Inputs of `AzureServiceLinkProducer`."""

    zone: str
    """Zone that offers the service."""
    service: str
    """Name of the service: `retrieval`, `tools`, `llm`, ..."""
    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the zone's network."""
    link_subnet_id: str
    """The zone's link subnet, whose `privateLinkServiceNetworkPolicies` is off."""
    consumers: dict[str, str]
    """Zone that may use the service → its subscription. Nobody else sees the service."""
    port: NotRequired[int]
    """Port of the service. Default: 443."""
    target_port: NotRequired[int]
    """Port on which the programs listen; one of the network's `service_ports`. Default: `port`."""
    addresses: NotRequired[int]
    """Addresses from which consumers' connections come, 1 to 8; each carries some 64,000 connections at once. Default: 1."""
    proxy_protocol: NotRequired[bool]
    """True puts a TCP proxy v2 header before each connection, with the consumer's endpoint in it: programs must then expect one, and probes too
    carry it. Default: false."""
    availability_zones: NotRequired[list[str]]
    """Zones of the load balancer's frontend; [] in a region without any. Default: all three."""
    log_workspace_id: NotRequired[pulumi.Input[str]]
    """Log Analytics workspace that takes the load balancer's health events. Default: none."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ServiceLinkProducer(ZonedInput):
    """Parsed `AzureServiceLinkProducerArgs`."""

    service: Annotated[str, pydantic.Field(pattern=r"^[a-z][a-z-]*$")]
    link_subnet_id: SubnetId
    consumers: dict[ZoneText, SubscriptionId] = pydantic.Field(min_length=1)
    port: Port = 443
    target_port: Port | None = None
    addresses: int = pydantic.Field(default=1, ge=1, le=8)
    proxy_protocol: bool = False
    availability_zones: AvailabilityZones = AVAILABILITY_ZONES
    log_workspace_id: WorkspaceId | None = None

    @pydantic.model_validator(mode="after")
    def _joins_two_zones(self) -> Self:
        if self.zone in self.consumers:
            raise ValueError(f"consumers.{self.zone}: is the zone that offers the service; name the zones that use it")
        return self

    @property
    def subscriptions(self) -> list[str]:
        """Who may see the service, and is let in; never `*`."""
        return sorted(set(self.consumers.values()))


class AzureServiceLinkProducer(pulumi.ComponentResource):
    """Internal Standard load balancer, and the link service in front of it. Put the network interfaces of programs into `backend_pool_id`."""

    link_service_id: str
    """What consumers connect to."""
    load_balancer_id: str
    """The load balancer."""
    backend_pool_id: str
    """Pool of the programs that answer: of network interfaces, not of addresses."""
    alias: pulumi.Output[str]
    """Name of the link service for consumers of another tenant, who need its owner's consent."""

    def __init__(self, name: str, args: AzureServiceLinkProducerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ServiceLinkProducer.parse(name, args)
        super().__init__("ai-zones:index:AzureServiceLinkProducer", name, {}, children_wait(opts))
        label = resource_name(Kind.NETWORK, name)
        form = Balancer(label, given.service, given.link_subnet_id, given.port, given.target_port or given.port, given.availability_zones)
        self.link_service_id = given.id_of(LINK_SERVICE, label)
        self.load_balancer_id, self.backend_pool_id = form.id(given), form.pool_id(given)
        balancer = build_balancer(name, form, given, given.tags_of(service=given.service), parent=self)
        if given.log_workspace_id is not None:
            diagnose(
                name, "log", resource_id=self.load_balancer_id, workspace_id=given.log_workspace_id, parent=self, depends_on=[balancer]
            )
        service = network.PrivateLinkService(
            child(name, "service"),
            service_name=label,
            resource_group_name=given.resource_group_name,
            location=given.location,
            visibility=network.PrivateLinkServicePropertiesVisibilityArgs(subscriptions=given.subscriptions),
            auto_approval=network.PrivateLinkServicePropertiesAutoApprovalArgs(subscriptions=given.subscriptions),
            enable_proxy_protocol=given.proxy_protocol,
            load_balancer_frontend_ip_configurations=[network.FrontendIPConfigurationArgs(id=form.frontend_id(given))],
            ip_configurations=[
                network.PrivateLinkServiceIpConfigurationArgs(
                    name=f"address-{at + 1}",
                    primary=at == 0,
                    private_ip_allocation_method=network.IPAllocationMethod.DYNAMIC,
                    private_ip_address_version=network.IPVersion.I_PV4,
                    subnet=subnet_by_id(given.link_subnet_id),
                )
                for at in range(given.addresses)
            ],
            tags=given.tags_of(service=given.service),
            opts=after(self, balancer),
        )
        self.alias = service.alias
        self.register_outputs(
            {
                "linkServiceId": self.link_service_id,
                "loadBalancerId": self.load_balancer_id,
                "backendPoolId": self.backend_pool_id,
                "alias": self.alias,
            }
        )
