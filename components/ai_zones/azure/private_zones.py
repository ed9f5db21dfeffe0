"""Private DNS zones of one zone's network: the names of Azure's services, answered with the addresses of its own private endpoints.

Each zone has a set of its own, linked to its network alone: two zones' endpoints to one store need different answers, and a shared set would
hold one.
Sources: Azure Private Link documentation, "Azure Private Endpoint private DNS zone values"; Azure DNS, "What is a virtual network link?" (a
network is linked once to zones of one name), "Fallback to internet for Azure Private DNS zones" (off: a name that is not in the zone is not
answered from the internet); Azure Private DNS limits.
"""

from typing import Annotated, Any, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import privatedns

from ai_zones.azure import arm
from ai_zones.azure.endpoint_services import SERVICES, private_zone_names
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.subnets import VIRTUAL_NETWORK
from ai_zones.azure.validation import ZonedInput, arm_id_of
from ai_zones.inputs import matches

PRIVATE_ZONE = "Microsoft.Network/privateDnsZones"
EVERYWHERE = "global"
VirtualNetworkId: Any = arm_id_of(VIRTUAL_NETWORK, "a virtual network")
Domain = Annotated[
    str,
    matches(
        r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]",
        "a domain of two labels or more in lower case, such as database.phi.prod.clinic.internal",
    ),
]


class AzurePrivateZonesArgs(TypedDict):
    """Inputs of `AzurePrivateZones`."""

    zone: str
    """Zone whose network they answer in."""
    subscription_id: str
    """Subscription of the zone; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone. Two sets with one name need two groups: DNS zones have no other place."""
    location: str
    """Region of the zone: part of some services' names."""
    virtual_network_id: str
    """The only network that they answer in."""
    services: NotRequired[list[str]]
    """Azure services that the zone reaches by private endpoint, in the plan's words: `storage`, `key-vault`, ... Default: none."""
    domains: NotRequired[list[str]]
    """Further domains of our own, such as `phi.prod.clinic.internal`. Default: none."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class PrivateZones(ZonedInput):
    """Parsed `AzurePrivateZonesArgs`."""

    virtual_network_id: VirtualNetworkId
    services: tuple[str, ...] = ()
    domains: tuple[Domain, ...] = ()

    @pydantic.model_validator(mode="after")
    def _names_something(self) -> Self:
        if unknown := [service for service in self.services if service not in SERVICES]:
            raise ValueError(f"services: given {', '.join(unknown)}; known are {', '.join(sorted(SERVICES))}")
        if not self.names():
            raise ValueError("services, domains: given neither; name what the zone reaches")
        return self

    def names(self) -> list[str]:
        """Names of the zones, once each."""
        return sorted({*private_zone_names(self.services, self.location), *self.domains})


class AzurePrivateZones(pulumi.ComponentResource):
    """Private DNS zones with their links. Private endpoints register themselves in them; see `AzureServiceEndpoint`."""

    zone_ids: dict[str, str]
    """Name of the zone → its id."""

    def __init__(self, name: str, args: AzurePrivateZonesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PrivateZones.parse(name, args)
        super().__init__("ai-zones:index:AzurePrivateZones", name, {}, children_wait(opts))
        self.zone_ids = {domain: given.id_of(PRIVATE_ZONE, domain) for domain in given.names()}
        for domain in given.names():
            zone = privatedns.PrivateZone(
                child(name, domain),
                private_zone_name=domain,
                resource_group_name=given.resource_group_name,
                location=EVERYWHERE,
                tags=given.tags_of(),
                opts=after(self),
            )
            link_zone(name, domain, given, given.virtual_network_id, zone, parent=self)
        self.register_outputs({"zoneIds": self.zone_ids})


def link_zone(
    name: str, domain: str, given: ZonedInput, virtual_network_id: str, zone: pulumi.Resource, *, parent: pulumi.Resource
) -> privatedns.VirtualNetworkLink:
    """Lets one network see a zone; machines do not register themselves in it."""
    return privatedns.VirtualNetworkLink(
        child(name, domain, "link"),
        virtual_network_link_name=resource_name(Kind.NETWORK, arm.parse(virtual_network_id).name),
        private_zone_name=domain,
        resource_group_name=given.resource_group_name,
        location=EVERYWHERE,
        virtual_network=privatedns.SubResourceArgs(id=virtual_network_id),
        registration_enabled=False,
        resolution_policy=privatedns.ResolutionPolicy.DEFAULT,
        tags=given.tags_of(),
        opts=after(parent, zone),
    )
