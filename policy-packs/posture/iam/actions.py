"""Which actions move data, which way, and which have no resource of their own.

Access levels and types of resources are the catalogue's. This table keeps what it can't say: whether a Write brings records or changes a
setting (`PutObject`, `PutBucketVersioning`), whether a Read carries what the caller sends (`InvokeModel`). An action that is not listed here
moves data both ways, unless the catalogue says that it only lists or tags.
Source: Service Authorization Reference, "Actions, resources, and condition keys" of each service.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from posture.iam.catalogue import AccessLevel, find, meant
from posture.iam.patterns import Pattern, covers, folded, glob, literal, overlaps
from posture.record import record

READ: Final = "read"
WRITE: Final = "write"
BOTH: Final = frozenset({READ, WRITE})


@record
class ServiceActions:
    """Actions of one service by what they do to data. Names without the service prefix, separated by blanks."""

    read: str = ""
    """Return what the resource holds (names of objects included: they can hold PHI)."""
    write: str = ""
    """Carry the caller's data into the resource."""
    both: str = ""
    grant: str = ""
    """Open the resource to others or copy its data elsewhere: as good as reading and writing."""
    control: str = ""
    """Configuration and metadata only; `*` allowed."""
    no_resource: str = ""
    """Data actions that may be asked without a resource, though the catalogue names a type: what they carry lands in the caller's account."""


