"""Least-privilege policies of a zone's service endpoints: our principals, on our resources, and the few things that AWS itself owns.

An endpoint policy grants nothing; it is the most that can pass. Each statement names its actions and resources, and holds only for callers
of the zone's account (`aws:PrincipalAccount`) on resources of accounts that the zone trusts (`aws:ResourceAccount`), so that somebody
else's credentials, or somebody else's bucket, are no way out. Nothing in a policy is an output: each is known in every preview.

Sources: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies" (at most 20,480 characters; a gateway endpoint's
`Principal` is `*`; no wildcard in system-generated identifiers); AWS whitepaper "Building a Data Perimeter on AWS";
Amazon ECR User Guide, "Minimum Amazon S3 bucket permissions for Amazon ECR"; AWS Systems Manager User Guide, "SSM Agent communications
with AWS managed S3 buckets".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from ai_zones.aws.cluster_images import add_on_repositories
from ai_zones.aws.endpoint_services import SERVICES, Caller, Owner, Requests
from ai_zones.aws.naming import partition_of
from ai_zones.aws.policy_document import ANYONE, Statement, allow, render

MAX_POLICY_CHARACTERS = 20_480

READ_OBJECTS = ("s3:GetBucketLocation", "s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket")
WRITE_OBJECTS = ("s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject")

SSM_AGENT_BUCKETS = (
    "amazon-ssm-{region}",
    "amazon-ssm-packages-{region}",
    "aws-patchmanager-macos-{region}",
    "aws-ssm-distributor-file-{region}",
    "aws-ssm-document-attachments-{region}",
    "aws-ssm-{region}",
    "patch-baseline-snapshot-{region}",
    "{region}-birdwatcher-prod",
)
"""Buckets of AWS from which the Systems Manager agent reads documents and patches."""


@dataclass(frozen=True)
class Store:
    """One bucket that a zone uses through its S3 endpoint."""

    bucket: str
    account_id: str
    access_point_arn: str | None = None
    writable: bool = False


@dataclass(frozen=True)
class EndpointScope:
    """For whom, and on what, a zone's endpoints work."""

    region: str
    account_id: str
    prefix: str
    """What the names of the zone's own resources begin with."""
    services: frozenset[str] = frozenset()
    """All services that the zone has an endpoint for: S3 must let through what the others fetch there."""
    trusted_account_ids: tuple[str, ...] = ()
    """Our other accounts whose resources, other than stores, the zone may use."""
    organization_id: str | None = None
    stores: Mapping[str, Store] = field(default_factory=dict)
    foundation_models: tuple[str, ...] = ()
    """Ids of the AWS-hosted models that the zone may invoke."""
    cluster_images: bool = False
    """Whether nodes of a cluster fetch the images of its add-ons from AWS's own registry."""

    @property
    def accounts(self) -> list[str]:
        """The zone's account, then the trusted ones."""
        return [self.account_id, *(account for account in self.trusted_account_ids if account != self.account_id)]


def endpoint_policy(service: str, scope: EndpointScope) -> str | None:
    """JSON policy of one endpoint; None when AWS supports no policy there."""
    entry = SERVICES[service]
    if not entry.supports_policy:
        return None
    statements = [_statement(requests, scope) for requests in entry.requests]
    statements.extend(_special(service, scope))
    return render(statements or [_nothing()])


def _special(service: str, scope: EndpointScope) -> Iterator[Statement]:
    if service == "s3":
        yield from _stores(scope)
        yield from _buckets_of_aws(scope)
    if service == "bedrock-runtime" and scope.foundation_models:
        yield _foundation_models(scope)
    if service in ("ecr.api", "ecr.dkr") and scope.cluster_images:
        yield _cluster_images(scope)


def _statement(requests: Requests, scope: EndpointScope) -> Statement:
    return allow(
        requests.sid,
        actions=requests.actions,
        resources=_resources(requests.resources, scope),
        conditions=_conditions(requests.caller, requests.owner, scope),
    )


