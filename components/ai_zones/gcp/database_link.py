"""Consumer half of a link to a PHI database: an endpoint in the consumer's network, and the database's own name, which leads to it there.

The database accepts the endpoints of the projects that it lists. Its name is that in its certificate, so the client can check whom it speaks to.
Sources: Cloud SQL for PostgreSQL documentation, "Connect to an instance using Private Service Connect" (an endpoint to the service attachment),
"Configure DNS for Private Service Connect" (a private zone `<region>.sql.goog.` with the instance's name); AlloyDB for PostgreSQL documentation,
"Connect to an instance using Private Service Connect" (names `<id>.<id>.<region>.alloydb-psc.goog`); Virtual Private Cloud documentation, "Access
published services through endpoints".
"""

import ipaddress
from enum import StrEnum
from typing import NotRequired, TypedDict

import pulumi
from pulumi_gcp import dns

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.service_endpoint import service_endpoint, service_names
from ai_zones.gcp.validation import NetworkPath, Reference, SubnetworkPath, ZonedInput, ZoneText

DATABASE: str = "database"
RECORD_SECONDS = 60


class DatabaseEngine(StrEnum):
    """Google's service behind a database's endpoint."""

    ALLOYDB = "alloydb"
    SQL = "sql"


_DOMAINS = {DatabaseEngine.ALLOYDB: "alloydb-psc.goog", DatabaseEngine.SQL: "sql.goog"}


def database_domain(region: str, engine: str = DatabaseEngine.SQL) -> str:
    """What names of databases in a region end with; `*.` and this is one of the consumer network's `allowed_domains`."""
    return f"{region}.{_DOMAINS[DatabaseEngine(engine)]}"


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
    engine: NotRequired[str]
    """Google's service: `sql` or `alloydb`, whose names end differently. Default: `sql`."""
    target_zone: NotRequired[str]
    """Zone of the database. Default: `phi`."""
    dns_zone: NotRequired[str]
    """Name of a private zone for the engine's names in the region that another link of the same network made. Default: this link makes it."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class DatabaseLink(ZonedInput):
    """Parsed `GcpDatabaseLinkArgs`."""

    network: NetworkPath
    endpoint_subnetwork: SubnetworkPath
    address: ipaddress.IPv4Address
    service_attachment: Reference
    dns_name: Reference
    engine: DatabaseEngine = DatabaseEngine.SQL
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
        labels = given.labels_of(flow=DATABASE)
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
        self.connection_status = endpoint.psc_connection_status
        self.dns_zone = given.dns_zone or resource_name(Kind.DNS, name)
        dns.RecordSet(
            child(name, "name"),
            name=_absolute(given.dns_name),
            project=given.project,
            managed_zone=self.dns_zone,
            type="A",
            ttl=RECORD_SECONDS,
            rrdatas=[str(given.address)],
            opts=after(self, endpoint, [] if given.dns_zone else [self._zone(name, given, labels)]),
        )
        self.register_outputs({"endpoint": self.endpoint, "dnsZone": self.dns_zone, "connectionStatus": self.connection_status})

    def _zone(self, name: str, given: DatabaseLink, labels: dict[str, str]) -> dns.ManagedZone:
        return service_names(
            self,
            name,
            project=given.project,
            network=given.network,
            domain=database_domain(given.region, given.engine),
            description=f"Databases of the {given.target_zone} zone; no other name of theirs is answered.",
            labels=labels,
        )


def _absolute(name: pulumi.Input[str]) -> pulumi.Input[str]:
    """A record's name ends with a dot; not every service says its own so."""
    if isinstance(name, str):
        return f"{name.rstrip('.')}."
    written: pulumi.Output[str] = pulumi.Output.concat(name).apply(_absolute)
    return written