CATALOG: Final[dict[str, ServiceActions]] = {
    "s3": ServiceActions(
        read="GetObject GetObjectVersion GetObjectAttributes GetObjectVersionAttributes GetObjectTagging GetObjectVersionTagging GetObjectTorrent "
        "GetObjectVersionForReplication ListBucket ListBucketVersions ListBucketMultipartUploads ListMultipartUploadParts",
        write="PutObject PutObjectTagging PutObjectVersionTagging ReplicateObject ReplicateTags ReplicateDelete RestoreObject",
        grant="PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutObjectAcl PutObjectVersionAcl PutReplicationConfiguration "
        "PutAccessPointPolicy CreateAccessPoint PutBucketPublicAccessBlock PutAccountPublicAccessBlock ObjectOwnerOverrideToBucketOwner "
        "PutInventoryConfiguration PutBucketLogging PutBucketNotification PutBucketOwnershipControls InitiateReplication CreateJob",
        control="GetBucket* GetAccelerateConfiguration GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration "
        "GetInventoryConfiguration GetMetricsConfiguration GetAnalyticsConfiguration GetAccessPoint* GetAccountPublicAccessBlock "
        "GetObjectAcl GetObjectVersionAcl GetObjectLegalHold GetObjectRetention ListAllMyBuckets ListAccessPoints* ListTagsForResource "
        "DeleteObject DeleteObjectVersion DeleteObjectTagging DeleteObjectVersionTagging AbortMultipartUpload CreateBucket DeleteBucket "
        "PutBucketVersioning PutBucketTagging PutEncryptionConfiguration PutLifecycleConfiguration PutObjectRetention "
        "PutObjectLegalHold PutBucketObjectLockConfiguration PutMetricsConfiguration PutAccelerateConfiguration BypassGovernanceRetention "
        "DeleteAccessPoint* TagResource UntagResource",
    ),
    "dynamodb": ServiceActions(
        read="GetItem BatchGetItem Query Scan GetRecords PartiQLSelect ConditionCheckItem",
        write="PutItem UpdateItem BatchWriteItem DeleteItem PartiQLInsert PartiQLUpdate PartiQLDelete ImportTable",
        grant="PutResourcePolicy ExportTableToPointInTime CreateGlobalTable UpdateGlobalTable EnableKinesisStreamingDestination "
        "RestoreTableFromBackup RestoreTableToPointInTime StartAwsBackupJob",
        control="Describe* List* GetShardIterator GetResourcePolicy CreateTable UpdateTable DeleteTable UpdateTimeToLive "
        "UpdateContinuousBackups CreateBackup DeleteBackup TagResource UntagResource",
    ),
    "kms": ServiceActions(
        read="Decrypt DeriveSharedSecret",
        write="Encrypt",
        both="ReEncrypt* ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateDataKeyPair "
        "GenerateDataKeyPairWithoutPlaintext",
        grant="CreateGrant PutKeyPolicy ReplicateKey",
        control="Describe* List* Get* Enable* Disable* TagResource UntagResource CreateKey CreateAlias UpdateAlias DeleteAlias "
        "UpdateKeyDescription ScheduleKeyDeletion CancelKeyDeletion RetireGrant RevokeGrant RotateKeyOnDemand Sign Verify GenerateMac "
        "VerifyMac GenerateRandom UpdatePrimaryRegion",
    ),
    "secretsmanager": ServiceActions(
        read="GetSecretValue BatchGetSecretValue",
        write="PutSecretValue CreateSecret UpdateSecret",
        grant="PutResourcePolicy ReplicateSecretToRegions",
        control="Describe* List* GetResourcePolicy GetRandomPassword DeleteSecret RestoreSecret RotateSecret CancelRotateSecret "
        "TagResource UntagResource UpdateSecretVersionStage ValidateResourcePolicy DeleteResourcePolicy StopReplicationToReplica "
        "RemoveRegionsFromReplication",
    ),
    "sts": ServiceActions(
        both="AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot GetFederationToken TagSession SetContext",
        control="GetCallerIdentity GetSessionToken GetAccessKeyInfo DecodeAuthorizationMessage SetSourceIdentity "
        "GetServiceBearerToken GetDelegatedAccessToken GetWebIdentityToken",
    ),
    "ecr": ServiceActions(
        read="BatchGetImage GetDownloadUrlForLayer",
        write="PutImage InitiateLayerUpload UploadLayerPart CompleteLayerUpload BatchImportUpstreamImage ReplicateImage",
        grant="SetRepositoryPolicy PutRegistryPolicy PutReplicationConfiguration CreatePullThroughCacheRule",
        control="GetAuthorizationToken BatchCheckLayerAvailability Describe* List* GetLifecyclePolicy* GetRepositoryPolicy "
        "GetRegistryPolicy GetRegistryScanningConfiguration StartImageScan BatchDeleteImage CreateRepository DeleteRepository "
        "DeleteRepositoryPolicy PutLifecyclePolicy PutImageScanningConfiguration PutImageTagMutability TagResource UntagResource",
    ),
    "logs": ServiceActions(
        read="GetLogEvents FilterLogEvents GetLogRecord GetQueryResults StartQuery StartLiveTail Unmask",
        write="PutLogEvents",
        grant="PutSubscriptionFilter PutAccountPolicy PutResourcePolicy PutDestination PutDestinationPolicy CreateExportTask "
        "PutDeliveryDestinationPolicy CreateDelivery CreateLogDelivery UpdateLogDelivery Link",
        control="CreateLogGroup CreateLogStream Describe* List* DeleteLogGroup DeleteLogStream PutRetentionPolicy DeleteRetentionPolicy "
        "TagResource UntagResource TagLogGroup UntagLogGroup AssociateKmsKey DisassociateKmsKey PutMetricFilter StopQuery "
        "GetLogDelivery ListLogDeliveries DeleteLogDelivery PutDataProtectionPolicy",
    ),
    "cloudwatch": ServiceActions(
        read="GetMetricData GetMetricStatistics GetMetricWidgetImage GetDashboard",
        write="PutMetricData PutDashboard",
        grant="PutMetricStream Link",
        control="Describe* List* PutMetricAlarm PutCompositeAlarm DeleteAlarms EnableAlarmActions DisableAlarmActions SetAlarmState "
        "GetMetricStream TagResource UntagResource DeleteDashboards",
        no_resource="PutMetricData GetMetricData",
    ),
    "ssm": ServiceActions(
        read="GetParameter GetParameters GetParametersByPath GetParameterHistory GetCommandInvocation GetInventory",
        write="PutParameter PutInventory PutComplianceItems",
        both="SendCommand StartSession ResumeSession StartAutomationExecution",
        grant="ModifyDocumentPermission PutResourcePolicy CreateResourceDataSync",
        control="Describe* List* GetDocument GetManifest GetDeployablePatchSnapshotForInstance GetMaintenanceWindow* GetPatchBaseline* "
        "GetDefaultPatchBaseline GetCalendarState GetConnectionStatus GetServiceSetting UpdateInstanceInformation "
        "UpdateAssociationStatus UpdateInstanceAssociationStatus PutConfigurePackageResult TerminateSession DeleteParameter* "
        "AddTagsToResource RemoveTagsFromResource LabelParameterVersion",
    ),
    "ssmmessages": ServiceActions(
        both="CreateDataChannel OpenDataChannel CreateControlChannel OpenControlChannel",
    ),
    "ec2messages": ServiceActions(
        both="GetMessages SendReply",
        control="AcknowledgeMessage DeleteMessage FailMessage GetEndpoint",
    ),
    "bedrock": ServiceActions(
        both="InvokeModel InvokeModelWithResponseStream InvokeAgent InvokeInlineAgent InvokeFlow InvokeBuilder Retrieve "
        "RetrieveAndGenerate Rerank ApplyGuardrail CreateModelInvocationJob InvokeDataAutomationAsync "
        "IngestKnowledgeBaseDocuments StartIngestionJob CallWithBearerToken GetKnowledgeBaseDocuments OptimizePrompt",
        grant="PutModelInvocationLoggingConfiguration CreateModelCustomizationJob CreateModelCopyJob CreateKnowledgeBase "
        "CreateDataSource UpdateKnowledgeBase UpdateDataSource PutResourcePolicy",
        control="List* GetFoundationModel* GetGuardrail GetAgent* GetInferenceProfile GetModelInvocationLoggingConfiguration "
        "GetUseCaseForModelAccess TagResource UntagResource GetKnowledgeBase GetDataSource GetIngestionJob CountTokens",
    ),
    "sagemaker": ServiceActions(
        read="GetRecord BatchGetRecord Search",
        write="PutRecord BatchPutMetrics",
        both="InvokeEndpoint InvokeEndpointAsync InvokeEndpointWithResponseStream CreateTrainingJob CreateProcessingJob CreateTransformJob "
        "CreatePresignedDomainUrl CreatePresignedNotebookInstanceUrl",
        grant="CreateModel CreateEndpoint UpdateEndpoint CreateEndpointConfig PutModelPackageGroupPolicy CreateMonitoringSchedule "
        "CreateNotebookInstance CreateDomain CreateFeatureGroup",
        control="Describe* List* AddTags DeleteTags Stop* Delete* GetModelPackageGroupPolicy GetSearchSuggestions",
    ),
    "rds-data": ServiceActions(
        both="ExecuteStatement BatchExecuteStatement ExecuteSql",
        control="BeginTransaction CommitTransaction RollbackTransaction",
    ),
    "lambda": ServiceActions(
        read="GetFunction GetLayerVersion",
        write="UpdateFunctionCode PublishLayerVersion",
        both="InvokeFunction InvokeAsync InvokeFunctionUrl",
        grant="AddPermission AddLayerVersionPermission CreateFunctionUrlConfig UpdateFunctionUrlConfig PutFunctionEventInvokeConfig "
        "UpdateFunctionConfiguration CreateFunction CreateEventSourceMapping UpdateEventSourceMapping",
        control="List* GetFunctionConfiguration GetAlias GetPolicy GetAccountSettings GetEventSourceMapping GetProvisionedConcurrencyConfig "
        "GetFunctionConcurrency TagResource UntagResource DeleteFunction PublishVersion RemovePermission",
    ),
    "sqs": ServiceActions(
        read="ReceiveMessage",
        write="SendMessage",
        grant="AddPermission SetQueueAttributes StartMessageMoveTask",
        control="GetQueueAttributes GetQueueUrl List* DeleteMessage ChangeMessageVisibility PurgeQueue CreateQueue DeleteQueue "
        "RemovePermission TagQueue UntagQueue CancelMessageMoveTask",
    ),
    "sns": ServiceActions(
        read="Subscribe",
        write="Publish",
        grant="AddPermission SetTopicAttributes SetSubscriptionAttributes PutDataProtectionPolicy",
        control="GetTopicAttributes GetSubscriptionAttributes List* ConfirmSubscription Unsubscribe CreateTopic DeleteTopic "
        "RemovePermission TagResource UntagResource GetDataProtectionPolicy",
    ),
    "events": ServiceActions(
        write="PutEvents PutPartnerEvents InvokeApiDestination",
        grant="PutPermission PutRule PutTargets CreateArchive StartReplay CreateApiDestination CreateConnection UpdateConnection "
        "RetrieveConnectionCredentials",
        control="Describe* List* TestEventPattern EnableRule DisableRule DeleteRule RemoveTargets RemovePermission TagResource UntagResource",
    ),
    "kinesis": ServiceActions(
        read="GetRecords SubscribeToShard",
        write="PutRecord PutRecords",
        grant="PutResourcePolicy RegisterStreamConsumer",
        control="Describe* List* GetShardIterator GetResourcePolicy CreateStream DeleteStream AddTagsToStream RemoveTagsFromStream "
        "IncreaseStreamRetentionPeriod DecreaseStreamRetentionPeriod UpdateShardCount SplitShard MergeShards",
    ),
    "firehose": ServiceActions(
        write="PutRecord PutRecordBatch",
        grant="CreateDeliveryStream UpdateDestination",
        control="Describe* List* DeleteDeliveryStream TagDeliveryStream UntagDeliveryStream StartDeliveryStreamEncryption",
    ),
    "execute-api": ServiceActions(both="Invoke ManageConnections", control="InvalidateCache"),
    "eks": ServiceActions(
        both="AccessKubernetesApi",
        grant="CreateAccessEntry AssociateAccessPolicy UpdateClusterConfig AssociateIdentityProviderConfig",
        control="Describe* List* TagResource UntagResource",
    ),
    "eks-auth": ServiceActions(both="AssumeRoleForPodIdentity"),
    # What a cluster's nodes ask for. What starts machines, copies disks or shares them is not listed: it moves data both ways.
    "ec2": ServiceActions(
        write="CreateTags CreateNetworkInterface ModifyNetworkInterfaceAttribute",
        control="DescribeInstances DescribeInstanceTypes DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeTags "
        "DescribeVpcs DescribeAvailabilityZones AssignPrivateIpAddresses UnassignPrivateIpAddresses AttachNetworkInterface "
        "DetachNetworkInterface DeleteNetworkInterface DeleteTags",
    ),
    "autoscaling": ServiceActions(
        grant="CreateLaunchConfiguration CreateAutoScalingGroup UpdateAutoScalingGroup PutNotificationConfiguration",
        control="Describe* SetDesiredCapacity TerminateInstanceInAutoScalingGroup",
    ),
    # Stores whose own policies name a giver as often as a taker: what only brings in is told apart from what fetches.
    "backup": ServiceActions(
        read="CopyFromBackupVault", write="CopyIntoBackupVault", grant="PutBackupVaultAccessPolicy StartCopyJob StartRestoreJob"
    ),
    "s3tables": ServiceActions(
        read="GetTableData GetTableMetadataLocation",
        write="PutTableData UpdateTableMetadataLocation",
        grant="PutTableBucketPolicy PutTablePolicy PutTableBucketReplication PutTableReplication",
    ),
    "s3vectors": ServiceActions(read="GetVectors QueryVectors ListVectors", write="PutVectors", grant="PutVectorBucketPolicy"),
    "kafka-cluster": ServiceActions(
        read="ReadData", write="WriteData WriteDataIdempotently", grant="AlterCluster AlterTopic", control="Connect DescribeCluster*"
    ),
    "glacier": ServiceActions(
        read="GetJobOutput InitiateJob",
        write="UploadArchive UploadMultipartPart InitiateMultipartUpload CompleteMultipartUpload",
        grant="SetVaultAccessPolicy",
        control="DescribeVault AbortMultipartUpload",
    ),
    "redshift": ServiceActions(
        write="AuthorizeInboundIntegration CreateInboundIntegration",
        grant="AuthorizeDataShare AuthorizeEndpointAccess AuthorizeSnapshotAccess CreateEndpointAccess CopyClusterSnapshot "
        "RestoreFromClusterSnapshot",
    ),
    "elasticloadbalancing": ServiceActions(grant="RegisterTargets", control="Describe* DeregisterTargets"),
}
"""By action prefix."""

