"""Managed services of zones encrypt what they keep of their work with a key of one's own, which is ours.

Sources: AWS Step Functions Developer Guide, "Data at rest encryption"; AWS Glue Developer Guide, "Encrypting data written by AWS Glue",
"Encrypting your Data Catalog"; Amazon SageMaker AI Developer Guide, "Feature Store security and access control", "Monitor data quality";
Amazon Bedrock User Guide, "Encryption of agent resources", "Encryption of guardrails", "Encryption of model customization jobs"; AWS CodeBuild
User Guide, "Data protection"; AWS CodePipeline User Guide, "Configure server-side encryption for artifacts"; AWS CodeArtifact User Guide, "Data
protection"; Amazon Kendra Developer Guide, "Encryption at rest"; EC2 Image Builder User Guide, "Components"; Amazon Comprehend Developer Guide, "KMS
encryption in Amazon Comprehend"; Amazon Connect Administrator Guide, "Encryption at rest in Amazon Connect"; Amazon AppFlow User Guide, "Data
protection"; Amazon SageMaker AI API Reference, FlowDefinitionOutputConfig; Amazon Redshift Management Guide, "Copying AWS KMS–encrypted snapshots
to another AWS Region"; each says that without a key of one's own it takes one that AWS owns or manages, whose use nobody of ours decides.
"""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.looking import spread
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import handles, serves
from posture.rules.words import must_be_one_of, must_be_true
from posture.values import is_unknown

_SETTINGS: Final = "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"
_CATALOGUE: Final = "dataCatalogEncryptionSettings"
_GLUE: Final = "encryptionConfiguration"
KEYS: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    # Block that is encrypted ("" for the resource itself), the key in it, and what the key guards.
    "aws:sfn/stateMachine:StateMachine": (("", "encryptionConfiguration.kmsKeyId", "executions"),),
    "aws:sfn/activity:Activity": (("", "encryptionConfiguration.kmsKeyId", "tasks"),),
    _SETTINGS: (
        (f"{_CATALOGUE}.connectionPasswordEncryption", "awsKmsKeyId", "passwords"),
        (f"{_CATALOGUE}.encryptionAtRest", "sseAwsKmsKeyId", "catalogue"),
    ),
    "aws:glue/securityConfiguration:SecurityConfiguration": (
        (_GLUE, "cloudwatchEncryption.kmsKeyArn", "logs"),
        (_GLUE, "jobBookmarksEncryption.kmsKeyArn", "bookmarks"),
        (_GLUE, "s3Encryption.kmsKeyArn", "output"),
    ),
    "aws:sagemaker/featureGroup:FeatureGroup": (
        ("onlineStoreConfig", "securityConfig.kmsKeyId", "online store"),
        ("offlineStoreConfig", "s3StorageConfig.kmsKeyId", "offline store"),
    ),
    "aws:sagemaker/endpointConfiguration:EndpointConfiguration": (
        ("dataCaptureConfig", "kmsKeyId", "captured requests"),
        ("asyncInferenceConfig.outputConfig", "kmsKeyId", "answers"),
    ),
    "aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition": (
        ("dataQualityJobOutputConfig", "kmsKeyId", "reports"),
        ("jobResources.clusterConfig", "volumeKmsKeyId", "disks"),
    ),
    "aws:bedrock/agentAgent:AgentAgent": (("", "customerEncryptionKeyArn", "sessions"),),
    "aws:bedrock/guardrail:Guardrail": (("", "kmsKeyArn", "filters"),),
    "aws:bedrock/customModel:CustomModel": (("", "customModelKmsKeyId", "weights"),),
    "aws:codebuild/project:Project": (("", "encryptionKey", "artifacts"),),
    "aws:codepipeline/pipeline:Pipeline": (("artifactStores", "encryptionKey.id", "artifacts"),),
    "aws:codecommit/repository:Repository": (("", "kmsKeyId", "sources"),),
    "aws:kendra/index:Index": (("", "serverSideEncryptionConfiguration.kmsKeyId", "documents"),),
    "aws:comprehend/entityRecognizer:EntityRecognizer": (("", "modelKmsKeyId", "model"), ("", "volumeKmsKeyId", "disks")),
    "aws:comprehend/documentClassifier:DocumentClassifier": (("", "modelKmsKeyId", "model"), ("", "volumeKmsKeyId", "disks")),
    "aws:connect/instanceStorageConfig:InstanceStorageConfig": (
        ("storageConfig.s3Config", "encryptionConfig.keyId", "conversations"),
        ("storageConfig.kinesisVideoStreamConfig", "encryptionConfig.keyId", "conversations"),
    ),
    "aws:appflow/connectorProfile:ConnectorProfile": (("", "kmsArn", "credentials"),),
    "aws:appflow/flow:Flow": (("", "kmsArn", "data on its way"),),
    "aws:sagemaker/flowDefinition:FlowDefinition": (("outputConfig", "kmsKeyId", "reviews"),),
    "aws:redshift/snapshotCopyGrant:SnapshotCopyGrant": (("", "kmsKeyId", "copies"),),
}
_CRAWLER: Final = "aws:glue/crawler:Crawler"
"""It stands in no zone: it concerns one by the catalogue that it fills, or the key of what it names."""
_JOBS: Final = ("aws:glue/job:Job", _CRAWLER)
_BEARS_NO_TAGS: Final = (_CRAWLER, "aws:connect/instanceStorageConfig:InstanceStorageConfig")
_MODES: Final = {
    "cloudwatchEncryption.cloudwatchEncryptionMode": ("SSE-KMS", "logs"),
    "jobBookmarksEncryption.jobBookmarksEncryptionMode": ("CSE-KMS", "bookmarks"),
    "s3Encryption.s3EncryptionMode": ("SSE-KMS", "output"),
}
_ACCOUNT: Final = 4


