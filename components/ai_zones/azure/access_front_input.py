"""What `AzureAccessFront` is given, and what of it can't be built or would be open."""

import ipaddress
from typing import Annotated, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.azure import validation
from ai_zones.azure.private_zones import Domain, VirtualNetworkId
from ai_zones.azure.references import IdentityId, WorkspaceId
from ai_zones.inputs import matches, one_of

SMALLEST_FRONT_PREFIX = 26
SMALLEST_CLIENT_PREFIX = 16
CERTIFICATE = r"[A-Za-z0-9+/]+={0,2}"


class AzureFrontApplicationArgs(TypedDict):
    """One application behind the front."""

    host_name: str
    """Name under which people reach it; the front's certificate must bear it."""
    addresses: list[str]
    """Addresses of the programs that answer: the zone's Envoy, which checks every person's identity in Microsoft Entra ID."""
    port: NotRequired[int]
    """Port on which they listen, with TLS: the network's `front_port`. Default 443."""
    health_path: NotRequired[str]
    """Path that answers 200 while the application is well. Default `/healthz`."""


class AzureAccessFrontArgs(TypedDict):
    """Inputs of `AzureAccessFront`. The front is private: it has no public address, and admits the named ranges alone."""

    subscription_id: str
    """Subscription of the zone `access`; the provider must be of the same."""
    resource_group_name: str
    """Its resource group."""
    location: str
    """Region of its network."""
    virtual_network_id: str
    """Its network; `AzureZoneNetwork.front_subnet` must name the same range."""
    front_subnet: str
    """Range of the front alone: /26 or larger."""
    workload_cidr: str
    """Range of the zone's programs: the front enters nothing else."""
    endpoint_cidr: str
    """Range of the zone's private endpoints, where the front finds its vault."""
    client_cidrs: list[str]
    """Private ranges from which people come, /16 or smaller: of the connectors of Entra Private Access, of a VPN's clients."""
    address: str
    """Private address of the front, in its subnet."""
    certificate_secret_id: pulumi.Input[str]
    """Key Vault secret of the server's certificate, without a version, so renewals are taken over."""
    identity_id: pulumi.Input[str]
    """User-assigned identity that may read that secret."""
    backend_ca: str
    """Certificate of the CA that the programs' own certificates come from, base64 of DER or PEM without its header lines."""
    applications: dict[str, AzureFrontApplicationArgs]
    """Application → how it is reached."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that takes the access and firewall logs; one of ours."""
    client_cas: NotRequired[dict[str, str]]
    """Name → certificate chain (base64) of CAs of people's or devices' certificates: given, every client must show one. Default: none; the Envoy
    behind asks for a token."""
    minimum_tls: NotRequired[str]
    """`1.2` (with forward secrecy and AEAD alone) or `1.3`. Default `1.2`."""
    requests_per_minute: NotRequired[int]
    """Requests that one client address may make in a minute. Default 300."""
    most_units: NotRequired[int]
    """Largest number of capacity units, 2 to 125. Default 10."""
    availability_zones: NotRequired[list[str]]
    """Zones of the front; [] in a region without any. Default: all three."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class FrontApplication(validation.ComponentInput):
    """Parsed `AzureFrontApplicationArgs`."""

    host_name: Domain
    addresses: tuple[ipaddress.IPv4Address, ...] = pydantic.Field(min_length=1)
    port: validation.Port = 443
    health_path: Annotated[str, matches(r"/[A-Za-z0-9._/-]*", "a path that begins with /")] = "/healthz"


class AccessFront(validation.PlacedInput):
    """Parsed `AzureAccessFrontArgs`."""

    virtual_network_id: VirtualNetworkId
    front_subnet: validation.Cidr
    workload_cidr: validation.Cidr
    endpoint_cidr: validation.Cidr
    client_cidrs: tuple[validation.Cidr, ...] = pydantic.Field(min_length=1)
    address: ipaddress.IPv4Address
    certificate_secret_id: validation.Reference
    identity_id: IdentityId
    backend_ca: Annotated[str, matches(CERTIFICATE, "a certificate in base64, without header lines")]
    applications: dict[Annotated[str, matches(r"[a-z][a-z0-9-]{0,30}", "a short name in lower case")], FrontApplication] = pydantic.Field(
        min_length=1
    )
    log_workspace_id: WorkspaceId
    client_cas: dict[str, Annotated[str, matches(CERTIFICATE, "a certificate chain in base64, without header lines")]] = pydantic.Field(
        default_factory=dict
    )
    minimum_tls: Annotated[str, one_of("1.2", "1.3")] = "1.2"
    requests_per_minute: int = pydantic.Field(default=300, ge=1, le=5000)
    most_units: int = pydantic.Field(default=10, ge=2, le=125)
    availability_zones: validation.AvailabilityZones = validation.AVAILABILITY_ZONES

    @pydantic.model_validator(mode="after")
    def _is_private(self) -> Self:
        if self.front_subnet.prefixlen > SMALLEST_FRONT_PREFIX:
            raise ValueError(f"front_subnet: given {self.front_subnet}, the front needs a /{SMALLEST_FRONT_PREFIX} or larger")
        if self.address not in self.front_subnet or int(self.address) - int(self.front_subnet.network_address) < 4:
            raise ValueError(f"address: given {self.address}, it must lie in {self.front_subnet} after the first four, which Azure keeps")
        for cidr in self.client_cidrs:
            if not cidr.is_private or cidr.prefixlen < SMALLEST_CLIENT_PREFIX:
                raise ValueError(f"client_cidrs: given {cidr}, people come from private ranges of /{SMALLEST_CLIENT_PREFIX} or smaller")
        for name, application in sorted(self.applications.items()):
            if outside := [str(one) for one in application.addresses if one not in self.workload_cidr]:
                raise ValueError(f"applications.{name}.addresses: given {', '.join(outside)}, they must lie in {self.workload_cidr}")
        hosts = [application.host_name for application in self.applications.values()]
        if len(set(hosts)) < len(hosts):
            raise ValueError("applications: two have one host_name; give each its own")
        return self

    def backend_ports(self) -> list[int]:
        """Ports on which the front enters programs."""
        return sorted({application.port for application in self.applications.values()})
