"""Consumer half of a private link to a service of our own: an endpoint in the consumer's network, and a private name for it.

The endpoint's address is fixed, so the name's answer is known before anything is built; Azure gives automatic addresses from the lower end of a
subnet, so fixed ones are taken from its upper end (`link_address`).
Sources: Azure Private Link documentation, "What is a private endpoint?" (static addresses; to a Private Link Service without group or member
names), "What is Azure Private Link service?"; Azure DNS, "What is a private Azure DNS zone?". `.internal` is reserved for private use
(ICANN Board resolution of 29 July 2024).
"""

import ipaddress
from typing import Annotated, Any, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import network, privatedns

from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after, children_wait
from ai_zones.azure.private_zones import EVERYWHERE, Domain, VirtualNetworkId, link_zone
from ai_zones.azure.references import SubnetId
from ai_zones.azure.service_endpoint import FIXED, MAX_REQUEST, PRIVATE_ENDPOINT
from ai_zones.azure.service_link_producer import LINK_SERVICE
from ai_zones.azure.subnets import subnet_by_id
from ai_zones.azure.validation import Cidr, ZonedInput, ZoneText, arm_id_of

LinkServiceId: Any = arm_id_of(LINK_SERVICE, "a Private Link Service")
RECORD_SECONDS = 60
SERVICE_NAME = r"^[a-z][a-z-]*$"


def link_domain(target_zone: str, service: str, *, organization: str, environment: str) -> str:
    """Private name of a service: `retrieval.deidentification.prod.clinic.internal`."""
    return f"{service}.{target_zone}.{environment}.{organization}.internal"


def link_address(endpoint_subnet: Cidr, index: int) -> str:
    """The index-th address from the upper end of the endpoint subnet: 0 is the last that Azure gives out. ValueError where there is none."""
    address = endpoint_subnet.broadcast_address - 1 - index
    # Azure keeps the first four addresses of a subnet and the last.
    if index < 0 or address < endpoint_subnet.network_address + 4:
        raise ValueError(f"{endpoint_subnet} has no place {index} for a link; make the endpoint subnet larger")
    return str(address)


class AzureServiceLinkConsumerArgs(TypedDict):
    """Inputs of `AzureServiceLinkConsumer`."""

    zone: str
    """Zone that uses the service."""
    target_zone: str
    """Zone that offers the service."""
    service: str
    """Name of the service: `retrieval`, `tools`, `llm`, ..."""
    subscription_id: str
    """Subscription of the zone that uses it; the provider must be of the same."""
    resource_group_name: str
    """Resource group of the zone that uses it."""
    location: str
    """Region of its network."""
    link_service_id: str
    """Link service of the producer half."""
    virtual_network_id: str
    """Network of the zone that uses the service."""
    subnet_id: str
    """Its endpoint subnet."""
    address: str
    """Address of the endpoint, in that subnet; see `link_address`."""
    domain: str
    """Private name by which the zone's programs find the service; see `link_domain`."""
    request: NotRequired[str]
    """Message to the producer, who must then approve by hand. Default: none, the producer lets this subscription in by itself."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class ServiceLinkConsumer(ZonedInput):
    """Parsed `AzureServiceLinkConsumerArgs`."""

    target_zone: ZoneText
    service: Annotated[str, pydantic.Field(pattern=SERVICE_NAME)]
    link_service_id: LinkServiceId
    virtual_network_id: VirtualNetworkId
    subnet_id: SubnetId
    address: ipaddress.IPv4Address
    domain: Domain
    request: str | None = pydantic.Field(default=None, min_length=1, max_length=MAX_REQUEST)

    @pydantic.model_validator(mode="after")
    def _joins_two_zones(self) -> Self:
        if self.zone == self.target_zone:
            raise ValueError(f"target_zone: given {self.target_zone}, the zone itself; name the zone that offers the service")
        if not self.address.is_private:
            raise ValueError(f"address: given {self.address}, it must be an address of the endpoint subnet")
        return self


class AzureServiceLinkConsumer(pulumi.ComponentResource):
    """Private endpoint to the link service, and a private DNS zone whose only name leads to it."""

    endpoint_id: str
    """Id of the endpoint."""
    domain: str
    """Private name of the service."""

    def __init__(self, name: str, args: AzureServiceLinkConsumerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ServiceLinkConsumer.parse(name, args)
        super().__init__("ai-zones:index:AzureServiceLinkConsumer", name, {}, children_wait(opts))
        flow = f"{given.target_zone}/{given.service}"
        label = resource_name(Kind.PRIVATE_ENDPOINT, name)
        connection = network.PrivateLinkServiceConnectionArgs(
            name=label, private_link_service_id=given.link_service_id, request_message=given.request
        )
        endpoint = network.PrivateEndpoint(
            child(name, "endpoint"),
            private_endpoint_name=label,
            resource_group_name=given.resource_group_name,
            location=given.location,
            subnet=subnet_by_id(given.subnet_id),
            private_link_service_connections=None if given.request else [connection],
            manual_private_link_service_connections=[connection] if given.request else None,
            ip_configurations=[network.PrivateEndpointIPConfigurationArgs(name="fixed", private_ip_address=str(given.address))],
            custom_network_interface_name=resource_name(Kind.NETWORK, label, "nic"),
            tags=given.tags_of(flow=flow),
            opts=after(self, replace_on=FIXED),
        )
        zone = privatedns.PrivateZone(
            child(name, "names"),
            private_zone_name=given.domain,
            resource_group_name=given.resource_group_name,
            location=EVERYWHERE,
            tags=given.tags_of(flow=flow),
            opts=after(self),
        )
        link_zone(name, given.domain, given, given.virtual_network_id, zone, parent=self)
        privatedns.PrivateRecordSet(
            child(name, "name"),
            private_zone_name=given.domain,
            resource_group_name=given.resource_group_name,
            record_type="A",
            relative_record_set_name="@",
            ttl=RECORD_SECONDS,
            a_records=[privatedns.ARecordArgs(ipv4_address=str(given.address))],
            opts=after(self, zone, endpoint),
        )
        self.endpoint_id = given.id_of(PRIVATE_ENDPOINT, label)
        self.domain = given.domain
        self.register_outputs({"endpointId": self.endpoint_id, "domain": self.domain})
