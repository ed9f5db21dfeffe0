"""What managed services write elsewhere by themselves: exports, replicas of tables and files, integrations, reports, dead letters.

One table: the resource that says so, whose content it is, and where it goes. A destination in an account, bucket or region of nobody's
knowledge leaves it open; a stranger's is a way out.
Sources: Amazon DynamoDB Developer Guide, "Exporting DynamoDB table data to Amazon S3", "Global tables"; Amazon EFS User Guide, "Replicating EFS
file systems"; Amazon FSx for Lustre User Guide, "Linking your file system to an Amazon S3 bucket"; Amazon RDS User Guide and Amazon Redshift
Management Guide, "Zero-ETL integrations"; Amazon S3 User Guide, "Amazon S3 analytics - Storage Class Analysis", "Replicating S3 tables",
"Copying objects"; Amazon SQS Developer Guide, "Using dead-letter queues"; Amazon OpenSearch Service Developer Guide, "Cross-cluster search";
Amazon Timestream Developer Guide, "Rejected records", "Scheduled queries"; AWS Transfer Family User Guide, "Managed workflows".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import follow, sent, told
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.handing_on import bucket_named, share, to_region
from posture.readers.aws.looking import spread
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import region_of
from posture.readers.registry import joins, reads
from posture.record import record
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView


def _of(*services: str) -> tuple[str, ...]:
    return tuple(token for token, service in STORES.items() if service in services)


@record
class Sending:
    """Content of what `source` names (or of the resource itself) goes to what `target` names."""

    source: str
    target: Path
    """Paths go through lists of blocks."""
    kinds: tuple[str, ...]
    account: Path = ""
    """Where the account of the target stands, when it has none of its own."""
    region: Path = ""


_DATABASES: Final = _of("rds", "dynamodb", "redshift", "redshift-serverless", "docdb-elastic")
_WAREHOUSES: Final = (*_of("redshift", "redshift-serverless"), "aws:glue/catalog:Catalog")
_INTEGRATION: Final = (Sending("sourceArn", "targetArn", _WAREHOUSES),)
_TABLE_BUCKETS: Final = ("aws:s3tables/tableBucket:TableBucket",)

SENDINGS: Final[dict[str, tuple[Sending, ...]]] = {
    "aws:dynamodb/tableExport:TableExport": (Sending("tableArn", "s3Bucket", BUCKET, account="s3BucketOwner"),),
    "aws:efs/replicationConfiguration:ReplicationConfiguration": (
        Sending("sourceFileSystemId", "destination.fileSystemId", _of("elasticfilesystem"), region="destination.region"),
    ),
    "aws:fsx/lustreFileSystem:LustreFileSystem": (Sending("", "exportPath", BUCKET),),
    "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation": (Sending("fileSystemId", "dataRepositoryPath", BUCKET),),
    "aws:msk/replicator:Replicator": (
        Sending("replicationInfoList.sourceKafkaClusterArn", "replicationInfoList.targetKafkaClusterArn", _of("kafka")),
    ),
    "aws:rds/integration:Integration": _INTEGRATION,
    "aws:redshift/integration:Integration": _INTEGRATION,
    "aws:s3/analyticsConfiguration:AnalyticsConfiguration": (
        Sending(
            "bucket",
            "storageClassAnalysis.dataExport.destination.s3BucketDestination.bucketArn",
            BUCKET,
            account="storageClassAnalysis.dataExport.destination.s3BucketDestination.bucketAccountId",
        ),
    ),
    "aws:s3tables/tableBucketReplication:TableBucketReplication": (
        Sending("tableBucketArn", "rule.destinations.destinationTableBucketArn", _TABLE_BUCKETS),
    ),
    "aws:s3tables/tableReplication:TableReplication": (Sending("tableArn", "rule.destinations.destinationTableBucketArn", _TABLE_BUCKETS),),
    "aws:timestreamwrite/table:Table": (
        Sending("", "magneticStoreWriteProperties.magneticStoreRejectedDataLocation.s3Configuration.bucketName", BUCKET),
    ),
}
"""Type → what it sends where."""


@reads(*SENDINGS)
def sends(resource: ResourceView, graph: GraphBuilder) -> None:
    """One line of the table, read."""
    for sending in SENDINGS[resource.resource.type]:
        source = _source(resource, graph, sending)
        owner = resource.text(sending.account) if sending.account else None
        because = Because(resource.resource.urn, sending.account or sending.target, owner if isinstance(owner, str) else "")
        if isinstance(owner, str) and len(owner) == 12 and owner.isdigit() and owner not in graph.own_accounts:
            graph.edge(source, graph.aws_account(owner), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=source.certain)
        else:
            _to_each(resource, graph, source, sending)
        if sending.region:
            _into(resource, graph, source, sending.region)


def _source(resource: ResourceView, graph: GraphBuilder, sending: Sending) -> Reference:
    if not sending.source:
        return Reference.to(resource.resource.urn)
    source = follow(resource, graph, sending.source, tuple(STORES))
    if not source.targets:
        unclear(graph, resource.resource.urn, f"whose content it sends is no resource of the stack ({sending.source})")
    return source


def _to_each(resource: ResourceView, graph: GraphBuilder, source: Reference, sending: Sending) -> None:
    top, declared = sending.target.partition(".")[0], resource.resource.declared
    if resource.value(top) is None or (declared is not None and top not in declared and not resource.resource.external):
        return  # what nobody declares, the service fills in, or leaves empty
    for place in spread(resource, sending.target):
        address = resource.text(place)
        if isinstance(address, str) and address.startswith("s3://"):
            bucket = bucket_named(resource, graph, address.removeprefix("s3://").partition("/")[0], place)
            because = Because(resource.resource.urn, place, address)
            graph.edge(source, bucket, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=bucket.certain and source.certain)
        elif address is not None:
            # A source is no target of its own: an unknown one is the other of two.
            sent(resource, graph, source, place, sending.kinds, never=source.targets if source.certain else ())


def _into(resource: ResourceView, graph: GraphBuilder, source: Reference, prop: Path) -> None:
    region = resource.text(prop)
    if is_unknown(region):
        unclear(graph, resource.resource.urn, f"the region of the copy is unknown until the update ({prop})")
    elif isinstance(region, str):
        to_region(graph, source, region, Because(resource.resource.urn, prop, region))


@reads("aws:s3/objectCopy:ObjectCopy")
def one_copied_object(resource: ResourceView, graph: GraphBuilder) -> None:
    """An object of `bucket/key`, or of an access point's ARN, is copied into a bucket."""
    origin = resource.text("source")
    named = origin.partition("/")[0] if isinstance(origin, str) else None
    source = resource.look_up(named, BUCKET, "source") if named else resource.refers_to("source", BUCKET)
    if source.targets:
        sent(resource, graph, source, "bucket", BUCKET, never=source.targets if source.certain else ())