WITHIN_ONE_ACCOUNT: Final = frozenset({"cloudwatch", "ec2messages", "firehose", "rds-data", "ssmmessages"})
"""Services without resource-based policies: a caller reaches only what its own account holds.

Source: IAM User Guide, "AWS services that work with IAM" (resource-based policies: no).
"""

_PREFIX_OF_ENDPOINT: Final = {
    "monitoring": "cloudwatch",
    "ecr.api": "ecr",
    "ecr.dkr": "ecr",
    "bedrock-runtime": "bedrock",
    "bedrock-agent": "bedrock",
    "bedrock-agent-runtime": "bedrock",
    "bedrock-mantle": "bedrock",
    "sagemaker.api": "sagemaker",
    "sagemaker.runtime": "sagemaker",
    "sagemaker.featurestore-runtime": "sagemaker",
    "accesspoint": "s3",
    "s3-global.accesspoint": "s3",
    "s3express": "s3express",
    "kinesis-streams": "kinesis",
    "kinesis-firehose": "firehose",
    "kms-fips": "kms",
    "states": "states",
    "sync-states": "states",
    "email": "ses",
    "email-smtp": "ses",
    "elasticfilesystem-fips": "elasticfilesystem",
}
"""Endpoint service names whose actions have another prefix. Source: AWS PrivateLink, "AWS services that integrate"."""


