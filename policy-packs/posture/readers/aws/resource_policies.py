"""Who outside ours a store's own policy lets in.

One table: which resource carries the policy of which store, and where. What a policy lets strangers only write moves nothing out.

Sources: the "Resource-based policies" page of each service's guide; AWS KMS Developer Guide, "Key policies"; Amazon S3 User Guide,
"Configuring IAM policies for using access points" (an access point's policy lets in only what the bucket's policy lets in too, for
another account's requests), "Managing public access to access points" (blocked unless it is switched off).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import (
    UNKNOWN,
    AnyPolicy,
    Caller,
    Opening,
    Policy,
    PolicyKind,
    Request,
    Truth,
    WitnessKind,
    evaluate,
    parse_policy,
)
from posture.iam.request import ContextValue
from posture.iam.values import any_of
from posture.readers.aws.endpoint_reach import witness
from posture.readers.aws.s3_guards import public_policy_is_void
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import BUCKET, KEY, VPC
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import account_of, region_of, same_account
from posture.readers.registry import reads
from posture.record import record
from posture.reference import Reference
from posture.view import ResourceView

QUEUE: Final = ("aws:sqs/queue:Queue", "aws-native:sqs:Queue")
TOPIC: Final = ("aws:sns/topic:Topic", "aws-native:sns:Topic")
SECRET: Final = ("aws:secretsmanager/secret:Secret", "aws-native:secretsmanager:Secret")
REPOSITORY: Final = ("aws:ecr/repository:Repository", "aws-native:ecr:Repository")
FILE_SYSTEM: Final = ("aws:efs/fileSystem:FileSystem", "aws-native:efs:FileSystem")
TABLE: Final = ("aws:dynamodb/table:Table", "aws-native:dynamodb:Table")
STREAM: Final = ("aws:kinesis/stream:Stream", "aws-native:kinesis:Stream")
CONSUMER: Final = ("aws:kinesis/streamConsumer:StreamConsumer",)
VAULT: Final = ("aws:backup/vault:Vault", "aws-native:backup:BackupVault")
TABLE_BUCKET: Final = ("aws:s3tables/tableBucket:TableBucket",)
DOMAIN: Final = ("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain", "aws-native:opensearchservice:Domain")
WAREHOUSE: Final = (
    "aws:redshift/cluster:Cluster",
    "aws:redshiftserverless/namespace:Namespace",
    "aws:redshiftserverless/snapshot:Snapshot",
)
VECTOR_BUCKET: Final = ("aws:s3/vectorsVectorBucket:VectorsVectorBucket",)
KAFKA: Final = ("aws:msk/cluster:Cluster", "aws:msk/serverlessCluster:ServerlessCluster")
DISTRIBUTED_SQL: Final = ("aws:dsql/cluster:Cluster",)
MODELS: Final = ("aws:sagemaker/modelPackageGroup:ModelPackageGroup",)
SEQUENCES: Final = ("aws-native:omics:SequenceStore",)
ARCHIVES: Final = ("aws:glacier/vault:Vault",)
REGISTRY_POLICY: Final = "aws:ecr/registryPolicy:RegistryPolicy"
ACCESS_POINT: Final = ("aws:s3/accessPoint:AccessPoint", "aws-native:s3:AccessPoint")


@record
class Carrier:
    """A resource type that carries a policy of the stores that `of` names."""

    policy: str
    of: str
    kinds: tuple[str, ...]


CARRIERS: Final[dict[str, Carrier]] = {
    "aws:s3/bucketPolicy:BucketPolicy": Carrier("policy", "bucket", BUCKET),
    "aws-native:s3:BucketPolicy": Carrier("policyDocument", "bucket", BUCKET),
    "aws:s3control/accessPointPolicy:AccessPointPolicy": Carrier("policy", "accessPointArn", ACCESS_POINT),
    "aws:s3tables/tableBucketPolicy:TableBucketPolicy": Carrier("resourcePolicy", "tableBucketArn", TABLE_BUCKET),
    "aws:kms/keyPolicy:KeyPolicy": Carrier("policy", "keyId", KEY),
    "aws:sqs/queuePolicy:QueuePolicy": Carrier("policy", "queueUrl", QUEUE),
    "aws-native:sqs:QueuePolicy": Carrier("policyDocument", "queues", QUEUE),
    "aws:sns/topicPolicy:TopicPolicy": Carrier("policy", "arn", TOPIC),
    "aws-native:sns:TopicPolicy": Carrier("policyDocument", "topics", TOPIC),
    "aws:secretsmanager/secretPolicy:SecretPolicy": Carrier("policy", "secretArn", SECRET),
    "aws-native:secretsmanager:ResourcePolicy": Carrier("resourcePolicy", "secretId", SECRET),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": Carrier("policy", "repository", REPOSITORY),
    "aws:efs/fileSystemPolicy:FileSystemPolicy": Carrier("policy", "fileSystemId", FILE_SYSTEM),
    "aws:dynamodb/resourcePolicy:ResourcePolicy": Carrier("policy", "resourceArn", TABLE),
    "aws:kinesis/resourcePolicy:ResourcePolicy": Carrier("policy", "resourceArn", STREAM),
    "aws:backup/vaultPolicy:VaultPolicy": Carrier("policy", "backupVaultName", VAULT),
    "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy": Carrier("resourcePolicy", "modelPackageGroupName", MODELS),
    "aws:opensearch/domainPolicy:DomainPolicy": Carrier("accessPolicies", "domainName", DOMAIN),
    "aws:elasticsearch/domainPolicy:DomainPolicy": Carrier("accessPolicies", "domainName", DOMAIN),
    "aws:redshift/resourcePolicy:ResourcePolicy": Carrier("policy", "resourceArn", WAREHOUSE),
    "aws:redshiftserverless/resourcePolicy:ResourcePolicy": Carrier("policy", "resourceArn", WAREHOUSE),
    "aws:s3tables/tablePolicy:TablePolicy": Carrier("resourcePolicy", "tableBucketArn", TABLE_BUCKET),
    "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy": Carrier("policy", "vectorBucketArn", VECTOR_BUCKET),
    "aws:msk/clusterPolicy:ClusterPolicy": Carrier("policy", "clusterArn", KAFKA),
    "aws:dsql/clusterPolicy:ClusterPolicy": Carrier("policy", "identifier", DISTRIBUTED_SQL),
}
OWN: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    BUCKET: ("policy",),
    ACCESS_POINT: ("policy",),
    KEY: ("policy", "keyPolicy"),
    QUEUE: ("policy",),
    TOPIC: ("policy",),
    SECRET: ("policy",),
    REPOSITORY: ("repositoryPolicyText",),
    FILE_SYSTEM: ("fileSystemPolicy",),
    TABLE: ("resourcePolicy.policyDocument",),
    STREAM: ("resourcePolicy",),
    VAULT: ("accessPolicy",),
    DOMAIN: ("accessPolicies",),
    SEQUENCES: ("s3AccessPolicy",),
    ARCHIVES: ("accessPolicy",),
}
"""Stores that carry a policy of their own, and where."""

_STRANGER: Final = "999999999999"
_PUBLIC = frozenset({WitnessKind.ANY, WitnessKind.ANONYMOUS})
_MOVES: Final = {frozenset({"read"}): Moves.FORWARD, frozenset({"write"}): Moves.BACKWARD}


@reads(*CARRIERS)
def carrier(resource: ResourceView, graph: GraphBuilder) -> None:
    """A policy by a resource of its own: the join reads it with its store."""
    found = CARRIERS[resource.resource.type]
    for store in _stores_of(resource, found):
        if not store.targets:
            literal = store.literal or "unknown"
            unclear(graph, resource.resource.urn, f"the store of the policy ({found.of}: {literal}) is no resource of the stack")


def holder_of(kind: str, arn: object) -> object:
    """What a store's policy may speak of: the store by its ARN; of a group of models also its packages, whose ARNs do not begin with the group's.

    Of a store of sequences it speaks of the access point of S3 that HealthOmics makes for it.
    Sources: Amazon SageMaker AI Developer Guide, "Cross-account discoverability" (`model-package-group/name` beside
    `model-package/name/*`); AWS HealthOmics User Guide, "Accessing HealthOmics read sets with Amazon S3 URIs".
    """
    return "*" if kind in (*MODELS, *SEQUENCES) else arn


def held_by(graph: GraphBuilder, store: str, view: ResourceView) -> object:
    """What the policy that a resource carries speaks of: its store, or a part of one that has a policy of its own.

    A table's stream and a stream's consumer are such parts, by ARNs that begin with the whole's; which one is meant may not be known in a preview.
    Sources: Amazon DynamoDB Developer Guide, "Using resource-based policies for DynamoDB"; Amazon Kinesis Data Streams Developer Guide, "Sharing
    your data stream with another account".
    """
    kind, arn = graph.stack.by_urn[store].type, arn_of(graph, store)
    found = CARRIERS.get(view.resource.type)
    if kind in (*TABLE, *STREAM) and found is not None and arn != "*":
        named = view.text(found.of)
        if not isinstance(named, str):
            return f"{arn}*"
        return named if named.startswith(f"{arn}/") else arn
    return holder_of(kind, arn)


def written_policies(graph: GraphBuilder) -> Iterator[tuple[str, ResourceView, str]]:
    """Store, and where a policy of it is written: the resource and the property."""
    for kinds, paths in OWN.items():
        for resource in graph.stack.of_type(*kinds):
            view = graph.view(resource.urn)
            for path in paths:
                # A computed policy that nobody declares is the service's default, or what a carrier attaches.
                declared = resource.declared is None or path.split(".")[0] in resource.declared or resource.external
                if declared and view.value(path) is not None:
                    yield resource.urn, view, path
    for token, found in CARRIERS.items():
        for resource in graph.stack.of_type(token):
            view = graph.view(resource.urn)
            for reference in _stores_of(view, found):
                for store in reference.targets:
                    yield store, view, found.policy
    # A registry's policy stands beside those of all its repositories (Amazon ECR User Guide, "Private registry permissions").
    for resource in graph.stack.of_type(REGISTRY_POLICY):
        for repository in graph.stack.of_type(*REPOSITORY):
            if same_account(repository, resource) is not False:
                yield repository.urn, graph.view(resource.urn), "policy"


def _stores_of(view: ResourceView, found: Carrier) -> list[Reference]:
    if isinstance(view.value(found.of), (list, tuple)):
        return view.all_refer_to(found.of, found.kinds)
    reference = view.refers_to(found.of, found.kinds)
    if found.kinds == STREAM and not reference.targets:
        consumers = view.refers_to(found.of, CONSUMER).targets
        if consumers:
            return [ResourceView(view.stack.by_urn[one], view.stack).refers_to("streamArn", STREAM) for one in consumers]
    if reference.targets or reference.literal is None:
        return [reference]
    # A queue is named by its URL, which a state keeps as the queue's own `url`; an access point by an ARN of another form than its own; a domain by
    # its name, which is its own property of the same name, and no id.
    owners = tuple(
        resource.urn
        for resource in view.stack.of_type(*found.kinds)
        if reference.literal
        in [resource.props.get(name) for name in ("url", "name", found.of, "clusterNamespaceArn", "vectorBucketArn", "streamArn")]
    )
    return [Reference(targets=owners, certain=len(owners) == 1, literal=reference.literal, prop=found.of) if owners else reference]


def policies_by_store(graph: GraphBuilder) -> dict[str, list[tuple[ResourceView, str]]]:
    """Where each store's policies are written; computed once per graph."""

    def collect() -> dict[str, list[tuple[ResourceView, str]]]:
        found: dict[str, list[tuple[ResourceView, str]]] = {}
        for store, view, path in written_policies(graph):
            found.setdefault(store, []).append((view, path))
        return found

    return graph.once("aws policies by store", collect)