def _resources(templates: Iterable[str], scope: EndpointScope) -> list[str]:
    partition = partition_of(scope.region)
    filled = (
        template.format(partition=partition, region=scope.region, account=account, prefix=scope.prefix)
        for template, account in product(templates, scope.accounts)
    )
    return list(dict.fromkeys(filled))


def _conditions(caller: Caller, owner: Owner, scope: EndpointScope, owners: list[str] | None = None) -> dict[str, dict[str, Any]] | None:
    keys: dict[str, Any] = {}
    if caller is Caller.OURS:
        keys["aws:PrincipalAccount"] = scope.account_id
        if scope.organization_id:
            keys["aws:PrincipalOrgID"] = scope.organization_id
    if owner is Owner.OURS:
        keys["aws:ResourceAccount"] = owners or scope.accounts
        if scope.organization_id:
            keys["aws:ResourceOrgID"] = scope.organization_id
    return {"StringEquals": keys} if keys else None


def _stores(scope: EndpointScope) -> Iterator[Statement]:
    readable = [store for _, store in sorted(scope.stores.items())]
    writable = [store for store in readable if store.writable]
    for sid, actions, stores in (("ReadOwnStores", READ_OBJECTS, readable), ("WriteOwnStores", WRITE_OBJECTS, writable)):
        if stores:
            arns = [arn for store in stores for arn in _store_arns(store, scope)]
            owners = sorted({store.account_id for store in stores})
            yield allow(sid, actions=actions, resources=arns, conditions=_conditions(Caller.OURS, Owner.OURS, scope, owners))


def _store_arns(store: Store, scope: EndpointScope) -> Iterator[str]:
    """A request through an access point is checked against the access point and against the bucket behind it."""
    bucket = f"arn:{partition_of(scope.region)}:s3:::{store.bucket}"
    yield bucket
    yield f"{bucket}/*"
    if store.access_point_arn:
        yield store.access_point_arn
        yield f"{store.access_point_arn}/object/*"


def _buckets_of_aws(scope: EndpointScope) -> Iterator[Statement]:
    """Reads from buckets that AWS owns. Their URLs are signed by AWS or not at all, so no condition on the caller would hold."""
    partition = partition_of(scope.region)

    def read(sid: str, buckets: Iterable[str]) -> Statement:
        resources = [f"arn:{partition}:s3:::{bucket.format(region=scope.region)}/*" for bucket in buckets]
        return allow(sid, actions=["s3:GetObject"], resources=resources)

    if scope.services & {"ecr.api", "ecr.dkr"}:
        yield read("ReadImageLayers", ["prod-{region}-starport-layer-bucket"])
    if "ssm" in scope.services:
        yield read("ReadAgentPackages", SSM_AGENT_BUCKETS)


def _foundation_models(scope: EndpointScope) -> Statement:
    """Foundation models belong to no account: the exact ids are named instead."""
    partition = partition_of(scope.region)
    return allow(
        "InvokeNamedFoundationModels",
        actions=["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        resources=[f"arn:{partition}:bedrock:{scope.region}::foundation-model/{model}" for model in scope.foundation_models],
        conditions=_conditions(Caller.OURS, Owner.AWS, scope),
    )


def _cluster_images(scope: EndpointScope) -> Statement:
    """The add-ons' images lie in a registry of AWS: each repository is named, and nothing can be written there."""
    return allow(
        "PullImagesOfAddOns",
        actions=["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        resources=add_on_repositories(scope.region),
        conditions=_conditions(Caller.OURS, Owner.AWS, scope),
    )


def _nothing() -> Statement:
    """An endpoint whose zone was given nothing behind it. Without a policy of ours AWS would attach one that lets everything through."""
    return {"Sid": "Nothing", "Effect": "Deny", "Principal": ANYONE, "Action": "*", "Resource": "*"}