def action_prefix(service: str) -> str:
    """The prefix of a service's actions from its endpoint name: `com.amazonaws.eu-west-1.monitoring` gives `cloudwatch`."""
    name = service
    if service.startswith(("com.amazonaws.", "cn.com.amazonaws.", "aws.api.", "aws.sagemaker.")):
        parts = service.split(".")
        rest = parts[parts.index("amazonaws") + 1 :] if "amazonaws" in parts else parts[2:]
        name = ".".join(rest[1:]) if len(rest) > 1 else rest[-1]
        name = "sagemaker" if service.startswith("aws.sagemaker.") else name
    return _PREFIX_OF_ENDPOINT.get(name, name)


@lru_cache(maxsize=65536)
def directions(action: str) -> frozenset[str]:
    """Which way an action moves data: `read` out of the resource, `write` into it; empty for pure control-plane actions.

    A pattern moves what any action that it could mean moves. An action that is not listed moves both ways, unless it only lists or tags.
    """
    prefix, _, name = action.lower().partition(":")
    service = CATALOG.get(prefix)
    if service is None or not name:
        return _by_level(action) if name else BOTH
    wanted = folded(glob(name))
    moved = frozenset(way for ways, names in _ways(service) if any(overlaps(wanted, one) for one in _patterns(names)) for way in ways)
    if moved:
        return moved
    # A name or pattern that lies within the listed control actions (`s3:GetBucketAcl`, `s3:GetBucket*`) moves nothing.
    return frozenset() if any(covers(pattern, wanted) for pattern in _patterns(service.control)) else _by_level(action)


