"""Consumer half of a private link to a service of our own: an endpoint in the consumer's network, and a private name for it.

The endpoint's address is fixed, so the name's answer is known before anything is built; Google gives automatic addresses from the lower end of a
range, so fixed ones are taken from its upper end (`link_address`).
Sources: Virtual Private Cloud documentation, "Access published services through endpoints" (an address of the endpoint's region, an empty
scheme), "Unusable addresses in IPv4 subnet ranges"; Cloud DNS, "Private zones". `.internal` is reserved for private use (ICANN Board resolution
of 29 July 2024).
"""

import ipaddress
from typing import Annotated, Any, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import dns

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.service_endpoint import service_endpoint, service_names
from ai_zones.gcp.service_link_producer import SERVICE_NAME
from ai_zones.gcp.validation import Cidr, NetworkPath, SubnetworkPath, ZonedInput, ZoneText, path_of
from ai_zones.inputs import matches

ServiceAttachmentPath: Any = path_of(
    r"projects/[a-z0-9.:-]+/regions/[a-z0-9-]+/serviceAttachments/[a-z0-9-]+",
    "a service attachment",
    "projects/acme-prod-phi/regions/europe-west3/serviceAttachments/database",
    plain=True,
)
Domain = Annotated[str, matches(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", "a domain, such as database.phi.prod.acme.internal")]
RECORD_SECONDS = 60


def link_domain(target_zone: str, service: str, *, organization: str, environment: str) -> str:
    """Private name of a service: `retrieval.deidentification.prod.clinic.internal`."""
    return f"{service}.{target_zone}.{environment}.{organization}.internal"


def link_address(endpoint_subnet: Cidr, index: int) -> str:
    """The index-th address from the upper end of the endpoint subnetwork. ValueError where there is none.

    Google keeps the first two addresses and the last two; the one before these is left to the web proxy of an egress network.
    """
    address = endpoint_subnet.broadcast_address - 3 - index
    if index < 0 or address < endpoint_subnet.network_address + 2:
        raise ValueError(f"{endpoint_subnet} has no place {index} for a link; make the endpoint subnetwork larger")
    return str(address)


class GcpServiceLinkConsumerArgs(TypedDict):
    """Inputs of `GcpServiceLinkConsumer`."""

    zone: str
    """Zone that uses the service."""
    target_zone: str
    """Zone that offers the service."""
    service: str
    """Name of the service: `retrieval`, `tools`, `llm`, ..."""
    project: str
    """Project of the zone that uses it."""
    region: str
    """Region of its network: that of the service attachment."""
    service_attachment: str
    """Path of the producer half's service attachment."""
    network: str
    """Path of the network of the zone that uses the service."""
    endpoint_subnetwork: str
    """Path of its subnetwork of endpoints."""
    address: str
    """Address of the endpoint, in that subnetwork; see `link_address`."""
    domain: str
    """Private name by which the zone's programs find the service, see `link_domain`; one of the network's `allowed_domains`."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class ServiceLinkConsumer(ZonedInput):
    """Parsed `GcpServiceLinkConsumerArgs`."""

    target_zone: ZoneText
    service: Annotated[str, pydantic.Field(pattern=SERVICE_NAME)]
    service_attachment: ServiceAttachmentPath
    network: NetworkPath
    endpoint_subnetwork: SubnetworkPath
    address: ipaddress.IPv4Address
    domain: Domain

    @pydantic.model_validator(mode="after")
    def _joins_two_zones(self) -> Self:
        if self.zone == self.target_zone:
            raise ValueError(f"target_zone: given {self.target_zone}, the zone itself; name the zone that offers the service")
        if not self.address.is_private:
            raise ValueError(f"address: given {self.address}, it must be an address of the endpoint subnetwork")
        if f"/regions/{self.region}/" not in self.service_attachment:
            raise ValueError(
                f"service_attachment: given {self.service_attachment}, an endpoint stands in the attachment's region, not in {self.region}"
            )
        return self


class GcpServiceLinkConsumer(pulumi.ComponentResource):
    """Endpoint of Private Service Connect to the attachment, and a private DNS zone whose only name leads to it."""

    endpoint: str
    """Path of the endpoint."""
    domain: str
    """Private name of the service."""
    connection_status: pulumi.Output[str]
    """What the producer made of the connection: `ACCEPTED`, `PENDING`, `REJECTED`, `CLOSED`."""

    def __init__(self, name: str, args: GcpServiceLinkConsumerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ServiceLinkConsumer.parse(name, args)
        super().__init__("ai-zones:index:GcpServiceLinkConsumer", name, {}, children_wait(opts))
        labels = given.labels_of(flow=given.service)
        endpoint, self.endpoint = service_endpoint(
            self,
            name,
            project=given.project,
            region=given.region,
            target=given.service_attachment,
            network=given.network,
            subnetwork=given.endpoint_subnetwork,
            address=given.address,
            labels=labels,
        )
        zone = service_names(
            self,
            name,
            project=given.project,
            network=given.network,
            domain=given.domain,
            description=f"Leads to {given.service} of the {given.target_zone} zone.",
            labels=labels,
        )
        dns.RecordSet(
            child(name, "name"),
            name=f"{given.domain}.",
            project=given.project,
            managed_zone=resource_name(Kind.DNS, name),
            type="A",
            ttl=RECORD_SECONDS,
            rrdatas=[str(given.address)],
            opts=after(self, zone, endpoint),
        )
        self.domain = given.domain
        self.connection_status = endpoint.psc_connection_status
        self.register_outputs({"endpoint": self.endpoint, "domain": self.domain, "connectionStatus": self.connection_status})
