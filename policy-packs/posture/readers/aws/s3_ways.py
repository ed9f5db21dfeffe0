"""Ways out of a bucket that are no policy: access lists, replication, logging, inventory.

A website is none: it serves what the policy or an access list lets everybody read.
Sources: Amazon S3 User Guide, "Access control list (ACL) overview" (canned ACLs, grantees), "Replicating objects within and across
Regions", "Enabling Amazon S3 server access logging", "Cataloging and analyzing your data with S3 Inventory", "Website endpoints";
Amazon Redshift Management Guide, "Database audit logging".
"""

import re
from collections.abc import Callable
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.handing_on import bucket_named
from posture.readers.aws.s3_guards import acls_are_off, public_acl_is_void
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

PUBLIC_ACLS: Final = {"public-read": Moves.FORWARD, "public-read-write": Moves.BOTH, "authenticated-read": Moves.FORWARD}
OBJECTS: Final = ("aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2")
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
    _grants(resource, graph, bucket, "accessControlPolicy.grants", owner="accessControlPolicy.owner.id")


@reads("aws:s3/bucketReplicationConfig:BucketReplicationConfig")
def replication(resource: ResourceView, graph: GraphBuilder) -> None:
    """S3 copies each new object by itself."""
    _replicates(resource, graph, resource.refers_to("bucket", BUCKET), "rules")


@reads("aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2")
def logging(resource: ResourceView, graph: GraphBuilder) -> None:
    """Access logs name every object that is asked for."""
    _log_target(resource, graph, resource.refers_to("bucket", BUCKET), "targetBucket")


@reads("aws:s3/inventory:Inventory")
def inventory(resource: ResourceView, graph: GraphBuilder) -> None:
    """Lists of every object, sent to another bucket.

    An account that is named beside it owns the bucket, or nothing is sent (Amazon S3 API Reference, InventoryS3BucketDestination: without
    one "the owner is not validated").
    """
    bucket, prop = resource.refers_to("bucket", BUCKET), "destination.bucket.bucketArn"
    owner = resource.text("destination.bucket.accountId")
    if isinstance(owner, str) and not resource.refers_to(prop, BUCKET).targets:
        because = Because(resource.resource.urn, "destination.bucket.accountId", owner)
        graph.edge(bucket, graph.aws_account(owner), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=bucket.certain)
    else:
        _copies_to(resource, graph, bucket, prop)


@reads("aws:redshift/logging:Logging")
def warehouse_logging(resource: ResourceView, graph: GraphBuilder) -> None:
    """Audit logs of a warehouse hold its queries. In CloudWatch they stay in log groups of the same account and region."""
    _log_target(resource, graph, resource.refers_to("clusterIdentifier", ("aws:redshift/cluster:Cluster",)), "bucketName", notice=False)


@reads(*OBJECTS)
def one_object(resource: ResourceView, graph: GraphBuilder) -> None:
    """An object that the program uploads: its own access list opens it, whatever the bucket's says."""
    _acl(resource, graph, resource.refers_to("bucket", BUCKET), "acl")


def _acl(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str) -> None:
    value = resource.text(prop)
    if _void(graph, bucket, public_acl_is_void):
        return
    if is_unknown(value):
        unclear(graph, resource.resource.urn, f"the access list is unknown until the update ({prop})")
    elif value in PUBLIC_ACLS:
        because = Because(resource.resource.urn, prop, str(value))
        graph.edge(bucket, graph.anybody(), EdgeKind.SHARE, because, moves=PUBLIC_ACLS[value], certain=bucket.certain)


def _grants(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str, owner: str = "") -> None:
    if _void(graph, bucket, acls_are_off):
        return
    blocks = resource.blocks(prop)
    if isinstance(blocks, Unknown):
        unclear(graph, resource.resource.urn, f"whom the access list names is unknown until the update ({prop})")
        return
    # A state shows the owner's own grant on every bucket: people count where the program names them.
    declared = resource.resource.declared is None or prop.split(".")[0] in resource.resource.declared or resource.resource.external
    for block in blocks:
        for path in (f"{block}.uri", f"{block}.grantee.uri"):
            uri = resource.text(path)
            if isinstance(uri, str) and _PUBLIC_GROUPS.match(uri) and not _void(graph, bucket, public_acl_is_void):
                because = Because(resource.resource.urn, path, uri)
                graph.edge(bucket, graph.anybody(), EdgeKind.SHARE, because, certain=bucket.certain)
            elif is_unknown(uri):
                unclear(graph, resource.resource.urn, f"whom the access list names is unknown until the update ({path})")
        for path in (f"{block}.id", f"{block}.grantee.id", f"{block}.grantee.emailAddress"):
            who = resource.text(path)
            if is_unknown(who):
                unclear(graph, resource.resource.urn, f"whom the access list names is unknown until the update ({path})")
            elif who is not None and declared and who != (resource.text(owner) if owner else None):
                # A canonical user id shows no account: only the reviewer can say whose it is.
                because = Because(resource.resource.urn, path, who)
                graph.edge(bucket, graph.somewhere("canonical user", who), EdgeKind.SHARE, because, certain=bucket.certain)


def _void(graph: GraphBuilder, bucket: Reference, guard: Callable[[GraphBuilder, str], bool]) -> bool:
    return bool(bucket.targets) and all(guard(graph, urn) for urn in bucket.targets)


def _replicates(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str) -> None:
    rules = resource.blocks(prop)
    if isinstance(rules, Unknown):
        unclear(graph, resource.resource.urn, f"where objects are replicated to is unknown until the update ({prop})")
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


def _log_target(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str, *, notice: bool = True) -> None:
    if resource.value(prop) is not None:
        _copies_to(resource, graph, bucket, prop, notice=notice)


def _copies_to(resource: ResourceView, graph: GraphBuilder, bucket: Reference, prop: str, *, notice: bool = False) -> None:
    target = resource.refers_to(prop, BUCKET)
    because = Because(resource.resource.urn, prop, target.literal or "")
    if target.literal is not None and not target.targets:
        found = _BUCKET_ARN.match(target.literal)
        target = bucket_named(resource, graph, found.group(1) if found else target.literal, prop)
    if target.unknown or target.absent:
        unclear(graph, resource.resource.urn, f"where the bucket's content goes is not known ({prop})")
        return
    certain = target.certain and bucket.certain
    graph.edge(bucket, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=certain, notice=notice)


inert(
    "Says how a bucket keeps, encrypts or serves what may be read of it anyway; opens and moves nothing (Amazon S3 User Guide)",
    *(
        f"aws:s3/{name[0].lower()}{name[1:]}:{name}"
        for name in (
            "BucketVersioning",
            "BucketVersioningV2",
            "BucketServerSideEncryptionConfiguration",
            "BucketServerSideEncryptionConfigurationV2",
            "BucketLifecycleConfiguration",
            "BucketLifecycleConfigurationV2",
            "BucketObjectLockConfiguration",
            "BucketObjectLockConfigurationV2",
            "BucketIntelligentTieringConfiguration",
            "BucketMetric",
            "BucketAccelerateConfiguration",
            "BucketAccelerateConfigurationV2",
            "BucketRequestPaymentConfiguration",
            "BucketRequestPaymentConfigurationV2",
            "BucketCorsConfiguration",
            "BucketCorsConfigurationV2",
            "BucketWebsiteConfiguration",
            "BucketWebsiteConfigurationV2",
            "BucketAbac",
        )
    ),
)
