"""On AWS: databases of time and of wide rows, tables and vectors in S3, buses, pipes, schedules, event lakes, exports and replication instances.

Sources: Amazon Timestream Developer Guide, "Encryption at rest"; Amazon Keyspaces Developer Guide, "Encryption at rest"; Amazon S3 User Guide,
"Using server-side encryption with AWS KMS keys in table buckets", "Data protection and encryption in S3 Vectors"; Amazon EventBridge User Guide,
"Encrypting event buses", "Encrypting pipes"; AWS CloudTrail User Guide, "Encrypting CloudTrail log files with AWS KMS keys"; AWS DMS User
Guide, "Setting an encryption key"; Amazon DynamoDB Developer Guide, "Requesting a table export"; Amazon CloudWatch Logs User Guide, "Encrypt
an anomaly detector".
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import must_have_own_key
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles

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
    "aws:efs/replicationConfiguration:ReplicationConfiguration": (("destination.kmsKeyId", "copy"),),
}
"""Type → where it names its key, and what of it the key encrypts, where that is not all."""
_INTO_OWN_COPY: Final = "destination.fileSystemId"


@rule(*KEYS)
def check(look: Look) -> Iterator[Fault]:
    """What has no tag of its own concerns a zone by what it uses. A file system that stands already has its own key."""
    if not handles(look) or look.value(_INTO_OWN_COPY) is not None:
        return
    for path, what in KEYS[look.resource.type]:
        yield from must_have_own_key(look, path, what)
