"""On AWS: databases of time, of wide rows and without servers, tables and vectors in S3, buses, pipes, schedules, event lakes, exports and
replication instances.

Sources: Amazon Timestream Developer Guide, "Encryption at rest"; Amazon Keyspaces Developer Guide, "Encryption at rest"; Amazon S3 User Guide,
"Using server-side encryption with AWS KMS keys in table buckets", "Data protection and encryption in S3 Vectors"; Amazon EventBridge User Guide,
"Encrypting event buses", "Encrypting pipes"; AWS CloudTrail User Guide, "Encrypting CloudTrail log files with AWS KMS keys"; AWS DMS User
Guide, "Setting an encryption key"; Amazon DynamoDB Developer Guide, "Requesting a table export"; Amazon CloudWatch Logs User Guide, "Encrypt
an anomaly detector"; Amazon Aurora DSQL User Guide, "Data encryption for Amazon Aurora DSQL"; Amazon DocumentDB Developer Guide, "Encrypting
data at rest" (elastic clusters).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles
from posture.rules.words import must_be_one_of

KEYS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "aws:timestreamwrite/database:Database": (("kmsKeyId", ""),),
    "aws:timestreamquery/scheduledQuery:ScheduledQuery": (("kmsKeyId", "text of the query"),),
    "aws:keyspaces/table:Table": (("encryptionSpecification.kmsKeyIdentifier", ""),),
    "aws:s3tables/tableBucket:TableBucket": (("encryptionConfiguration.kmsKeyArn", ""),),
    "aws:s3/vectorsVectorBucket:VectorsVectorBucket": (("encryptionConfigurations[0].kmsKeyArn", ""),),
    "aws:cloudwatch/eventBus:EventBus": (("kmsKeyIdentifier", ""),),
    "aws:cloudwatch/eventArchive:EventArchive": (("kmsKeyIdentifier", ""),),
    "aws:cloudwatch/logAnomalyDetector:LogAnomalyDetector": (("kmsKeyId", ""),),
    "aws:pipes/pipe:Pipe": (("kmsKeyIdentifier", ""),),
    "aws:scheduler/schedule:Schedule": (("kmsKeyArn", "what is sent"),),
    "aws:cloudtrail/eventDataStore:EventDataStore": (("kmsKeyId", ""),),
    "aws:dms/replicationInstance:ReplicationInstance": (("kmsKeyArn", "storage"),),
    "aws:dms/endpoint:Endpoint": (("kmsKeyArn", "login"),),
    "aws:dynamodb/tableExport:TableExport": (("s3SseKmsKeyId", ""),),
    "aws:s3/inventory:Inventory": (("destination.bucket.encryption.sseKms.keyId", "list"),),
    "aws:memorydb/snapshot:Snapshot": (("kmsKeyArn", ""),),
    "aws:docdb/elasticCluster:ElasticCluster": (("kmsKeyId", ""),),
    "aws:dsql/cluster:Cluster": (("kmsEncryptionKey", ""),),
    "aws:efs/replicationConfiguration:ReplicationConfiguration": (("destination.kmsKeyId", "copy"),),
}
"""Type → where it names its key, and what of it the key encrypts, where that is not all."""
_REJECTED: Final = "magneticStoreWriteProperties.magneticStoreRejectedDataLocation.s3Configuration"
_REPORTS: Final = "errorReportConfiguration.s3Configuration"
MODES: Final[dict[str, tuple[str, str, str, str]]] = {
    # Block that is there, the word in it, what it must be, and what it says of.
    "aws:keyspaces/table:Table": ("", "encryptionSpecification.type", "CUSTOMER_MANAGED_KMS_KEY", ""),
    "aws:dynamodb/tableExport:TableExport": ("", "s3SseAlgorithm", "KMS", ""),
    "aws:timestreamwrite/table:Table": (_REJECTED, f"{_REJECTED}.encryptionOption", "SSE_KMS", "report of rejected records"),
    "aws:timestreamquery/scheduledQuery:ScheduledQuery": (_REPORTS, f"{_REPORTS}.encryptionOption", "SSE_KMS", "report of errors"),
}
"""Type → where it says how it encrypts: left out, each takes a key of AWS's (Amazon Keyspaces API Reference, EncryptionSpecification; Amazon
Timestream API Reference, S3Configuration; Amazon DynamoDB API Reference, ExportTableToPointInTime)."""
_INTO_OWN_COPY: Final = "destination.fileSystemId"


@rule(*KEYS, "aws:timestreamwrite/table:Table")
def check(look: Look) -> Iterator[Fault]:
    """What has no tag of its own concerns a zone by what it uses. A file system that stands already has its own key."""
    if not handles(look) or look.value(_INTO_OWN_COPY) is not None:
        return
    for path, what in KEYS.get(look.resource.type, ()):
        yield from must_have_own_key(look, path, what)
    if look.resource.type in MODES:
        block, prop, wanted, what = MODES[look.resource.type]
        if not block or look.value(block) is not None:
            yield from must_be_one_of(look, prop, (wanted,), f"{what} is not encrypted with a key of its own ({wanted})".strip())
            if block == _REJECTED:
                yield from must_have_own_key(look, f"{_REJECTED}.kmsKeyId", what)
