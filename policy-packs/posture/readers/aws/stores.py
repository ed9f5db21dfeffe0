"""What holds data on AWS, or guards it: one table, a line a type.

Where a store has addresses (databases, file systems) its subnets and groups are read with the workloads.
Sources: the guide of each service; the tokens are those of the Pulumi Registry.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import StoreFact
from posture.readers.aws.tokens import BUCKET, KEY, LOG_GROUP
from posture.readers.registry import reads
from posture.view import ResourceView

STORES: Final[dict[str, str]] = {
    **dict.fromkeys(BUCKET, "s3"),
    "aws:s3/accessPoint:AccessPoint": "s3",
    "aws-native:s3:AccessPoint": "s3",
    "aws:s3tables/tableBucket:TableBucket": "s3tables",
    "aws:rds/cluster:Cluster": "rds",
    "aws:rds/instance:Instance": "rds",
    "aws:rds/clusterSnapshot:ClusterSnapshot": "rds",
    "aws:rds/snapshot:Snapshot": "rds",
    "aws:rds/globalCluster:GlobalCluster": "rds",
    "aws-native:rds:DbCluster": "rds",
    "aws-native:rds:DbInstance": "rds",
    "aws:docdb/cluster:Cluster": "rds",
    "aws:neptune/cluster:Cluster": "rds",
    "aws:redshift/cluster:Cluster": "redshift",
    "aws:dynamodb/table:Table": "dynamodb",
    "aws-native:dynamodb:Table": "dynamodb",
    "aws:elasticache/replicationGroup:ReplicationGroup": "elasticache",
    "aws:elasticache/cluster:Cluster": "elasticache",
    "aws:memorydb/cluster:Cluster": "memorydb",
    "aws:opensearch/domain:Domain": "es",
    "aws:opensearch/serverlessCollection:ServerlessCollection": "aoss",
    "aws:efs/fileSystem:FileSystem": "elasticfilesystem",
    "aws-native:efs:FileSystem": "elasticfilesystem",
    "aws:fsx/lustreFileSystem:LustreFileSystem": "fsx",
    "aws:ebs/volume:Volume": "ebs",
    "aws:ebs/snapshot:Snapshot": "ebs",
    "aws:ec2/ami:Ami": "ebs",
    "aws:sqs/queue:Queue": "sqs",
    "aws-native:sqs:Queue": "sqs",
    "aws:sns/topic:Topic": "sns",
    "aws-native:sns:Topic": "sns",
    "aws:kinesis/stream:Stream": "kinesis",
    "aws-native:kinesis:Stream": "kinesis",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "firehose",
    **dict.fromkeys(LOG_GROUP, "logs"),
    "aws:secretsmanager/secret:Secret": "secretsmanager",
    "aws-native:secretsmanager:Secret": "secretsmanager",
    "aws:ssm/parameter:Parameter": "ssm",
    "aws:ecr/repository:Repository": "ecr",
    "aws-native:ecr:Repository": "ecr",
    "aws:backup/vault:Vault": "backup",
    "aws:healthlake/fhirDatastore:FhirDatastore": "healthlake",
    "aws-native:healthlake:FhirDatastore": "healthlake",
    **dict.fromkeys(KEY, "kms"),
}


@reads(*STORES)
def store(resource: ResourceView, graph: GraphBuilder) -> None:
    """One store. Its account is the ARN's, else the provider's."""
    service = STORES[resource.resource.type]
    provider = resource.resource.provider
    arn = resource.resource.props.get("arn")
    parts = arn.split(":") if isinstance(arn, str) else []
    in_arn = parts[4] if len(parts) > 5 and parts[4].isdigit() else None
    graph.add(
        StoreFact(
            urn=resource.resource.urn,
            service=service,
            account=in_arn or (provider.account if provider else None),
            region=provider.region if provider else None,
            keyed=service == "kms",
        )
    )
