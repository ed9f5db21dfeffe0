"""Who outside ours a store's own policy lets in.

One table: which resource carries the policy of which store, and where. Sources: the "Resource-based policies" page of each service's guide;
Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage" (`RestrictPublicBuckets`); AWS KMS Developer Guide, "Key policies".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.iam import NoPolicy, Opening, PolicyFault, PolicyKind, UnknownPolicy, WitnessKind, openings_to_principals, parse_policy
from posture.readers.aws.endpoint_reach import witness
from posture.readers.aws.ours import ours
from posture.readers.aws.tokens import BUCKET, KEY
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.view import ResourceView

QUEUE: Final = ("aws:sqs/queue:Queue", "aws-native:sqs:Queue")
TOPIC: Final = ("aws:sns/topic:Topic", "aws-native:sns:Topic")
SECRET: Final = ("aws:secretsmanager/secret:Secret", "aws-native:secretsmanager:Secret")
REPOSITORY: Final = ("aws:ecr/repository:Repository", "aws-native:ecr:Repository")
FILE_SYSTEM: Final = ("aws:efs/fileSystem:FileSystem", "aws-native:efs:FileSystem")
TABLE: Final = ("aws:dynamodb/table:Table", "aws-native:dynamodb:Table")
STREAM: Final = ("aws:kinesis/stream:Stream", "aws-native:kinesis:Stream")
VAULT: Final = ("aws:backup/vault:Vault", "aws-native:backup:BackupVault")
ACCESS_POINT: Final = ("aws:s3/accessPoint:AccessPoint", "aws-native:s3:AccessPoint")


@dataclass(frozen=True, slots=True)
class Carrier:
    """A resource type that carries a policy: of itself (`of` is None), or of the store that `of` names."""

    policy: str
    of: str | None = None
    kinds: tuple[str, ...] = ()


CARRIERS: Final[dict[str, Carrier]] = {
    "aws:s3/bucketPolicy:BucketPolicy": Carrier("policy", "bucket", BUCKET),
    "aws-native:s3:BucketPolicy": Carrier("policyDocument", "bucket", BUCKET),
    "aws:s3control/accessPointPolicy:AccessPointPolicy": Carrier("policy", "accessPointArn", ACCESS_POINT),
    "aws:kms/keyPolicy:KeyPolicy": Carrier("policy", "keyId", KEY),
    "aws:sqs/queuePolicy:QueuePolicy": Carrier("policy", "queueUrl", QUEUE),
    "aws:sns/topicPolicy:TopicPolicy": Carrier("policy", "arn", TOPIC),
    "aws:secretsmanager/secretPolicy:SecretPolicy": Carrier("policy", "secretArn", SECRET),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": Carrier("policy", "repository", REPOSITORY),
    "aws:efs/fileSystemPolicy:FileSystemPolicy": Carrier("policy", "fileSystemId", FILE_SYSTEM),
    "aws:dynamodb/resourcePolicy:ResourcePolicy": Carrier("policy", "resourceArn", TABLE),
    "aws:kinesis/resourcePolicy:ResourcePolicy": Carrier("policy", "resourceArn", STREAM),
    "aws:backup/vaultPolicy:VaultPolicy": Carrier("policy", "backupVaultName", VAULT),
}
_OWN: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    BUCKET: ("policy",),
    ACCESS_POINT: ("policy",),
    KEY: ("policy", "keyPolicy"),
    QUEUE: ("policy",),
    TOPIC: ("policy",),
    SECRET: ("policy",),
    REPOSITORY: ("repositoryPolicyText",),
    FILE_SYSTEM: ("fileSystemPolicy",),
}

_PUBLIC = frozenset({WitnessKind.ANY, WitnessKind.ANONYMOUS})


@reads(*CARRIERS)
def carrier(resource: ResourceView, graph: GraphBuilder) -> None:
    """A policy by a resource of its own: the join reads it with its store."""
    found = CARRIERS[resource.resource.type]
    store = resource.refers_to(found.of or "", found.kinds)
    if not store.targets:
        graph.unreadable(
            resource.resource.urn, f"the store of the policy ({found.of}: {store.literal or 'unknown'}) is no resource of the stack"
        )


@joins
def openings_of_stores(graph: GraphBuilder) -> None:
    """Everybody outside ours whom a policy of a store lets in."""
    for store, view, path in _policies(graph):
        because = Because(view.resource.urn, path)
        policy = parse_policy(view.document(path), PolicyKind.RESOURCE)
        if isinstance(policy, NoPolicy):
            continue
        if isinstance(policy, UnknownPolicy):
            graph.unreadable(store, f"the policy of {view.resource.name} is unknown until the update")
        elif isinstance(policy, PolicyFault):
            graph.unreadable(store, f"the policy of {view.resource.name} can't be judged: {policy.reason}")
        else:
            for opening in openings_to_principals(policy, ours(graph), arn_of(graph, store)):
                _open(graph, store, opening, because)


def _policies(graph: GraphBuilder) -> Iterator[tuple[str, ResourceView, str]]:
    for kinds, paths in _OWN.items():
        for resource in graph.stack.of_type(*kinds):
            view = graph.view(resource.urn)
            for path in paths:
                # A computed policy that nobody declares is the service's default, or what a carrier attaches.
                if view.value(path) is not None and (resource.declared is None or path in resource.declared or resource.external):
                    yield resource.urn, view, path
    for token, found in CARRIERS.items():
        for resource in graph.stack.of_type(token):
            view = graph.view(resource.urn)
            for store in view.refers_to(found.of or "", found.kinds).targets:
                yield store, view, found.policy


def policies_by_store(graph: GraphBuilder) -> dict[str, list[tuple[ResourceView, str]]]:
    """Where each store's policies are written; computed once per graph."""

    def collect() -> dict[str, list[tuple[ResourceView, str]]]:
        found: dict[str, list[tuple[ResourceView, str]]] = {}
        for store, view, path in _policies(graph):
            found.setdefault(store, []).append((view, path))
        return found

    return graph.once("aws policies by store", collect)