@rule(*KEYS, *_JOBS)
def check(look: Look) -> Iterator[Fault]:
    """Each block that is there has its key; a Glue job names the configuration that encrypts."""
    # The settings of the catalogue are the account's.
    if not (
        look.scene.classified
        if look.resource.type == _SETTINGS
        else serves(look) or (look.resource.type in _BEARS_NO_TAGS and handles(look))
    ):
        return
    if look.resource.type == _SETTINGS and look.value(f"{_CATALOGUE}.connectionPasswordEncryption") is not None:
        prop = f"{_CATALOGUE}.connectionPasswordEncryption.returnConnectionPasswordEncrypted"
        yield from must_be_true(look, prop, "gives passwords of connections back in the clear")
    if look.resource.type in _JOBS:
        if look.value("securityConfiguration") in (None, ""):
            yield Fault("writes logs, bookmarks and output without a security configuration", "securityConfiguration")
        return
    for block, prop, what in KEYS[look.resource.type]:
        if block and look.value(block) is None:
            continue
        path = f"{block}.{prop}" if block else prop
        for place in spread(look.view, path) or [path]:
            yield from _key(look, place, what)
    if look.resource.type.startswith("aws:glue/security"):
        for prop, (mode, what) in _MODES.items():
            yield from must_be_one_of(look, f"{_GLUE}.{prop}", (mode,), f"leaves its {what} unencrypted", default="DISABLED")


def _key(look: Look, prop: str, what: str) -> Iterator[Fault]:
    declared = look.resource.declared
    # The service shows the key that it took by itself as if it were given.
    key = look.value(prop) if declared is None or prop.split(".")[0].split("[")[0] in declared else None
    if key is None or key == "":
        yield Fault(f"has no key of its own for its {what}", prop)
        return
    if is_unknown(key) or not isinstance(key, str) or not key.startswith("arn:"):
        return
    ours = look.approved.organization.aws_account_ids
    account = key.split(":")[_ACCOUNT] if key.count(":") > _ACCOUNT else ""
    if ours and account and account not in ours:
        yield Fault(f"encrypts its {what} with a key of account {account}, which is not listed as ours", prop)
