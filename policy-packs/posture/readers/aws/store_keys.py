"""Which key of the stack a store's records are encrypted with, where whoever reads them needs the key too.

Only services that use the key with the reader's own permissions are here: a topic, a log group, a registry or a database decrypts for whomever it
lets in, and whoever mounts files or opens a connection is not asked for the key.
Sources: Amazon DynamoDB Developer Guide, "DynamoDB encryption at rest: usage notes" and "Managing encrypted tables" (table keys are cached for each
caller); Amazon SQS Developer Guide, "Configuring KMS permissions for Amazon SQS" (a consumer needs `kms:Decrypt`); AWS Secrets Manager User
Guide, "Secret encryption and decryption"; Amazon Kinesis Data Streams Developer Guide, "Permissions to use user-generated KMS keys"; AWS Systems
Manager User Guide, "AWS KMS encryption for Parameter Store SecureString parameters"; Amazon S3 User Guide, "Using server-side encryption with AWS
KMS keys" (`aws:kms` without a key means the account's AWS managed key; what was written before keeps its key).
"""

from collections.abc import Iterator, Sequence
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.iam import ABSENT, AnyPolicy, Request, evaluate
from posture.iam.request import ContextValue
from posture.iam.values import any_of
from posture.readers.aws.tokens import BUCKET, KEY, KEY_ALIAS
from posture.record import record
from posture.view import Path, ResourceView


@record
class StoreKey:
    """The key of a store."""

    urn: str
    service: str
    """The service that uses the key, as `kms:ViaService` has it: `sqs`."""


_PROPERTY: Final[dict[str, tuple[str, Path]]] = {
    "aws:dynamodb/table:Table": ("dynamodb", "serverSideEncryption.kmsKeyArn"),
    "aws-native:dynamodb:Table": ("dynamodb", "sseSpecification.kmsMasterKeyId"),
    "aws:sqs/queue:Queue": ("sqs", "kmsMasterKeyId"),
    "aws-native:sqs:Queue": ("sqs", "kmsMasterKeyId"),
    "aws:secretsmanager/secret:Secret": ("secretsmanager", "kmsKeyId"),
    "aws-native:secretsmanager:Secret": ("secretsmanager", "kmsKeyId"),
    "aws:kinesis/stream:Stream": ("kinesis", "kmsKeyId"),
    "aws-native:kinesis:Stream": ("kinesis", "streamEncryption.keyId"),
    "aws:ssm/parameter:Parameter": ("ssm", "keyId"),
}
_SWITCH: Final[dict[str, tuple[Path, object]]] = {
    "aws:dynamodb/table:Table": ("serverSideEncryption.enabled", True),
    "aws-native:dynamodb:Table": ("sseSpecification.sseEnabled", True),
    "aws:kinesis/stream:Stream": ("encryptionType", "KMS"),
    "aws-native:kinesis:Stream": ("streamEncryption.encryptionType", "KMS"),
    "aws:ssm/parameter:Parameter": ("type", "SecureString"),
}
"""Without it the key is named and not used."""
_DEFAULTS: Final = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
)
_INLINE: Final = (
    "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.kmsMasterKeyId",
    "serverSideEncryptionConfigurations[0].rules[0].applyServerSideEncryptionByDefaults[0].kmsMasterKeyId",
    "bucketEncryption.serverSideEncryptionConfiguration[0].serverSideEncryptionByDefault.kmsMasterKeyId",
)
_IN_RULES: Final = "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId"
_BY: Final = "s3:x-amz-server-side-encryption"
_KEY_ID: Final = "s3:x-amz-server-side-encryption-aws-kms-key-id"
_ANOTHER: Final = "arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"
_OTHERWISE: Final[tuple[dict[str, ContextValue], ...]] = (
    {_BY: "AES256", _KEY_ID: ABSENT},
    {_BY: "aws:kms", _KEY_ID: ABSENT},
    {_BY: "aws:kms", _KEY_ID: _ANOTHER},
    {_BY: "aws:kms:dsse", _KEY_ID: ABSENT},
    {_BY: "aws:kms:dsse", _KEY_ID: _ANOTHER},
)
"""Every way of writing an object that the bucket's own key does not guard."""


def key_of(graph: GraphBuilder, store: str) -> StoreKey | None:
    """The key of the stack; None where there is none, or it is not known which."""
    known = graph.once("aws keys of stores", dict[str, StoreKey | None])
    if store not in known:
        known[store] = _key_of(graph, store)
    return known[store]


def _key_of(graph: GraphBuilder, store: str) -> StoreKey | None:
    view = graph.view(store)
    kind = view.resource.type
    if kind in BUCKET:
        named = list(dict.fromkeys(found for found in _defaults(graph, view) if found is not None))
        return StoreKey(named[0], "s3") if len(named) == 1 else None
    if kind not in _PROPERTY:
        return None
    service, prop = _PROPERTY[kind]
    found = key_named(graph, view, prop)
    if found is None:
        return None
    switch, on = _SWITCH.get(kind, ("", None))
    is_on = view.value(switch) if switch else on
    return StoreKey(found, service) if is_on == on else None


def _defaults(graph: GraphBuilder, bucket: ResourceView) -> Iterator[str | None]:
    for path in _INLINE:
        if bucket.value(path) is not None:
            yield key_named(graph, bucket, path)
    for resource in graph.stack.of_type(*_DEFAULTS):
        view = graph.view(resource.urn)
        if bucket.resource.urn in view.refers_to("bucket", BUCKET).targets:
            yield key_named(graph, view, _IN_RULES)


def key_named(graph: GraphBuilder, view: ResourceView, path: Path) -> str | None:
    """The key of the stack that a property certainly names, by itself or by an alias."""
    found = view.refers_to(path, (*KEY, *KEY_ALIAS))
    if len(found.targets) != 1 or not found.certain:
        return None
    target = graph.view(found.targets[0])
    return key_named(graph, target, "targetKeyId") if target.resource.type in KEY_ALIAS else found.targets[0]


def under_no_other_key(policies: Sequence[AnyPolicy], bucket: str) -> bool:
    """Whether a bucket's own policies refuse every object that another key, or none, would guard. `bucket`: its ARN."""
    if "*" in bucket:
        return False
    for written in _OTHERWISE:
        put = Request("s3:PutObject", f"{bucket}/*", context={"aws:SecureTransport": "true", **written})
        if not any_of(evaluate(policy, put).deny for policy in policies).certain:
            return False
    return True
