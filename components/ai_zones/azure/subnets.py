"""Subnets of a zone's network. On Azure a subnet spans all availability zones: what stands in it is redundant by itself.

Subnets are resources of their own, never an inline list of the network: the network's own update then leaves them alone, each has its own
replacement (its range and `defaultOutboundAccess` can't change), and the proof sees each with its filter and its table. They are written one
after the other, for Azure Resource Manager locks the network during each write and answers the second with AnotherOperationInProgress.
Sources: Azure Virtual Network documentation, "Azure Virtual Network FAQ" (a subnet is /29 or larger, five addresses are reserved; forbidden
ranges), "Default outbound access in Azure" (private subnets), "Manage network policies for private endpoints" (filters bind endpoints only
where the subnet says so); Azure Private Link, "Disable network policies for Private Link service source IP"; azure-native, "Subnet".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import network

from ai_zones.azure import arm
from ai_zones.azure.naming import child
from ai_zones.azure.ordering import after
from ai_zones.azure.validation import Cidr
from ai_zones.plan.addressing import PRIVATE, piece

VIRTUAL_NETWORK: Final = "Microsoft.Network/virtualNetworks"
SMALLEST_PREFIX: Final = 29
LARGEST_PREFIX: Final = 8

WORKLOAD: Final = "workload"
ENDPOINT: Final = "endpoint"
LINK: Final = "link"
FRONT: Final = "front"
API_SERVER: Final = "api-server"
"""Subnet of a Kubernetes cluster's API server: it has no other use."""
FIREWALL: Final = "AzureFirewallSubnet"
"""Azure Firewall documentation, "Azure Firewall FAQ": the subnet has this name and is /26 or larger."""
GATEWAY: Final = "GatewaySubnet"
"""Azure VPN Gateway documentation, "About VPN Gateway configuration settings": the subnet has this name, /27 or larger, no NSG."""

_PLACES: Final[Mapping[str, tuple[int, int]]] = {
    # bits below the network, index among the pieces of that size
    WORKLOAD: (1, 0),
    ENDPOINT: (3, 4),
    LINK: (3, 5),
    FIREWALL: (4, 12),
    FRONT: (4, 13),
    GATEWAY: (4, 14),
    API_SERVER: (4, 15),
}


def zone_ranges(virtual_network: Cidr) -> dict[str, Cidr]:
    """Where each kind of subnet lies in a zone's network: half for programs, an eighth each for endpoints and links, sixteenths for the rest.

    Nothing depends on what else is declared. A /22, the smallest network of a plan, still gives the firewall its /26.
    """
    return {label: piece(virtual_network, *place) for label, place in _PLACES.items()}


@dataclass(frozen=True)
class SubnetSpec:
    """One subnet to build."""

    label: str
    """Its name in the network."""
    cidr: Cidr
    security_group_id: str | None = None
    """None only where Azure forbids one: the firewall's and the gateway's."""
    route_table_id: str | None = None
    for_private_links: bool = False
    """True for the subnet from which a Private Link Service takes its addresses: no filter may bind these."""
    delegation: str | None = None
    """Service that alone may use the subnet."""
    waits_for: tuple[pulumi.Resource, ...] = ()
    """Filter and table."""


def range_faults(virtual_network: Cidr, ranges: Mapping[str, Cidr]) -> list[str]:
    """What Azure would refuse, or what would fail open: ranges outside the network, public, too small, or over each other."""
    faults = []
    if not LARGEST_PREFIX <= virtual_network.prefixlen <= SMALLEST_PREFIX:
        faults.append(f"cidr: given {virtual_network}, a network is /{LARGEST_PREFIX} to /{SMALLEST_PREFIX}")
    if not any(virtual_network.subnet_of(private) for private in PRIVATE):
        faults.append(f"cidr: given {virtual_network}, it must lie in {', '.join(map(str, PRIVATE))}")
    placed: dict[str, Cidr] = {}
    for label, cidr in ranges.items():
        if not cidr.subnet_of(virtual_network):
            faults.append(f"{label}: given {cidr}, it must lie in {virtual_network}")
        if cidr.prefixlen > SMALLEST_PREFIX:
            faults.append(f"{label}: given {cidr}, a subnet is /{SMALLEST_PREFIX} or larger: Azure keeps five addresses")
        faults += [f"{label}: given {cidr}, it overlaps {other} ({taken})" for other, taken in placed.items() if cidr.overlaps(taken)]
        placed[label] = cidr
    return faults


@dataclass(frozen=True)
class NetworkPlace:
    """The virtual network that subnets are built into."""

    virtual_network_id: str
    resource_group_name: str
    virtual_network_name: str

    @classmethod
    def of(cls, virtual_network_id: str) -> "NetworkPlace":
        """From its id; ValueError where it is none."""
        found = arm.parse(virtual_network_id)
        return cls(virtual_network_id, found.resource_group_name, found.name)

    def subnet_id(self, label: str) -> str:
        """Id of a subnet."""
        return arm.child_id(self.virtual_network_id, "subnets", label)


def subnet_by_id(subnet_id: pulumi.Input[str]) -> network.SubnetArgsDict:
    """Where another resource names a subnet: its id and nothing else.

    Azure takes the whole definition of a subnet there and reads the id alone; `SubnetArgs` would add its own defaults for the subnet's network
    policies, which are not those of our subnets.
    """
    return network.SubnetArgsDict(id=subnet_id)


def build_subnets(
    name: str, place: NetworkPlace, specs: Iterable[SubnetSpec], *, first: pulumi.Resource | None, parent: pulumi.Resource
) -> dict[str, network.Subnet]:
    """The subnets, each after the one before and after its own filter and table; `first` is what the first one waits for."""
    built: dict[str, network.Subnet] = {}
    before = first
    for spec in specs:
        subnet = network.Subnet(
            child(name, "subnet", spec.label),
            subnet_name=spec.label,
            virtual_network_name=place.virtual_network_name,
            resource_group_name=place.resource_group_name,
            address_prefix=str(spec.cidr),
            # Absent, the API versions before 2025-07-01 let every machine out by an address of Azure's.
            default_outbound_access=False,
            private_endpoint_network_policies=network.VirtualNetworkPrivateEndpointNetworkPolicies.ENABLED,
            private_link_service_network_policies=(
                network.VirtualNetworkPrivateLinkServiceNetworkPolicies.DISABLED
                if spec.for_private_links
                else network.VirtualNetworkPrivateLinkServiceNetworkPolicies.ENABLED
            ),
            network_security_group=network.NetworkSecurityGroupArgs(id=spec.security_group_id) if spec.security_group_id else None,
            route_table=network.RouteTableArgs(id=spec.route_table_id) if spec.route_table_id else None,
            delegations=[network.DelegationArgs(name="alone", service_name=spec.delegation)] if spec.delegation else None,
            opts=after(parent, *([before] if before else []), spec.waits_for),
        )
        built[spec.label] = subnet
        before = subnet
    return built
