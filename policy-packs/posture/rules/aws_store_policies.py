"""Where the resource policies of stores, queues, topics, registries and vaults are written, and whom they concern.

Source: IAM User Guide, "AWS services that work with IAM" (which have resource-based policies).
"""

from typing import Final

from posture.rules.aws_buckets import GENERAL_BUCKET, POLICY
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.parts import Part
from posture.rules.scope import guarded

ACCESS_POINT: Final = ("aws:s3/accessPoint:AccessPoint", "aws-native:s3:AccessPoint")
LOG_POLICY: Final = ("aws:cloudwatch/logResourcePolicy:LogResourcePolicy",)
PARTS: Final = {
    **dict.fromkeys(GENERAL_BUCKET, POLICY),
    **dict.fromkeys(ACCESS_POINT, Part(("policy",), ("aws:s3control/accessPointPolicy:AccessPointPolicy",), "accessPointArn")),
    "aws:sqs/queue:Queue": Part(("policy",), ("aws:sqs/queuePolicy:QueuePolicy",), "queueUrl"),
    "aws:sns/topic:Topic": Part(("policy",), ("aws:sns/topicPolicy:TopicPolicy",), "arn"),
    "aws:secretsmanager/secret:Secret": Part(("policy",), ("aws:secretsmanager/secretPolicy:SecretPolicy",), "secretArn"),
    "aws:ecr/repository:Repository": Part((), ("aws:ecr/repositoryPolicy:RepositoryPolicy",), "repository"),
    "aws:dynamodb/table:Table": Part((), ("aws:dynamodb/resourcePolicy:ResourcePolicy",), "resourceArn"),
    "aws:kinesis/stream:Stream": Part((), ("aws:kinesis/resourcePolicy:ResourcePolicy",), "resourceArn"),
    "aws:efs/fileSystem:FileSystem": Part((), ("aws:efs/fileSystemPolicy:FileSystemPolicy",), "fileSystemId"),
    # AWS Native writes some inline, and what it writes beside is read in the other provider's words.
    "aws-native:sqs:Queue": Part((), ("aws:sqs/queuePolicy:QueuePolicy",), "queueUrl"),
    "aws-native:sns:Topic": Part((), ("aws:sns/topicPolicy:TopicPolicy",), "arn"),
    "aws-native:secretsmanager:Secret": Part((), ("aws:secretsmanager/secretPolicy:SecretPolicy",), "secretArn"),
    "aws-native:ecr:Repository": Part(("repositoryPolicyText",), ("aws:ecr/repositoryPolicy:RepositoryPolicy",), "repository"),
    "aws-native:dynamodb:Table": Part(("resourcePolicy.policyDocument",), ("aws:dynamodb/resourcePolicy:ResourcePolicy",), "resourceArn"),
    "aws-native:kinesis:Stream": Part((), ("aws:kinesis/resourcePolicy:ResourcePolicy",), "resourceArn"),
    "aws-native:efs:FileSystem": Part(("fileSystemPolicy",), ("aws:efs/fileSystemPolicy:FileSystemPolicy",), "fileSystemId"),
    "aws-native:backup:BackupVault": Part(("accessPolicy",), ("aws:backup/vaultPolicy:VaultPolicy",), "backupVaultName"),
    "aws:cloudwatch/eventBus:EventBus": Part((), ("aws:cloudwatch/eventBusPolicy:EventBusPolicy",), "eventBusName"),
    "aws:cloudwatch/logDestination:LogDestination": Part(
        (), ("aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",), "destinationName"
    ),
    **dict.fromkeys(LOG_POLICY, Part(("policyDocument",))),
    "aws:oam/sink:Sink": Part((), ("aws:oam/sinkPolicy:SinkPolicy",), "sinkIdentifier"),
    "aws:schemas/registry:Registry": Part((), ("aws:schemas/registryPolicy:RegistryPolicy",), "registryName"),
    "aws:s3tables/tableBucket:TableBucket": Part(
        (), ("aws:s3tables/tableBucketPolicy:TableBucketPolicy", "aws:s3tables/tablePolicy:TablePolicy"), "tableBucketArn"
    ),
    "aws:glacier/vault:Vault": Part(("accessPolicy",)),
    "aws:dsql/cluster:Cluster": Part((), ("aws:dsql/clusterPolicy:ClusterPolicy",), "identifier"),
    "aws:s3/vectorsVectorBucket:VectorsVectorBucket": Part(
        (), ("aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy",), "vectorBucketArn"
    ),
    "aws:sagemaker/modelPackageGroup:ModelPackageGroup": Part(
        (), ("aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy",), "modelPackageGroupName", "resourcePolicy"
    ),
    "aws:backup/vault:Vault": Part((), ("aws:backup/vaultPolicy:VaultPolicy",), "backupVaultName"),
}

OF_THE_ACCOUNT: Final = (
    "aws:cloudwatch/eventBus:EventBus",
    "aws:cloudwatch/logDestination:LogDestination",
    *LOG_POLICY,
    "aws:oam/sink:Sink",
    "aws:schemas/registry:Registry",
)
"""What takes events, logs and telemetry of the whole account, or says their shapes: nothing in the stack shows for which zone."""


def concerned(look: Look) -> bool:
    """A bucket by its own class, an access point by its bucket's; what passes things on, and has no tag of its own, by what uses it."""
    if look.resource.type in ACCESS_POINT:
        return any(guarded(bucket) for bucket in look.targets("bucket", GENERAL_BUCKET))
    if look.resource.type in OF_THE_ACCOUNT:
        return look.scene.classified
    return guarded(look) or (look.resource.type not in GENERAL_BUCKET and serves(look))
