"""Consumer half of a link to a PHI database: an endpoint in the consumer's network, and the database's own name, which leads to it there.

The database accepts the endpoints of the projects that it lists. Its name is that in its certificate, so the client can check whom it speaks to.
Sources: Cloud SQL for PostgreSQL documentation, "Connect to an instance using Private Service Connect" (an endpoint to the service attachment),
"Configure DNS for Private Service Connect" (a private zone `<region>.sql.goog.` with the instance's name); Virtual Private Cloud documentation,
"Access published services through endpoints".
"""

import ipaddress
from typing import NotRequired, TypedDict

import pulumi
from pulumi_gcp import compute, dns

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.paths import compute_regional
from ai_zones.gcp.validation import NetworkPath, Reference, SubnetworkPath, ZonedInput, ZoneText

DATABASE: str = "database"
RECORD_SECONDS = 60


def database_domain(region: str) -> str:
    """What names of databases in a region end with; `*.` and this is one of the consumer network's `allowed_domains`."""
    return f"{region}.sql.goog"


class GcpDatabaseLinkArgs(TypedDict):
    """Inputs of `GcpDatabaseLink`."""

    zone: str
    """Zone that uses the database: `deidentification`, or `management` for Vault."""
    project: str
    """Id of that zone's project; one of the database's `consumer_projects`."""
    region: str
    """Region of the database."""
    network: str
    """Path of the zone's network; its `allowed_domains` have `*.` with `database_domain`."""
    endpoint_subnetwork: str
    """Path of its subnetwork of endpoints."""
    address: str
    """Address of the endpoint, in that subnetwork."""
    service_attachment: pulumi.Input[str]
    """The database's `service_attachment`."""
    dns_name: pulumi.Input[str]
    """The database's `dns_name`."""
    target_zone: NotRequired[str]
    """Zone of the database. Default: `phi`."""
    dns_zone: NotRequired[str]
    """Name of a private zone for `<region>.sql.goog.` that another link of the same network made. Default: this link makes it."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class DatabaseLink(ZonedInput):
    """Parsed `GcpDatabaseLinkArgs`."""

    network: NetworkPath
    endpoint_subnetwork: SubnetworkPath
    address: ipaddress.IPv4Address
    service_attachment: Reference
    dns_name: Reference
    target_zone: ZoneText = "phi"
    dns_zone: str | None = None


class GcpDatabaseLink(pulumi.ComponentResource):
    """Endpoint of Private Service Connect to the database, and its name in the network."""

    endpoint: str
    """Path of the endpoint."""
    dns_zone: str
    """Name of the private zone, for further links of the network."""
    connection_status: pulumi.Output[str]
    """What the database made of the connection: `ACCEPTED`, `PENDING`, `REJECTED`, `CLOSED`."""

    def __init__(self, name: str, args: GcpDatabaseLinkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = DatabaseLink.parse(name, args)
        super().__init__("ai-zones:index:GcpDatabaseLink", name, {}, children_wait(opts))
        label, labels = resource_name(Kind.COMPUTE, name), given.labels_of(flow=DATABASE)
        address = compute.Address(
            child(name, "address"),
            name=label,
            project=given.project,
            region=given.region,
            address=str(given.address),
            address_type="INTERNAL",
            purpose="GCE_ENDPOINT",
            subnetwork=given.endpoint_subnetwork,
            labels=labels,
            opts=after(self),
        )
        endpoint = compute.ForwardingRule(
            child(name, "endpoint"),
            name=label,
            project=given.project,
            region=given.region,
            target=given.service_attachment,
            load_balancing_scheme="",
            network=given.network,
            ip_address=compute_regional(given.project, given.region, "addresses", label),
            allow_psc_global_access=False,
            no_automate_dns_zone=True,
            labels=labels,
            opts=after(self, address),
        )
        self.endpoint = compute_regional(given.project, given.region, "forwardingRules", label)
        self.connection_status = endpoint.psc_connection_status
        self.dns_zone = given.dns_zone or resource_name(Kind.DNS, name)
        dns.RecordSet(
            child(name, "name"),
            name=given.dns_name,
            project=given.project,
            managed_zone=self.dns_zone,
            type="A",
            ttl=RECORD_SECONDS,
            rrdatas=[str(given.address)],
            opts=after(self, endpoint, [] if given.dns_zone else [self._zone(name, given, labels)]),
        )
        self.register_outputs({"endpoint": self.endpoint, "dnsZone": self.dns_zone, "connectionStatus": self.connection_status})

    def _zone(self, name: str, given: DatabaseLink, labels: dict[str, str]) -> dns.ManagedZone:
        return dns.ManagedZone(
            child(name, "names"),
            name=self.dns_zone,
            project=given.project,
            dns_name=f"{database_domain(given.region)}.",
            description=f"Databases of the {given.target_zone} zone; no other name of theirs is answered.",
            visibility="private",
            private_visibility_config=dns.ManagedZonePrivateVisibilityConfigArgs(
                networks=[dns.ManagedZonePrivateVisibilityConfigNetworkArgs(network_url=given.network)]
            ),
            labels=labels,
            opts=after(self),
        )
