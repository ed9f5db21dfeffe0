"""The kinds of subnetwork that a zone's network has, and what their ranges must keep to.

Sources: Virtual Private Cloud documentation, "Subnets" (valid ranges, purposes, /29 at the smallest), "About published services" (subnets for
Private Service Connect), "Alias IP ranges"; Cloud Load Balancing, "Proxy-only subnets for Envoy-based load balancers" (/26 at the smallest).
"""

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pulumi
from pulumi_gcp import compute

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import part
from ai_zones.gcp.validation import Cidr, PlacedInput
from ai_zones.plan.addressing import piece

WORKLOAD: Final = "workload"
"""Programs."""
ENDPOINT: Final = "endpoint"
"""Addresses of Private Service Connect endpoints, by which programs reach services of other zones."""
LINK: Final = "link"
"""Translated addresses of the consumers of one service: the producer half of Private Service Connect. Each service has a subnetwork of its own."""
PROXY: Final = "proxy"
"""Google's Envoy proxies, of an internal load balancer or of Secure Web Proxy."""

APIS: Final = "apis"
"""No subnetwork: where an endpoint for Google's APIs has its address, which must lie outside of them all."""

PODS: Final = "pods"
SERVICES: Final = "services"
"""No subnetworks: second ranges of that of programs, for a cluster's pods and services."""

PURPOSES: Final = {LINK: "PRIVATE_SERVICE_CONNECT", PROXY: "REGIONAL_MANAGED_PROXY"}
SMALLEST_PREFIX: Final = {PROXY: 26}
LINK_PREFIX: Final = 27
_PRIVATE: Final = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")))
AUTO_MODE: Final = ipaddress.IPv4Network("10.128.0.0/9")
"""Ranges of auto mode networks; a range among them may clash with one of these later ("VPC networks: auto mode IPv4 subnet ranges")."""

_PLACES: Final[Mapping[str, tuple[int, int]]] = {
    # bits below the zone's network, index among the pieces of that size
    WORKLOAD: (1, 0),
    ENDPOINT: (3, 4),
    LINK: (3, 5),
    PROXY: (4, 12),
    APIS: (4, 13),
    PODS: (4, 14),
    SERVICES: (4, 15),
}


def zone_ranges(network: Cidr) -> dict[str, Cidr]:
    """Where each kind of subnetwork lies in a zone's range: half for programs, an eighth each for endpoints and for the links' translated
    addresses, sixteenths for Google's proxies and for the address of Google's APIs, in which no subnetwork stands.

    Nothing depends on what else is declared. A /22, the smallest network of a plan, still gives proxies their /26 and four links a /27 each.
    """
    return {label: piece(network, *place) for label, place in _PLACES.items()}


@dataclass(frozen=True)
class SubnetSpec:
    """One subnetwork."""

    label: str
    cidr: Cidr
    secondary: Mapping[str, Cidr] = field(default_factory=dict)
    """Name → alias range, such as a cluster's pods."""


def range_faults(ranges: Mapping[str, Cidr]) -> list[str]:
    """What is wrong with the ranges of one network, by the name of each input."""
    faults = []
    for name, cidr in ranges.items():
        longest = SMALLEST_PREFIX.get(name.removesuffix("_subnet"), 29)
        if not any(cidr.subnet_of(private) for private in _PRIVATE):
            faults.append(f"{name}: given {cidr}, it must be a private range")
        if cidr.prefixlen > longest:
            faults.append(f"{name}: given {cidr}, it must be a /{longest} or larger")
        faults += [
            f"{name}: given {cidr}, it overlaps {other} {ranges[other]}"
            for other in ranges
            if other < name and cidr.overlaps(ranges[other])
        ]
    return faults


def build_subnetwork(
    name: str,
    spec: SubnetSpec,
    place: PlacedInput,
    network: str,
    waits_for: pulumi.Resource | Sequence[pulumi.Resource],
    *,
    sampling: float,
    parent: pulumi.Resource,
) -> compute.Subnetwork:
    """A subnetwork with Private Google Access, whose flows are logged; Google's own purposes take neither."""
    purpose = PURPOSES.get(spec.label)
    return compute.Subnetwork(
        child(name, "subnet", spec.label),
        name=subnetwork_name(name, spec.label),
        project=home_project(network, place.project),
        region=place.region,
        network=network,
        ip_cidr_range=str(spec.cidr),
        purpose=purpose or "PRIVATE",
        role="ACTIVE" if spec.label == PROXY else None,
        stack_type="IPV4_ONLY",
        private_ip_google_access=None if purpose else True,
        secondary_ip_ranges=[
            compute.SubnetworkSecondaryIpRangeArgs(range_name=label, ip_cidr_range=str(cidr))
            for label, cidr in sorted(spec.secondary.items())
        ]
        or None,
        log_config=None
        if purpose
        else compute.SubnetworkLogConfigArgs(
            aggregation_interval="INTERVAL_30_SEC", flow_sampling=sampling, metadata="INCLUDE_ALL_METADATA"
        ),
        opts=after(parent, waits_for),
    )


def home_project(network: object, project: str) -> str:
    """Project in which a network's subnetworks stand: its own, which is not the zone's where the network is a Shared VPC."""
    return part(network, "projects") if isinstance(network, str) else project


def link_subnet(link_range: Cidr, index: int, prefix: int = LINK_PREFIX) -> Cidr:
    """The index-th subnetwork of the range for links; ValueError where there is none. Each connection takes an address, Google keeps four."""
    size = 1 << (32 - prefix)
    if prefix < link_range.prefixlen or not 0 <= index < link_range.num_addresses // size:
        raise ValueError(f"{link_range} has no /{prefix} number {index} for a link; make link_range larger")
    return ipaddress.IPv4Network((int(link_range.network_address) + index * size, prefix))


def subnetwork_name(name: str, label: str) -> str:
    """Name of a network's subnetwork."""
    return resource_name(Kind.COMPUTE, name, label)
