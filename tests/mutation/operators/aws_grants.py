"""What services of AWS hand to others by grants of their own, beside policies: lakes, warehouses, telemetry, exports, hubs.

Each goes to an account that is not ours, or to a store or a hub of it. The grant is made as that service's guide makes it.
"""

import json
from collections.abc import Iterator
from functools import partial

from tests.mutation.forms import FOREIGN_ACCOUNT
from tests.mutation.mutant import Mutant
from tests.mutation.operators.adding import ABROAD, CLOSED_ZONES, Site, adding, each, network_of, subnets_of, zones
from tests.mutation.operators.additions import ANYWHERE, TABLE
from tests.mutation.program import Program, Ref, Row

_OURS = "111122223333"
_SINK = f"arn:aws:oam:eu-west-1:{FOREIGN_ACCOUNT}:sink/0f0e0d0c-0b0a-4908-8706-050403020100"
_SHARE = f"arn:aws:redshift:eu-west-1:{_OURS}:datashare:0a0b0c0d-1111-4222-8333-444455556666/records"
_CORE = "core-network-0f0e0d0c0b0a09080"
_ORGANIZATION = f"arn:aws:organizations::{FOREIGN_ACCOUNT}:organization/o-vendor0000"


def lake_grants(program: Program, row: Row) -> Iterator[Mutant]:
    """Rows of a table, or its whole database, for a stranger's account or organization; the catalog's own policy too."""
    for table in each(program, row, "aws:glue/catalogTable:CatalogTable"):
        for operator, principal in (("grant-lake-to-an-account", FOREIGN_ACCOUNT), ("grant-lake-to-an-organization", _ORGANIZATION)):
            yield adding(operator, table, partial(_grant_table, principal=principal))
    for database in each(program, row, "aws:glue/catalogDatabase:CatalogDatabase"):
        yield adding("grant-lake-to-an-account", database, _grant_database)
        yield adding("add-policy-for-foreign-account", database, _catalog_policy)


def _grant_table(site: Site, principal: str) -> None:
    table = {"databaseName": site.row.inputs["databaseName"], "name": site.out("name")}
    site.add("aws:lakeformation/permissions:Permissions", "grant", {"principal": principal, "permissions": ["SELECT"], "table": table})


def _grant_database(site: Site) -> None:
    table = {"databaseName": site.out("name"), "wildcard": True}
    inputs = {"principal": FOREIGN_ACCOUNT, "permissions": ["SELECT", "DESCRIBE"], "table": table}
    site.add("aws:lakeformation/permissions:Permissions", "grants", inputs)


def _catalog_policy(site: Site) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{FOREIGN_ACCOUNT}:root"},
        "Action": ["glue:GetTable", "glue:GetTables"],
        "Resource": f"arn:aws:glue:eu-west-1:{_OURS}:*",
    }
    site.add(
        "aws:glue/resourcePolicy:ResourcePolicy", "policy", {"policy": json.dumps({"Version": "2012-10-17", "Statement": [statement]})}
    )


def warehouse_shares(program: Program, row: Row) -> Iterator[Mutant]:
    """Tables of a warehouse, live, for a stranger; an endpoint in his network; snapshots abroad."""
    for warehouse in each(program, row, "aws:redshift/cluster:Cluster", "aws:redshiftserverless/namespace:Namespace"):
        yield adding("share-warehouse", warehouse, _data_share)
    for cluster in each(program, row, "aws:redshift/cluster:Cluster"):
        yield adding("share-endpoint", cluster, _endpoint)
        yield adding("add-replica", cluster, _snapshots_abroad)


def _data_share(site: Site) -> None:
    inputs = {"dataShareArn": _SHARE, "consumerIdentifier": FOREIGN_ACCOUNT}
    site.add("aws:redshift/dataShareAuthorization:DataShareAuthorization", "share", inputs)


def _endpoint(site: Site) -> None:
    inputs = {"account": FOREIGN_ACCOUNT, "clusterIdentifier": site.out("clusterIdentifier")}
    site.add("aws:redshift/endpointAuthorization:EndpointAuthorization", "entry", inputs)


def _snapshots_abroad(site: Site) -> None:
    inputs = {"clusterIdentifier": site.out("clusterIdentifier"), "destinationRegion": ABROAD}
    site.add("aws:redshift/snapshotCopy:SnapshotCopy", "copies", inputs)


def seen_elsewhere(program: Program, row: Row) -> Iterator[Mutant]:
    """Every event of our logs in a stranger's monitoring account; a table's items in his bucket."""
    for group in each(program, row, "aws:cloudwatch/logGroup:LogGroup"):
        yield adding("link-telemetry", group, _link)
    for table in each(program, row, "aws:dynamodb/table:Table"):
        yield adding("export-to-foreign-bucket", table, _table_export)


def _link(site: Site) -> None:
    inputs = {"labelTemplate": "$AccountName", "resourceTypes": ["AWS::Logs::LogGroup"], "sinkIdentifier": _SINK}
    site.add("aws:oam/link:Link", "link", inputs)


def _table_export(site: Site) -> None:
    inputs = {"tableArn": site.out("arn"), "s3Bucket": "vendor-copies", "s3BucketOwner": FOREIGN_ACCOUNT}
    site.add("aws:dynamodb/tableExport:TableExport", "export", inputs)


def core_networks(program: Program, row: Row) -> Iterator[Mutant]:
    """A network joins a stranger's Cloud WAN, and its table leads there; the attachment without a route is a mutant of its own."""
    for table in each(program, row, TABLE):
        network = network_of(program, table)
        if network is None or network.external or zones(program).of(network) not in CLOSED_ZONES or not subnets_of(program, network):
            continue
        yield adding("attach-to-a-core-network", table, partial(_attach, network=network.urn))
        yield adding("add-route-core-network", table, partial(_attach_and_route, network=network.urn))


def _attach(site: Site, network: str) -> str:
    subnets = subnets_of(site.program, site.program.by_urn[network])
    inputs = {
        "coreNetworkId": _CORE,
        "vpcArn": site.output(network, "arn"),
        "subnetArns": [site.output(subnets[0].urn, "arn")],
    }
    return site.add("aws:networkmanager/vpcAttachment:VpcAttachment", "wan", inputs)


def _attach_and_route(site: Site, network: str) -> None:
    attachment = _attach(site, network)
    arn = Ref(attachment, "coreNetworkArn")
    inputs = {"routeTableId": site.out(), "destinationCidrBlock": ANYWHERE, "coreNetworkArn": arn}
    site.add("aws:ec2/route:Route", "route-wan", inputs)


OPERATORS = (lake_grants, warehouse_shares, seen_elsewhere, core_networks)