def documents_of(graph: GraphBuilder, store: str) -> tuple[AnyPolicy, ...]:
    """The policies that a store carries."""
    known = graph.once("aws documents of stores", dict[str, tuple[AnyPolicy, ...]])
    if store not in known:
        known[store] = tuple(
            parse_policy(view.document(path), PolicyKind.RESOURCE) for view, path in policies_by_store(graph).get(store, ())
        )
    return known[store]


def arn_of(graph: GraphBuilder, urn: str) -> str:
    """The store's ARN; where it is not known yet, a pattern of what is known of it: `*` when that is nothing."""
    resource = graph.stack.by_urn[urn]
    arn = next((found for prop in _ARNS if isinstance(found := resource.props.get(prop), str) and found), None)
    if arn is not None:
        return arn
    found = _FORMS.get(STORES.get(resource.type, ""))
    if resource.type in ACCESS_POINT:
        found = ("accesspoint/", "name")
    if found is None:
        return "*"
    form, *names = found
    name = next((value for prop in names if isinstance(value := resource.props.get(prop), str) and value), None)
    if name is None:
        return "*"
    region, account = region_of(resource) or "*", account_of(resource) or "*"
    partition = "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"
    service = "s3" if resource.type in ACCESS_POINT else STORES[resource.type]
    if service == "s3" and resource.type not in ACCESS_POINT:
        return f"arn:{partition}:s3:::{name}"
    return f"arn:{partition}:{service}:{region}:{account}:{form}{name}{'-??????' if service == 'secretsmanager' else ''}"