@reads("aws:efs/replicationConfiguration:ReplicationConfiguration")
def new_copy_of_files(resource: ResourceView, graph: GraphBuilder) -> None:
    """Without a file system and a region, the copy is a new one in the region of the source: nothing to say."""
    if isinstance(resource.blocks("destination"), Unknown):
        unclear(graph, resource.resource.urn, "where the files are copied to is unknown until the update (destination)")


@reads("aws:keyspaces/keyspace:Keyspace")
def keyspace_in_regions(resource: ResourceView, graph: GraphBuilder) -> None:
    """A multi-Region keyspace keeps every table in each region of its list (Amazon Keyspaces Developer Guide, "Multi-Region replication")."""
    urn = resource.resource.urn
    regions = resource.texts("replicationSpecification.regionLists")
    if isinstance(regions, Unknown):
        unclear(graph, urn, "in which regions it is kept is unknown until the update (replicationSpecification.regionLists)")
        return
    for index, region in enumerate(regions):
        prop = f"replicationSpecification.regionLists[{index}]"
        if isinstance(region, str):
            to_region(graph, Reference.to(urn), region, Because(urn, prop, region))
        else:
            unclear(graph, urn, f"a region in which it is kept is not known ({prop})")


@reads("aws:dsql/cluster:Cluster", "aws:dsql/clusterPeering:ClusterPeering")
def peered_clusters(resource: ResourceView, graph: GraphBuilder) -> None:
    """Peered clusters hold the same rows; the witness region keeps the log of changes (Amazon Aurora DSQL User Guide, "Multi-Region clusters")."""
    peering = resource.resource.type.endswith("Peering")
    own = follow(resource, graph, "identifier", ("aws:dsql/cluster:Cluster",)) if peering else Reference.to(resource.resource.urn)
    block = "" if peering else "multiRegionProperties."
    if resource.value(f"{block}clusters") is not None:
        for place in spread(resource, f"{block}clusters"):
            sent(resource, graph, own, place, ("aws:dsql/cluster:Cluster",), never=own.targets)
    witness = resource.text(f"{block}witnessRegion")
    if isinstance(witness, str):
        to_region(graph, own, witness, Because(resource.resource.urn, f"{block}witnessRegion", witness))
    elif witness is not None:
        unclear(graph, resource.resource.urn, f"the region of the witness is not known ({block}witnessRegion)")


@reads("aws:dynamodb/globalTable:GlobalTable")
def old_global_table(resource: ResourceView, graph: GraphBuilder) -> None:
    """Version 2017.11.29: tables of one name in several regions hold the same items."""
    urn = resource.resource.urn
    own = resource.refers_to("name", _of("dynamodb"))
    blocks = resource.blocks("replicas")
    for block in [] if isinstance(blocks, Unknown) else blocks:
        region = resource.text(f"{block}.regionName")
        if isinstance(region, str) and own.targets:
            to_region(graph, own, region, Because(urn, f"{block}.regionName", region))
        else:
            unclear(graph, urn, f"which table is kept where is not known ({block}.regionName)")
    if isinstance(blocks, Unknown):
        unclear(graph, urn, "in which regions the table is kept is unknown until the update (replicas)")


