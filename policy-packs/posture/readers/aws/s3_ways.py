"""Ways out of a bucket that are no policy: access lists, replication, logging, inventory, websites.

Sources: Amazon S3 User Guide, "Access control list (ACL) overview" (canned ACLs), "Replicating objects within and across Regions",
"Enabling Amazon S3 server access logging", "Cataloging and analyzing your data with S3 Inventory".
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.tokens import BUCKET
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

PUBLIC_ACLS: Final = frozenset({"public-read", "public-read-write", "authenticated-read"})
_PUBLIC_GROUPS: Final = re.compile(r"^https?://acs\.amazonaws\.com/groups/global/(AllUsers|AuthenticatedUsers)$")
_BUCKET_ARN: Final = re.compile(r"^arn:aws[a-z-]*:s3:::([^/*]+)")


@reads("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
def inline_ways(resource: ResourceView, graph: GraphBuilder) -> None:
    """Ways out that a bucket declares on itself."""
    own = Reference.to(resource.resource.urn)
    _acl(resource, graph, own, "acl")
    _grants(resource, graph, own, "grants")
    for prop in ("replicationConfiguration.rules", "replicationConfigurations[0].rules"):
        _replicates(resource, graph, own, prop)
    for prop in ("loggings", "logging"):
        _logs(resource, graph, own, prop)


@reads("aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2")
def bucket_acl(resource: ResourceView, graph: GraphBuilder) -> None:
    """An access list by a resource of its own."""
    bucket = resource.refers_to("bucket", BUCKET)
    _acl(resource, graph, bucket, "acl")
    _grants(resource, graph, bucket, "accessControlPolicy.grants")


@reads("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration")
def replication(resource: ResourceView, graph: GraphBuilder) -> None:
    """S3 copies each new object by itself."""
    _replicates(resource, graph, resource.refers_to("bucket", BUCKET), "rules")


@reads("aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2")
def logging(resource: ResourceView, graph: GraphBuilder) -> None:
    """Access logs name every object that is asked for."""
    _log_target(resource, graph, resource.refers_to("bucket", BUCKET), "targetBucket")


@reads("aws:s3/inventory:Inventory")
def inventory(resource: ResourceView, graph: GraphBuilder) -> None:
    """Lists of every object, sent to another bucket."""
    _copies_to(resource, graph, resource.refers_to("bucket", BUCKET), "destination.bucket.bucketArn")


def _acl(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str) -> None:
    value = resource.text(prop)
    if is_unknown(value):
        graph.unreadable(resource.resource.urn, f"the access list is unknown until the update ({prop})")
    elif value in PUBLIC_ACLS:
        graph.edge(bucket, graph.anybody(), EdgeKind.SHARE, Because(resource.resource.urn, prop, str(value)))


def _grants(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str) -> None:
    blocks = resource.blocks(prop)
    for block in [] if isinstance(blocks, Unknown) else blocks:
        for uri in (resource.text(f"{block}.uri"), resource.text(f"{block}.grantee.uri")):
            if isinstance(uri, str) and _PUBLIC_GROUPS.match(uri):
                graph.edge(bucket, graph.anybody(), EdgeKind.SHARE, Because(resource.resource.urn, f"{block}.uri", uri))


def _replicates(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str) -> None:
    rules = resource.blocks(prop)
    if isinstance(rules, Unknown):
        graph.unreadable(resource.resource.urn, f"where objects are replicated to is unknown until the update ({prop})")
        return
    for rule in rules:
        if resource.text(f"{rule}.status") == "Disabled":
            continue
        account = next(
            (found for key in ("account", "accountId") if (found := resource.text(f"{rule}.destination.{key}")) is not None), None
        )
        path = f"{rule}.destination.bucket"
        if isinstance(account, str) and account not in graph.own_accounts:
            graph.edge(
                bucket, graph.aws_account(account), EdgeKind.REPLICATE, Because(resource.resource.urn, path, account), moves=Moves.FORWARD
            )
        else:
            _copies_to(resource, graph, bucket, path)


def _logs(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str) -> None:
    blocks = resource.blocks(prop)
    for block in [] if isinstance(blocks, Unknown) else blocks:
        _log_target(resource, graph, bucket, f"{block}.targetBucket")


def _log_target(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str) -> None:
    if resource.value(prop) is not None:
        _copies_to(resource, graph, bucket, prop)


def _copies_to(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str) -> None:
    target = resource.refers_to(prop, BUCKET)
    because = Because(resource.resource.urn, prop, target.literal or "")
    if target.literal is not None and not target.targets:
        found = _BUCKET_ARN.match(target.literal)
        name = found.group(1) if found else target.literal
        # In a preview the ARN may be written out while the bucket of the stack has no ARN yet.
        named = resource.look_up(name, BUCKET, prop)
        target = named if named.targets else graph.somewhere("bucket", name)
    if target.unknown or target.absent:
        graph.unreadable(resource.resource.urn, f"where the bucket's content goes is not known ({prop})")
        return
    graph.edge(bucket, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)


inert(
    "Says how a bucket keeps or encrypts its objects; moves none (Amazon S3 User Guide)",
    *(
        f"aws:s3/{name[0].lower()}{name[1:]}:{name}"
        for name in (
            "BucketVersioning",
            "BucketVersioningV2",
            "BucketOwnershipControls",
            "BucketServerSideEncryptionConfiguration",
            "BucketServerSideEncryptionConfigurationV2",
            "BucketLifecycleConfiguration",
            "BucketLifecycleConfigurationV2",
            "BucketObjectLockConfiguration",
            "BucketObjectLockConfigurationV2",
            "BucketPublicAccessBlock",
            "BucketIntelligentTieringConfiguration",
            "BucketMetric",
            "BucketAccelerateConfiguration",
            "BucketAccelerateConfigurationV2",
            "BucketRequestPaymentConfiguration",
            "BucketRequestPaymentConfigurationV2",
            "AccountPublicAccessBlock",
        )
    ),
)