_ARNS: Final = ("arn", "datastoreArn", "storeArn", "vectorBucketArn")
_FORMS: Final = {
    "s3": ("", "bucket", "bucketName"),
    "s3express": ("bucket/", "bucket", "bucketName"),
    "s3vectors": ("bucket/", "vectorBucketName"),
    "dynamodb": ("table/", "name", "tableName"),
    "sqs": ("", "name", "queueName"),
    "sns": ("", "name", "topicName"),
    "kinesis": ("stream/", "name"),
    "firehose": ("deliverystream/", "name", "deliveryStreamName"),
    "logs": ("log-group:", "name", "logGroupName"),
    "secretsmanager": ("secret:", "name"),
    "ecr": ("repository/", "name", "repositoryName"),
    "rds": ("cluster:", "clusterIdentifier", "dbClusterIdentifier"),
    "glacier": ("vaults/", "name"),
    "backup": ("backup-vault:", "name", "backupVaultName"),
}
"""What stands before the name in an ARN, and which properties hold the name (Service Authorization Reference, "Resource types")."""


_FIXED: Final = frozenset(
    {
        "aws:userid", "aws:sourcearn", "aws:sourceaccount", "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceip",
        "aws:principalarn", "aws:principalorgid", "s3:dataaccesspointarn", "s3:dataaccesspointaccount",
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
    }
)  # fmt: skip
"""Keys whose fixed value makes a statement other than public in the eyes of S3. Source: Amazon S3 User Guide, "The meaning of public"."""