@reads("aws:dynamodb/tableReplica:TableReplica")
def replica_of_a_table(resource: ResourceView, graph: GraphBuilder) -> None:
    """The source's items, in the region of the resource itself (which `stores` reads)."""
    if region_of(resource.resource) is None:
        unclear(graph, resource.resource.urn, "the region of the replica is not known")


@reads("aws:opensearch/outboundConnection:OutboundConnection")
def searched_from_here(resource: ResourceView, graph: GraphBuilder) -> None:
    """A cross-cluster search brings the remote domain's documents to the local one."""
    _across(resource, graph, source="remoteDomainInfo", target="localDomainInfo")


def _across(resource: ResourceView, graph: GraphBuilder, source: str, target: str) -> None:
    urn = resource.resource.urn
    ends: list[Reference] = []
    for end in (source, target):
        owner, name = resource.text(f"{end}.ownerId"), resource.text(f"{end}.domainName")
        if isinstance(owner, str) and owner not in graph.own_accounts and graph.approved.organization.aws_account_ids:
            ends.append(graph.aws_account(owner))
        elif is_unknown(name):
            ends.append(resource.refers_to(f"{end}.domainName", _of("es")))
        else:
            found = resource.look_up(str(name), _of("es"), f"{end}.domainName")
            # A domain that this stack does not hold is ours as its account is.
            ours = not found.targets and isinstance(owner, str) and owner in graph.own_accounts
            ends.append(graph.aws_account(str(owner)) if ours else found)
    one, other = ends
    if not one.targets and not other.targets:
        unclear(graph, urn, "neither domain is a resource of the stack")
        return
    # A connection is opened by the local domain; a remote one that is a stranger's answers, and sees the queries.
    because = Because(urn, f"{target}.domainName", other.literal or "")
    for start, there in ((one, other), (other, one)):
        if start.targets and (there.targets or there.literal in graph.externals):
            graph.edge(start, there, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=start.certain and there.certain)
        elif start.targets:
            unclear(graph, urn, "the other domain is no resource of the stack")


@reads("aws:opensearch/authorizeVpcEndpointAccess:AuthorizeVpcEndpointAccess")
def endpoint_of_another_account(resource: ResourceView, graph: GraphBuilder) -> None:
    """An account may make an endpoint to the domain in its own networks (Amazon OpenSearch Service Developer Guide, "Access by VPC endpoint")."""
    domain, who = resource.refers_to("domainName", _of("es")), resource.text("account")
    share(graph, domain, who, Because(resource.resource.urn, "account", str(who)))


@reads("aws:opensearch/inboundConnectionAccepter:InboundConnectionAccepter")
def searched_from_there(resource: ResourceView, graph: GraphBuilder) -> None:
    """The yes to a connection: whose it is says the connection, where the stack holds it."""
    connection = resource.refers_to("connectionId", ("aws:opensearch/outboundConnection:OutboundConnection",))
    if not connection.targets:
        unclear(graph, resource.resource.urn, "whose domain searches this account's is not known (connectionId)")


@reads("aws:athena/dataCatalog:DataCatalog")
def federated_catalog(resource: ResourceView, graph: GraphBuilder) -> None:
    """Queries go to the functions that answer for the catalog (Amazon Athena User Guide, "Using Amazon Athena Federated Query")."""


@joins
def federated_queries(graph: GraphBuilder) -> None:
    """A function of a stranger is told what is asked."""
    for found in graph.stack.of_type("aws:athena/dataCatalog:DataCatalog"):
        for name in ("function", "metadata-function", "record-function"):
            told(graph.view(found.urn), graph, f"parameters.{name}", FUNCTION, "queries")


@reads("aws:sns/platformApplication:PlatformApplication")
def to_devices(resource: ResourceView, graph: GraphBuilder) -> None:
    """Messages go to people's devices by the notification services of Apple, Google, Amazon and others."""
    urn = resource.resource.urn
    because = Because(urn, "platform", str(resource.text("platform")))
    graph.edge(Reference.to(urn), graph.internet(), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)


@reads("aws:sqs/redrivePolicy:RedrivePolicy")
def redrive(resource: ResourceView, graph: GraphBuilder) -> None:
    """Messages that nobody could work on go to another queue, by a resource of its own."""
    queues = _of("sqs")
    queue = follow(resource, graph, "queueUrl", queues)
    if not queue.targets and queue.literal is not None:
        owners = tuple(found.urn for found in graph.stack.of_type(*queues) if queue.literal in (found.id, found.props.get("url")))
        queue = Reference(owners, queue.literal, len(owners) == 1, "queueUrl")
    targets = tuple(urn for urn in resource.refers_to("redrivePolicy", queues).targets if urn not in queue.targets)
    document = resource.document("redrivePolicy")
    if isinstance(document, str):
        targets = tuple(
            found.urn for found in graph.stack.of_type(*queues) if (arn := _text(found.props.get("arn"))) and f'"{arn}"' in document
        )
    if not queue.targets or not targets:
        unclear(graph, resource.resource.urn, "between which queues messages go is not known (redrivePolicy)")
        return
    because = Because(resource.resource.urn, "redrivePolicy")
    graph.edge(queue, Reference(targets, certain=len(targets) == 1), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
