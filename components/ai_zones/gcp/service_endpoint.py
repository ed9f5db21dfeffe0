"""An endpoint of Private Service Connect at a chosen address, and a private zone of names that lead there: what every consumer of a service has.

Sources: Virtual Private Cloud documentation, "Access published services through endpoints" (an address of purpose GCE_ENDPOINT, a forwarding
rule with an empty load-balancing scheme); Cloud DNS documentation, "Manage zones" (private zones).
"""

import ipaddress

import pulumi
from pulumi_gcp import compute, dns

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after
from ai_zones.gcp.paths import compute_regional


def service_endpoint(
    parent: pulumi.Resource,
    name: str,
    *,
    project: str,
    region: str,
    target: pulumi.Input[str],
    network: str,
    subnetwork: str,
    address: ipaddress.IPv4Address,
    labels: dict[str, str],
) -> tuple[compute.ForwardingRule, str]:
    """Address and forwarding rule to a service attachment; the rule, and its path."""
    label = resource_name(Kind.COMPUTE, name)
    reserved = compute.Address(
        child(name, "address"),
        name=label,
        project=project,
        region=region,
        address=str(address),
        address_type="INTERNAL",
        purpose="GCE_ENDPOINT",
        subnetwork=subnetwork,
        labels=labels,
        opts=after(parent),
    )
    endpoint = compute.ForwardingRule(
        child(name, "endpoint"),
        name=label,
        project=project,
        region=region,
        target=target,
        load_balancing_scheme="",
        network=network,
        ip_address=compute_regional(project, region, "addresses", label),
        allow_psc_global_access=False,
        no_automate_dns_zone=True,
        labels=labels,
        opts=after(parent, reserved),
    )
    return endpoint, compute_regional(project, region, "forwardingRules", label)


def service_names(
    parent: pulumi.Resource, name: str, *, project: str, network: str, domain: str, description: str, labels: dict[str, str]
) -> dns.ManagedZone:
    """A private zone of one domain, answered in one network."""
    return dns.ManagedZone(
        child(name, "names"),
        name=resource_name(Kind.DNS, name),
        project=project,
        dns_name=f"{domain}.",
        description=description,
        visibility="private",
        private_visibility_config=dns.ManagedZonePrivateVisibilityConfigArgs(
            networks=[dns.ManagedZonePrivateVisibilityConfigNetworkArgs(network_url=network)]
        ),
        labels=labels,
        opts=after(parent),
    )
