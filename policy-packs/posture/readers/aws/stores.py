"""What holds data on AWS, or guards it: one table, a line a type; and whether it lies in an account and region of ours.

A store in an account that the reviewer does not list, or in a region outside residency, is outside by where it lies. One that is only
adopted (`Resource.get`) may be anybody's, unless its ARN says otherwise or the reviewer asserts it.
Where a store has addresses (databases, file systems) its subnets and groups are read with the workloads.
Sources: the guide of each service; the tokens are those of the Pulumi Registry.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact
from posture.graph.kinds import EdgeKind, Moves, Outside
from posture.readers.aws.ours import whose
from posture.readers.aws.store_actions import FEATURES
from posture.readers.aws.tokens import BUCKET, KEY, LOG_GROUP
from posture.readers.aws.unclear import RESIDENCE, unclear
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import reads
from posture.reference import Reference
from posture.view import ResourceView

_NOWHERE: Final = (
    "in which region it lies is not known, so neither is whether that is within residency: a preview does not list default providers; "
    "give the program a provider with a region, or judge the state"
)

STORES: Final[dict[str, str]] = {
    **dict.fromkeys(BUCKET, "s3"),
    "aws:s3/directoryBucket:DirectoryBucket": "s3express",
    "aws:s3/accessPoint:AccessPoint": "s3",
    "aws-native:s3:AccessPoint": "s3",
    "aws:s3tables/tableBucket:TableBucket": "s3tables",
    "aws:s3tables/table:Table": "s3tables",
    "aws:s3/vectorsVectorBucket:VectorsVectorBucket": "s3vectors",
    "aws:rds/cluster:Cluster": "rds",
    "aws:rds/instance:Instance": "rds",
    "aws:rds/clusterSnapshot:ClusterSnapshot": "rds",
    "aws:rds/snapshot:Snapshot": "rds",
    "aws:rds/snapshotCopy:SnapshotCopy": "rds",
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": "rds",
    "aws:rds/globalCluster:GlobalCluster": "rds",
    "aws-native:rds:DbCluster": "rds",
    "aws-native:rds:DbInstance": "rds",
    "aws:docdb/cluster:Cluster": "rds",
    "aws:docdb/clusterSnapshot:ClusterSnapshot": "rds",
    "aws:docdb/globalCluster:GlobalCluster": "rds",
    "aws:docdb/elasticCluster:ElasticCluster": "docdb-elastic",
    "aws:neptune/cluster:Cluster": "rds",
    "aws:neptune/clusterSnapshot:ClusterSnapshot": "rds",
    "aws:neptune/globalCluster:GlobalCluster": "rds",
    "aws:neptunegraph/graph:Graph": "neptune-graph",
    "aws:dsql/cluster:Cluster": "dsql",
    "aws:redshift/cluster:Cluster": "redshift",
    "aws:redshift/clusterSnapshot:ClusterSnapshot": "redshift",
    "aws:redshiftserverless/namespace:Namespace": "redshift-serverless",
    "aws:redshiftserverless/snapshot:Snapshot": "redshift-serverless",
    "aws:dynamodb/table:Table": "dynamodb",
    "aws:dynamodb/tableReplica:TableReplica": "dynamodb",
    "aws-native:dynamodb:Table": "dynamodb",
    "aws:keyspaces/keyspace:Keyspace": "cassandra",
    "aws:keyspaces/table:Table": "cassandra",
    "aws:timestreamwrite/database:Database": "timestream",
    "aws:timestreamwrite/table:Table": "timestream",
    "aws:elasticache/replicationGroup:ReplicationGroup": "elasticache",
    "aws:elasticache/cluster:Cluster": "elasticache",
    "aws:elasticache/serverlessCache:ServerlessCache": "elasticache",
    "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": "elasticache",
    "aws:memorydb/cluster:Cluster": "memorydb",
    "aws:memorydb/snapshot:Snapshot": "memorydb",
    "aws:memorydb/multiRegionCluster:MultiRegionCluster": "memorydb",
    "aws:opensearch/domain:Domain": "es",
    "aws:elasticsearch/domain:Domain": "es",
    "aws-native:opensearchservice:Domain": "es",
    "aws:opensearch/serverlessCollection:ServerlessCollection": "aoss",
    "aws-native:opensearchserverless:Collection": "aoss",
    "aws:efs/fileSystem:FileSystem": "elasticfilesystem",
    "aws-native:efs:FileSystem": "elasticfilesystem",
    "aws:fsx/lustreFileSystem:LustreFileSystem": "fsx",
    "aws:fsx/ontapFileSystem:OntapFileSystem": "fsx",
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": "fsx",
    "aws:fsx/windowsFileSystem:WindowsFileSystem": "fsx",
    "aws:fsx/backup:Backup": "fsx",
    "aws:ebs/volume:Volume": "ebs",
    "aws:ebs/snapshot:Snapshot": "ebs",
    "aws:ebs/snapshotCopy:SnapshotCopy": "ebs",
    "aws:ebs/snapshotImport:SnapshotImport": "ebs",
    "aws:ebs/volumeCopy:VolumeCopy": "ebs",
    "aws:ec2/ami:Ami": "ebs",
    "aws:ec2/amiCopy:AmiCopy": "ebs",
    "aws:ec2/amiFromInstance:AmiFromInstance": "ebs",
    "aws:msk/cluster:Cluster": "kafka",
    "aws:msk/serverlessCluster:ServerlessCluster": "kafka",
    "aws:mq/broker:Broker": "mq",
    "aws:timestreaminfluxdb/dbInstance:DbInstance": "timestream-influxdb",
    "aws:timestreaminfluxdb/dbCluster:DbCluster": "timestream-influxdb",
    "aws:sqs/queue:Queue": "sqs",
    "aws-native:sqs:Queue": "sqs",
    "aws:sns/topic:Topic": "sns",
    "aws-native:sns:Topic": "sns",
    "aws:kinesis/stream:Stream": "kinesis",
    "aws-native:kinesis:Stream": "kinesis",
    "aws:kinesis/videoStream:VideoStream": "kinesisvideo",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "firehose",
    "aws-native:kinesisfirehose:DeliveryStream": "firehose",
    **dict.fromkeys(LOG_GROUP, "logs"),
    "aws:secretsmanager/secret:Secret": "secretsmanager",
    "aws-native:secretsmanager:Secret": "secretsmanager",
    "aws:ssm/parameter:Parameter": "ssm",
    "aws:ecr/repository:Repository": "ecr",
    "aws-native:ecr:Repository": "ecr",
    "aws:backup/vault:Vault": "backup",
    "aws-native:backup:BackupVault": "backup",
    "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault": "backup",
    "aws-native:backup:LogicallyAirGappedBackupVault": "backup",
    "aws:glacier/vault:Vault": "glacier",
    "aws:cloudtrail/eventDataStore:EventDataStore": "cloudtrail",
    "aws-native:cloudtrail:EventDataStore": "cloudtrail",
    "aws-native:healthlake:FhirDatastore": "healthlake",
    "aws-native:healthimaging:Datastore": "medical-imaging",
    "aws-native:omics:SequenceStore": "omics",
    "aws-native:omics:ReferenceStore": "omics",
    "aws-native:omics:VariantStore": "omics",
    "aws-native:omics:AnnotationStore": "omics",
    "aws:sagemaker/modelPackageGroup:ModelPackageGroup": "sagemaker",
    "aws:sagemaker/featureGroup:FeatureGroup": FEATURES,
    "aws:codecommit/repository:Repository": "codecommit",
    "aws:kendra/index:Index": "kendra",
    "aws:cognito/userPool:UserPool": "cognito-idp",
    "aws:lightsail/bucket:Bucket": "lightsail",
    "aws:lightsail/database:Database": "lightsail",
    **dict.fromkeys(KEY, "kms"),
}


@reads(*STORES)
def store(resource: ResourceView, graph: GraphBuilder) -> None:
    """One store, and where it lies."""
    urn = resource.resource.urn
    service = STORES[resource.resource.type]
    account, region = account_of(resource.resource), region_of(resource.resource)
    graph.add(StoreFact(urn=urn, service=service, account=account, region=region, keyed=service == "kms"))
    lies(resource, graph, anywhere=service == "kms")


def lies(resource: ResourceView, graph: GraphBuilder, *, anywhere: bool = False) -> None:
    """What is outside by its account or, unless it may lie anywhere, by its region."""
    _lies_with(resource, graph, account_of(resource.resource))
    if not anywhere:
        _lies_in(resource, graph, region_of(resource.resource))


def _lies_with(resource: ResourceView, graph: GraphBuilder, account: str | None) -> None:
    urn = resource.resource.urn
    listed = graph.approved.organization.aws_account_ids
    if resource.resource.external:
        if whose(graph, resource.resource) is Outside.OURS:
            return
        arn = resource.resource.props.get("arn")
        by_arn = account if isinstance(arn, str) and account is not None and f":{account}:" in arn else None
        names = (resource.resource.props.get("bucket"), arn, resource.resource.id, resource.resource.name)
        name = next(found for found in names if isinstance(found, str))
        target = graph.aws_account(by_arn) if by_arn else graph.somewhere("adopted", name)
        graph.edge(Reference.to(urn), target, EdgeKind.REPLICATE, Because(urn, "", "adopted"), moves=Moves.FORWARD)
    elif account is not None and listed and account not in listed:
        because = Because(urn, "arn", f"in account {account}")
        graph.edge(Reference.to(urn), graph.aws_account(account), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)


def _lies_in(resource: ResourceView, graph: GraphBuilder, region: str | None) -> None:
    residency = graph.approved.residency
    if not residency or region in residency:
        return
    urn = resource.resource.urn
    if region is None:
        unclear(graph, urn, _NOWHERE, RESIDENCE)
        return
    because = Because(urn, "region", f"lies in {region}")
    graph.edge(Reference.to(urn), graph.region(region), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)