def holds_for_somebody_fixed(policy: Policy, opening: Opening) -> bool:
    """Whether S3 may not call the opening public, because its statement holds for somebody or somewhere fixed."""
    for statement in policy.statements:
        if opening.statement in (statement.index, None):
            conditions = statement.conditions
            if not isinstance(conditions, tuple) or any(condition.key.lower() in _FIXED for condition in conditions):
                return True
    return False


def hand_out(graph: GraphBuilder, holder: str, opening: Opening, because: Because, *, fixed: bool, key: Truth) -> None:
    """The way out that an opening of a store's policy is. `key`: whether its key lets somebody read who is not ours."""
    kind = graph.stack.by_urn[holder].type
    service = STORES.get(kind, kind)
    if service == "kms" and opening.witness_kind is WitnessKind.SERVICE:
        # A service uses the key on what it keeps itself: to a stranger that it acts for it gives nothing of ours.
        return
    if kind in DOMAIN and graph.view(holder).value("vpcOptions") is not None:
        return  # a domain in a network answers that network alone: its roads decide
    public = opening.witness_kind in _PUBLIC
    certain = opening.certain
    void = public and certain and not fixed
    stores: tuple[str, ...] = (holder,)
    if kind in ACCESS_POINT:
        view = graph.view(holder)
        if (void and _blocks_the_public(view)) or _network_of_ours(view):
            return
        stores = view.refers_to("bucket", BUCKET).targets
        if not stores:
            unclear(graph, holder, "opens a bucket that is no resource of the stack")
        let_in = [_bucket_lets_in(graph, bucket, view, opening) for bucket in stores]
        if not any(answer.possible for answer in let_in):
            return
        certain = certain and len(let_in) == 1 and let_in[0].certain
    elif void and public_policy_is_void(graph, holder):
        # S3 calls a policy public when anybody passes it; one that holds for a fixed stranger is not public, and stays.
        return
    where = f"{because.prop}.Statement[{opening.statement}]" if opening.statement is not None else because.prop
    who = graph.anybody() if public else witness(graph, opening, service)
    moves = _MOVES.get(opening.directions, Moves.BOTH)
    if opening.witness_kind is not WitnessKind.SERVICE and moves is not Moves.BACKWARD:
        if key is Truth.FALSE:
            return  # what may be fetched stays closed to them; the rules speak of the opening all the same
        certain = certain and key.certain
    for store in stores:
        graph.edge(Reference.to(store), who, EdgeKind.SHARE, Because(because.urn, where, opening.reason), moves=moves, certain=certain)