_BY_LEVEL: Final = {AccessLevel.LIST: frozenset({READ}), AccessLevel.TAGGING: frozenset({WRITE})}
"""Names can hold PHI and come back in a list; a tag carries what the caller writes. Of the other levels it is not said."""


def _by_level(action: str) -> frozenset[str]:
    found = meant(action)
    return frozenset(way for one in found for way in _BY_LEVEL.get(one.level, BOTH)) if found else BOTH


def carries_data(action: str) -> bool:
    """Whether the action moves data or opens the way for it. Unknown actions do."""
    return bool(directions(action))


def data_actions(prefix: str) -> tuple[str, ...]:
    """The listed data actions of a service, e.g. `s3:GetObject`; empty if the service is not listed."""
    service = CATALOG.get(prefix)
    if service is None:
        return ()
    names = dict.fromkeys(" ".join((service.read, service.write, service.both, service.grant)).split())
    return tuple(f"{prefix}:{name}" for name in names if "*" not in name)


@lru_cache(maxsize=65536)
def has_no_resource(action: str) -> bool:
    """Whether what the action carries lands in the caller's own account because it names no resource."""
    prefix, _, name = action.partition(":")
    service = CATALOG.get(prefix.lower())
    if service is not None and name.lower() in service.no_resource.lower().split():
        return True
    known = find(action)
    return known is not None and not known.resource_types


def is_listed(action: str) -> bool:
    """Whether the table knows the action."""
    prefix, _, name = action.lower().partition(":")
    service = CATALOG.get(prefix)
    if service is None:
        return False
    tables = (service.read, service.write, service.both, service.grant, service.control)
    return any(overlaps(literal(name), pattern) for names in tables for pattern in _patterns(names))


_OBJECT_ACTIONS: Final = ("Object", "MultipartUploadParts", "AbortMultipartUpload", "ReplicateTags", "ReplicateDelete")


@lru_cache(maxsize=65536)
def on_objects(action: str) -> bool | None:
    """For S3: whether the action's resource is an object (True) or a bucket or access point (False). None elsewhere."""
    prefix, _, name = action.partition(":")
    if prefix.lower() != "s3" or not is_listed(action):
        return None
    if "objectlock" in name.lower():
        return False
    return any(part.lower() in name.lower() for part in _OBJECT_ACTIONS)


def _ways(service: ServiceActions) -> tuple[tuple[frozenset[str], str], ...]:
    return (
        (frozenset({READ}), service.read),
        (frozenset({WRITE}), service.write),
        (BOTH, service.both),
        (BOTH, service.grant),
    )


@lru_cache(maxsize=256)
def _patterns(names: str) -> tuple[Pattern, ...]:
    return tuple(folded(glob(name)) for name in names.split())
