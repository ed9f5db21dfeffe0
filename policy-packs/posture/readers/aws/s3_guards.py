"""What keeps the public out of buckets whatever their policies and access lists say: Block Public Access, and access lists switched off.

Sources: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage": `RestrictPublicBuckets` leaves a public policy to the
account itself and AWS services, `IgnorePublicAcls` has public grants ignored; the two that *block* only refuse new ones and leave what
stands, so that alone they prove nothing; the account's setting and the bucket's add up. "Controlling ownership of objects": with
`BucketOwnerEnforced` no access list counts.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.whereabouts import account_of, same_account
from posture.readers.registry import inert
from posture.resource import Resource
from posture.view import ResourceView

ACCOUNT_BLOCK: Final = ("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",)
_BLOCK: Final = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
_NATIVE: Final = "aws-native:s3:Bucket"
_OWNERSHIP: Final = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"

inert("Keeps the public out; read with the buckets", *ACCOUNT_BLOCK, _BLOCK, _OWNERSHIP)


def public_policy_is_void(graph: GraphBuilder, bucket: str) -> bool:
    """Whether a public policy of this bucket lets in nobody outside its account, for certain."""
    return bucket in graph.once("aws buckets restricted", lambda: frozenset(_flagged(graph, "restrictPublicBuckets")))


def public_acl_is_void(graph: GraphBuilder, bucket: str) -> bool:
    """Whether grants to the public in an access list of this bucket are ignored, for certain."""
    ignored = graph.once("aws buckets that ignore access lists", lambda: frozenset(_flagged(graph, "ignorePublicAcls")))
    return bucket in ignored or acls_are_off(graph, bucket)


def acls_are_off(graph: GraphBuilder, bucket: str) -> bool:
    """Whether no access list of this bucket counts, for certain."""
    return bucket in graph.once("aws buckets without access lists", lambda: frozenset(_enforced(graph)))


def _flagged(graph: GraphBuilder, flag: str) -> Iterator[str]:
    for resource in graph.stack.of_type(_BLOCK):
        view = graph.view(resource.urn)
        bucket = view.refers_to("bucket", BUCKET)
        if view.flag(flag) is True and len(bucket.targets) == 1 and bucket.certain:
            yield bucket.targets[0]
    for resource in graph.stack.of_type(_NATIVE):
        if graph.view(resource.urn).flag(f"publicAccessBlockConfiguration.{flag}") is True:
            yield resource.urn
    by_account: dict[str | None, list[Resource]] = defaultdict(list)
    for held in graph.stack.of_type(*BUCKET):
        by_account[account_of(held)].append(held)
    for resource in graph.stack.of_type(*ACCOUNT_BLOCK):
        if graph.view(resource.urn).flag(flag) is True:
            own = account_of(resource)
            yield from (held.urn for held in by_account.get(own, ()) if own is not None)
            # Where one of the two tells no account, one provider does.
            untold = by_account.get(None, ()) if own is not None else [held for those in by_account.values() for held in those]
            yield from (held.urn for held in untold if same_account(held, resource))


def _enforced(graph: GraphBuilder) -> Iterator[str]:
    for resource in graph.stack.of_type(_OWNERSHIP):
        view = graph.view(resource.urn)
        bucket = view.refers_to("bucket", BUCKET)
        if _owns(view, "rule") and len(bucket.targets) == 1 and bucket.certain:
            yield bucket.targets[0]
    for resource in graph.stack.of_type(_NATIVE):
        if _owns(graph.view(resource.urn), "ownershipControls.rules"):
            yield resource.urn


def _owns(view: ResourceView, path: str) -> bool:
    blocks = view.blocks(path)
    return isinstance(blocks, list) and any(view.text(f"{block}.objectOwnership") == "BucketOwnerEnforced" for block in blocks)
