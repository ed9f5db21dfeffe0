"""The road to Google's APIs: one address, behind which perimeters are enforced, and private zones by which every Google name leads there.

Two forms. The restricted virtual address: a route for 199.36.153.4/30 to the gateway that Google keeps for it, no announcement to the internet.
Or an endpoint of our own for the bundle `vpc-sc`: an address of the network, and no route to the gateway at all. Both answer only for services
that VPC Service Controls knows.
Sources: Virtual Private Cloud documentation, "Configure Private Google Access" (domain options, other domains, routes), "Access Google APIs
through endpoints" (bundles, names of endpoints, Private Google Access is needed too); VPC Service Controls, "Set up private connectivity to
Google APIs and services"; Cloud DNS, "Private zones".
"""

import ipaddress
from collections.abc import Sequence
from typing import Final

import pulumi
from pulumi_gcp import compute, dns

from ai_zones.gcp.labels import labels_for
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import compute_global
from ai_zones.gcp.validation import ProjectInput

RESTRICTED: Final = ipaddress.IPv4Network("199.36.153.4/30")
RESTRICTED_ADDRESSES: Final = tuple(str(address) for address in RESTRICTED)
BUNDLE: Final = "vpc-sc"
ALWAYS: Final = ("gcr.io", "googleapis.com", "pkg.dev")
"""The APIs, and the images of Artifact Registry."""
OTHERS: Final = (
    *("aiplatform-notebook.cloud.google.com", "aiplatform-notebook.googleusercontent.com", "appspot.com"),
    *("cloudfunctions.net", "composer.cloud.google.com", "composer.googleusercontent.com", "datafusion.cloud.google.com"),
    *("datafusion.googleusercontent.com", "dataproc.cloud.google.com", "dataproc.googleusercontent.com", "gstatic.com"),
    *("kernels.googleusercontent.com", "notebooks.cloud.google.com", "notebooks.googleusercontent.com", "pki.goog", "run.app"),
)
"""What a zone may ask for besides ("Configure Private Google Access: summary of configuration options", domains of other services)."""
RECORD_SECONDS: Final = 300
PORT: Final = 443


def google_domains(more: Sequence[str]) -> list[str]:
    """Every Google domain of a network; ValueError names what is none."""
    if unknown := sorted(set(more) - {*ALWAYS, *OTHERS}):
        raise ValueError(f"google_domains: given {', '.join(unknown)}; known are {', '.join(sorted({*ALWAYS, *OTHERS}))}")
    return sorted({*ALWAYS, *more})


def addresses_of(endpoint: ipaddress.IPv4Address | None) -> tuple[str, ...]:
    """What Google's names resolve to."""
    return (str(endpoint),) if endpoint is not None else RESTRICTED_ADDRESSES


def range_of(endpoint: ipaddress.IPv4Address | None) -> str:
    """The same as one range, for filters."""
    return f"{endpoint}/32" if endpoint is not None else str(RESTRICTED)


def build_road(
    name: str,
    place: ProjectInput,
    zone: str,
    network: str,
    endpoint: ipaddress.IPv4Address | None,
    waits_for: Sequence[pulumi.Resource],
    *,
    parent: pulumi.Resource,
) -> pulumi.Resource:
    """The endpoint, or the route to the restricted virtual address."""
    if endpoint is None:
        route: pulumi.Resource = compute.Route(
            child(name, "route", "google-apis"),
            name=resource_name(Kind.COMPUTE, name, "google-apis"),
            project=place.project,
            network=network,
            description="Google's APIs at their restricted virtual address, which no perimeter can be got around by.",
            dest_range=str(RESTRICTED),
            next_hop_gateway=compute_global(place.project, "gateways", "default-internet-gateway"),
            priority=1000,
            opts=after(parent, waits_for),
        )
        return route
    label = resource_name(Kind.COMPUTE, name, "google-apis")
    address = compute.GlobalAddress(
        child(name, "address", "google-apis"),
        name=label,
        project=place.project,
        address=str(endpoint),
        address_type="INTERNAL",
        purpose="PRIVATE_SERVICE_CONNECT",
        network=network,
        labels=labels_for(zone, extra=place.labels),
        opts=after(parent, waits_for),
    )
    endpoint_rule: pulumi.Resource = compute.GlobalForwardingRule(
        child(name, "endpoint", "google-apis"),
        name=endpoint_name(name),
        project=place.project,
        target=BUNDLE,
        network=network,
        ip_address=compute_global(place.project, "addresses", label),
        load_balancing_scheme="",
        labels=labels_for(zone, extra=place.labels),
        opts=after(parent, address),
    )
    return endpoint_rule


def endpoint_name(name: str) -> str:
    """Name of a network's endpoint for Google's APIs: no hyphens, twenty characters."""
    return resource_name(Kind.GOOGLE_APIS_ENDPOINT, name)


def build_zones(
    name: str,
    place: ProjectInput,
    zone: str,
    network: str,
    domains: Sequence[str],
    addresses: Sequence[str],
    waits_for: Sequence[pulumi.Resource],
    *,
    parent: pulumi.Resource,
) -> list[pulumi.Resource]:
    """A private zone for each domain: the domain at the addresses, and every name under it an alias of the domain."""
    built: list[pulumi.Resource] = []
    for domain in domains:
        label = domain.replace(".", "-")
        zone_name = resource_name(Kind.DNS, name, label)
        managed = dns.ManagedZone(
            child(name, "names", label),
            name=zone_name,
            project=place.project,
            dns_name=f"{domain}.",
            description=f"Leads {domain} to Google's APIs behind perimeters.",
            visibility="private",
            private_visibility_config=dns.ManagedZonePrivateVisibilityConfigArgs(
                networks=[dns.ManagedZonePrivateVisibilityConfigNetworkArgs(network_url=network)]
            ),
            labels=labels_for(zone, extra=place.labels),
            opts=after(parent, waits_for),
        )
        records = (("address", f"{domain}.", "A", list(addresses)), ("alias", f"*.{domain}.", "CNAME", [f"{domain}."]))
        for part, record, kind, data in records:
            built.append(
                dns.RecordSet(
                    child(name, "names", label, part),
                    name=record,
                    project=place.project,
                    managed_zone=zone_name,
                    type=kind,
                    ttl=RECORD_SECONDS,
                    rrdatas=data,
                    opts=after(parent, managed),
                )
            )
    return built