def arn_of(graph: GraphBuilder, urn: str) -> str:
    """The store's ARN; in a preview a bucket's is made of its name; `*` when it is not known."""
    resource = graph.stack.by_urn[urn]
    arn = resource.props.get("arn")
    if isinstance(arn, str):
        return arn
    name = resource.props.get("bucket", resource.props.get("bucketName"))
    return f"arn:aws:s3:::{name}" if resource.type in BUCKET and isinstance(name, str) else "*"


def _open(graph: GraphBuilder, store: str, opening: Opening, because: Because) -> None:
    if opening.witness_kind in _PUBLIC and store in graph.once("aws restricted buckets", lambda: _restricted(graph)):
        return
    where = f"{because.prop}.Statement[{opening.statement}]" if opening.statement is not None else because.prop
    everyone = opening.witness_kind in _PUBLIC
    who = graph.anybody() if everyone else witness(graph, opening, graph.stack.by_urn[store].type)
    graph.edge(Reference.to(store), who, EdgeKind.SHARE, Because(because.urn, where, opening.reason), certain=opening.certain)


_BLOCKS: Final = {
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "",
    "aws-native:s3:Bucket": "publicAccessBlockConfiguration.",
}


def _restricted(graph: GraphBuilder) -> frozenset[str]:
    """Buckets on which a public policy lets in nobody outside the account, for S3 itself restricts or refuses it."""
    found: set[str] = set()
    for resource in graph.stack.of_type(*_BLOCKS):
        view = graph.view(resource.urn)
        prefix = _BLOCKS[resource.type]
        if view.flag(f"{prefix}restrictPublicBuckets") is True or view.flag(f"{prefix}blockPublicPolicy") is True:
            bucket = view.refers_to("bucket", BUCKET) if not prefix else Reference.to(resource.urn)
            if bucket.certain:
                found.update(bucket.targets)
    return frozenset(found)
