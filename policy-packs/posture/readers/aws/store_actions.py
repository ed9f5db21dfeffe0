"""What fetches records out of a store, and what puts them in, service by service.

Source: Service Authorization Reference, "Actions, resources, and condition keys" of each service.
"""

from typing import Final

from posture.record import record


@record
class Actions:
    """Actions of one service, by the way in which data moves."""

    read: tuple[str, ...] = ()
    write: tuple[str, ...] = ()


FEATURES: Final = "featurestore"
"""A store of features: of SageMaker, and asked at an endpoint of its own."""

_WITHIN: Final[dict[str, tuple[str, ...]]] = {
    "s3": ("/*",),
    "logs": (":*", ""),
    "medical-imaging": ("/imageset/*", ""),
    "omics": ("/readSet/*", "/reference/*", ""),
    "s3tables": ("/table/*", ""),
    "s3vectors": ("/index/*",),
    "cassandra": ("table/*", ""),
    "timestream": ("/table/*", ""),
}
"""By service: how what requests name is written behind the store's own ARN, where it is not the store alone."""


def named_by_requests(service: str, arn: str) -> tuple[str, ...]:
    """The resources that requests for a store's records name; `*` where its ARN is not known."""
    return tuple(f"{arn}{inner}" for inner in _WITHIN.get(service, ("",))) if arn != "*" else (arn,)


def _actions(prefix: str, read: str = "", write: str = "") -> Actions:
    return Actions(tuple(f"{prefix}:{name}" for name in read.split()), tuple(f"{prefix}:{name}" for name in write.split()))


BY_REQUEST: Final[dict[str, Actions]] = {
    "s3": _actions("s3", "GetObject GetObjectVersion", "PutObject"),
    "dynamodb": _actions("dynamodb", "GetItem BatchGetItem Query Scan GetRecords PartiQLSelect", "PutItem UpdateItem BatchWriteItem"),
    "secretsmanager": _actions("secretsmanager", "GetSecretValue", "PutSecretValue UpdateSecret"),
    "sqs": _actions("sqs", "ReceiveMessage", "SendMessage"),
    "sns": _actions("sns", "Subscribe", "Publish"),
    "kinesis": _actions("kinesis", "GetRecords SubscribeToShard", "PutRecord PutRecords"),
    "firehose": _actions("firehose", "", "PutRecord PutRecordBatch"),
    "rds-data": _actions("rds-data", "ExecuteStatement BatchExecuteStatement", "ExecuteStatement BatchExecuteStatement"),
    "healthlake": _actions(
        "healthlake", "ReadResource SearchWithGet SearchWithPost StartFHIRExportJob", "CreateResource UpdateResource StartFHIRImportJob"
    ),
    "medical-imaging": _actions(
        "medical-imaging",
        "GetImageFrame GetImageSet GetImageSetMetadata SearchImageSets GetDICOMInstance GetDICOMInstanceFrames GetDICOMInstanceMetadata "
        "GetDICOMSeriesMetadata SearchDICOMInstances SearchDICOMSeries SearchDICOMStudies",
        "StartDICOMImportJob CopyImageSet UpdateImageSetMetadata StoreDICOM StoreDICOMStudy",
    ),
    "omics": _actions(
        "omics",
        "GetReadSet GetReference StartReadSetExportJob",
        "StartReadSetImportJob UploadReadSetPart StartReferenceImportJob StartVariantImportJob StartAnnotationImportJob",
    ),
    "logs": _actions("logs", "GetLogEvents FilterLogEvents StartQuery StartLiveTail", "PutLogEvents"),
    "ssm": _actions("ssm", "GetParameter GetParameters GetParametersByPath GetParameterHistory", "PutParameter"),
    "bedrock": _actions("bedrock", "Retrieve RetrieveAndGenerate", "IngestKnowledgeBaseDocuments"),
    "quicksight": _actions("quicksight", "GenerateEmbedUrlForAnonymousUser GetDashboardEmbedUrl StartDashboardSnapshotJob"),
    "s3express": _actions("s3express", "CreateSession", "CreateSession"),
    "s3tables": _actions("s3tables", "GetTableData", "PutTableData"),
    "s3vectors": _actions("s3vectors", "GetVectors QueryVectors ListVectors", "PutVectors"),
    "cassandra": _actions("cassandra", "Select", "Modify"),
    "timestream": _actions("timestream", "Select", "WriteRecords"),
    "dsql": _actions("dsql", "DbConnect DbConnectAdmin", "DbConnect DbConnectAdmin"),
    "neptune-graph": _actions("neptune-graph", "ReadDataViaQuery", "WriteDataViaQuery"),
    FEATURES: _actions("sagemaker", "GetRecord BatchGetRecord", "PutRecord"),
    "kendra": _actions("kendra", "Query Retrieve", "BatchPutDocument"),
    "kinesisvideo": _actions(
        "kinesisvideo",
        "GetMedia GetMediaForFragmentList GetClip GetImages GetHLSStreamingSessionURL GetDASHStreamingSessionURL",
        "PutMedia",
    ),
    "ecr": _actions("ecr", "BatchGetImage GetDownloadUrlForLayer", "PutImage UploadLayerPart"),
}
"""By prefix of the service that is asked. Keys are not here: their use moves no records."""

ASKED_AT: Final[dict[str, str]] = {
    "bedrock": "bedrock-agent-runtime",
    FEATURES: "sagemaker.featurestore-runtime",
    "neptune-graph": "neptune-graph-data",
}
"""Services whose records are asked for at one of their endpoints alone, and its name.

Sources: Amazon Bedrock User Guide, "Use interface VPC endpoints"; Amazon SageMaker AI Developer Guide, "Connect to SageMaker AI within your VPC"; Amazon
Neptune Analytics User Guide, "Accessing Neptune Analytics with AWS PrivateLink" (`neptune-graph` for control, `neptune-graph-data` for queries).
"""


def prefix_of(service: str) -> str:
    """What stands before the colon in the actions by which a service's records are asked for."""
    asked = BY_REQUEST[service]
    return (asked.read or asked.write)[0].partition(":")[0]


OPENS_BY_HAND: Final[dict[str, tuple[str, ...]]] = {
    "s3": ("s3:PutBucketPolicy", "s3:PutReplicationConfiguration"),
    "rds": ("rds:ModifyDBSnapshotAttribute", "rds:ModifyDBClusterSnapshotAttribute", "rds:StartExportTask"),
    "ebs": ("ebs:GetSnapshotBlock", "ec2:ModifySnapshotAttribute", "ec2:ModifyImageAttribute"),
    "backup": ("backup:StartCopyJob", "backup:PutBackupVaultAccessPolicy"),
    "logs": ("logs:CreateExportTask", "logs:PutSubscriptionFilter"),
    "es": ("es:ESHttpGet", "es:ESHttpPost"),
    "elasticfilesystem": ("elasticfilesystem:ClientMount", "elasticfilesystem:CreateReplicationConfiguration"),
}
"""By service of the store: what somebody outside who acts as a role of ours would do besides, from wherever they are."""