def _bucket_lets_in(graph: GraphBuilder, bucket: str, access_point: ResourceView, opening: Opening) -> Truth:
    """What an access point opens to another account, its bucket must open too: to requests through access points of the owner's."""
    foreigner = opening.witness if opening.witness_kind is WitnessKind.ACCOUNT else _STRANGER
    context: dict[str, ContextValue] = {
        "s3:DataAccessPointAccount": account_of(access_point.resource) or UNKNOWN,
        "s3:DataAccessPointArn": arn if (arn := arn_of(graph, access_point.resource.urn)) != "*" else UNKNOWN,
        "s3:AccessPointNetworkOrigin": "Internet" if confined_to(access_point) is None else "VPC",
        "aws:SecureTransport": "true",
    }
    arn = arn_of(graph, bucket)
    request = Request("s3:GetObject", f"{arn}/*" if arn != "*" else arn, Caller.of_account(foreigner), context)
    documents = [parse_policy(view.document(path), PolicyKind.RESOURCE) for view, path in policies_by_store(graph).get(bucket, ())]
    return any_of(evaluate(document, request).allowed for document in documents)


def _blocks_the_public(access_point: ResourceView) -> bool:
    return access_point.flag("publicAccessBlockConfiguration.restrictPublicBuckets") in (True, None)


def confined_to(access_point: ResourceView) -> Reference | None:
    """The network that an access point answers alone; None when it answers the internet."""
    for path in ("vpcConfiguration.vpcId", "vpcConfiguration.vpcID"):
        if access_point.value(path) is not None:
            return access_point.refers_to(path, VPC)
    return None


def access_points_of(graph: GraphBuilder, bucket: str) -> list[str]:
    """The access points of a bucket that the stack holds."""

    def collect() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for resource in graph.stack.of_type(*ACCESS_POINT):
            for urn in graph.view(resource.urn).refers_to("bucket", BUCKET).targets:
                found.setdefault(urn, []).append(resource.urn)
        return found

    return graph.once("aws access points by bucket", collect).get(bucket, [])


def _network_of_ours(access_point: ResourceView) -> bool:
    """Strangers would have to come through an endpoint of that network, whose own policy says whose credentials may."""
    network = confined_to(access_point)
    return network is not None and bool(network.targets) and network.certain
