"""Policies of an object store: the bucket opens to nothing but its own access points, and each access point to one network.

Sources: Amazon S3 User Guide, "Configuring IAM policies for using access points" (delegating access control to access points),
"Creating access points restricted to a virtual private cloud", "Protecting data with server-side encryption",
"Enabling Amazon S3 server access logging"; IAM User Guide, "IAM JSON policy elements: Condition operators" (a negated operator holds
when the key is missing).
"""

from collections.abc import Iterable, Iterator

from ai_zones.aws.endpoint_policies import READ_OBJECTS, WRITE_OBJECTS
from ai_zones.aws.naming import partition_of
from ai_zones.aws.policy_document import Statement, account_root, allow, deny, outside_organization, render

OBJECT_ACTIONS = (
    "s3:AbortMultipartUpload",
    "s3:BypassGovernanceRetention",
    "s3:DeleteObject*",
    "s3:GetObject*",
    "s3:ListBucketVersions",
    "s3:ListMultipartUploadParts",
    "s3:ObjectOwnerOverrideToBucketOwner",
    "s3:PutObject*",
    "s3:ReplicateDelete",
    "s3:ReplicateObject",
    "s3:ReplicateTags",
    "s3:RestoreObject",
)
"""Everything that touches an object. Listing keys is left to identity policies: HeadBucket needs it, and so does each deployment."""

MINIMUM_TLS = "1.2"


def bucket_policy(
    *,
    bucket: str,
    region: str,
    account_id: str,
    caller_account_ids: Iterable[str],
    organization_id: str | None = None,
    break_glass_role_arns: Iterable[str] = (),
) -> str:
    """JSON policy of the bucket.

    `caller_account_ids` are the accounts whose roles the access points admit. `break_glass_role_arns` may reach objects around the access
    points; empty in every normal deployment.
    """
    own = f"arn:{partition_of(region)}:s3:::{bucket}"
    both = [own, f"{own}/*"]
    break_glass = sorted(break_glass_role_arns)

    def statements() -> Iterator[Statement]:
        yield from tls_only(both)
        yield from _only_the_buckets_own_key(f"{own}/*")
        around: dict[str, dict[str, object]] = {"StringNotEquals": {"s3:AccessPointNetworkOrigin": "VPC"}}
        if break_glass:
            around["ArnNotEquals"] = {"aws:PrincipalArn": break_glass}
        yield deny("DenyAroundAccessPoints", actions=OBJECT_ACTIONS, resources=both, conditions=around)
        if organization_id:
            yield deny("NobodyElse", actions=["s3:*"], resources=both, conditions=outside_organization(organization_id))
        yield allow(
            "DelegateToAccessPoints",
            principal={"AWS": "*"},
            actions=[*READ_OBJECTS, *WRITE_OBJECTS],
            resources=both,
            conditions={
                "StringEquals": {
                    "s3:DataAccessPointAccount": account_id,
                    "s3:AccessPointNetworkOrigin": "VPC",
                    "aws:PrincipalAccount": sorted(set(caller_account_ids)),
                }
            },
        )

    return render(statements())


def access_point_policy(*, access_point_arn: str, region: str, caller_account_id: str, writable: bool) -> str:
    """JSON policy of one access point: roles of one account, coming through an endpoint of that same account."""
    actions = [*READ_OBJECTS, *(WRITE_OBJECTS if writable else ())]
    return render(
        [
            allow(
                "RolesOfTheZone",
                principal=account_root(caller_account_id, partition_of(region)),
                actions=[action for action in actions if action != "s3:GetBucketLocation"],
                resources=[access_point_arn, f"{access_point_arn}/object/*"],
                conditions={"StringEquals": {"aws:PrincipalAccount": caller_account_id, "aws:VpceAccount": caller_account_id}},
            )
        ]
    )


def access_log_bucket_policy(*, bucket: str, source_bucket: str, region: str, account_id: str) -> str:
    """JSON policy of a bucket for access logs: S3's log delivery writes, for one source bucket, and nobody deletes."""
    partition = partition_of(region)
    own = f"arn:{partition}:s3:::{bucket}"
    return render(
        [
            *tls_only([own, f"{own}/*"]),
            deny("NobodyDeletes", actions=["s3:DeleteObject*", "s3:PutObjectAcl"], resources=[f"{own}/*"]),
            allow(
                "LogDeliveryWrites",
                principal={"Service": "logging.s3.amazonaws.com"},
                actions=["s3:PutObject"],
                resources=[f"{own}/*"],
                conditions={
                    "StringEquals": {"aws:SourceAccount": account_id},
                    "ArnEquals": {"aws:SourceArn": f"arn:{partition}:s3:::{source_bucket}"},
                },
            ),
        ]
    )


def tls_only(resources: list[str]) -> Iterator[Statement]:
    """Refuse plain HTTP, and TLS older than 1.2, on a bucket and its objects."""
    yield deny("TlsOnly", actions=["s3:*"], resources=resources, conditions={"Bool": {"aws:SecureTransport": "false"}})
    yield deny("NoOldTls", actions=["s3:*"], resources=resources, conditions={"NumericLessThan": {"s3:TlsVersion": MINIMUM_TLS}})


def _only_the_buckets_own_key(objects: str) -> Iterator[Statement]:
    """Whoever names no key gets the bucket's default one; so every way to name another is refused, and no key ARN has to be known here."""
    header = "s3:x-amz-server-side-encryption"
    for sid, conditions in (
        ("NoWeakerEncryption", {"StringNotEquals": {header: "aws:kms"}, "Null": {header: "false"}}),
        ("NoOtherKey", {"Null": {f"{header}-aws-kms-key-id": "false"}}),
        ("NoCustomerProvidedKey", {"Null": {f"{header}-customer-algorithm": "false"}}),
    ):
        yield deny(sid, actions=["s3:PutObject"], resources=[objects], conditions=conditions)
