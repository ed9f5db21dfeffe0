"""What another key of the same statement says anyway, so that a key left out opens nothing.

- aws:SourceArn beside aws:SourceAccount: the account for which a service acts is still compared, and the deputy is confused by other accounts' calls alone. The
  other way round, the account stands in the ARN, or the ARN is that of a bucket of the program (IAM User Guide, "The confused deputy problem").
- kms:GrantIsForAWSResource beside kms:ViaService: a request that a service makes is one of an AWS service (AWS KMS Developer Guide, "AWS KMS condition keys").
- s3:x-amz-acl where ACLs are off: a bucket whose owner owns every object takes no other ACL than bucket-owner-full-control (Amazon S3 User Guide,
  "Controlling ownership of objects and disabling ACLs for your bucket"); buckets are made so unless they say otherwise.
"""

from collections.abc import Iterator
from typing import Any

from tests.mutation.policies import listed
from tests.mutation.program import Program, Row, plain

_ACCOUNT_AT, _PARTS = 4, 6
_OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
_BUCKET = "aws:s3/bucket:Bucket"


def said_twice(program: Program, row: Row, statement: dict[str, Any], key: str, *, dropped: bool) -> bool:
    """Whether the key may go, be asked for only where it is sent, or be turned round, and the statement allows no more; `dropped`: whether it goes."""
    name, others = key.lower(), _compared(statement)
    if name == "aws:sourcearn":
        return dropped and bool(others.get("aws:sourceaccount"))
    if name == "aws:sourceaccount":
        accounts = set(others[name])
        return dropped and bool(others.get("aws:sourcearn")) and all(_of(program, arn, accounts) for arn in others["aws:sourcearn"])
    if name == "kms:grantisforawsresource":
        return bool(others.get("kms:viaservice"))
    return name == "s3:x-amz-acl" and row.type == "aws:s3/bucketPolicy:BucketPolicy" and _without_acls(program, row)


def _compared(statement: dict[str, Any]) -> dict[str, list[str]]:
    """Keys that the statement asks for with values of their own: neither `*` nor only where they are sent."""
    found: dict[str, list[str]] = {}
    for operator, keys in (statement.get("Condition") or {}).items():
        if operator in ("StringEquals", "StringLike", "ArnEquals", "ArnLike"):
            found.update({key.lower(): values for key, given in keys.items() if "*" not in (values := listed(given))})
    return found


def _of(program: Program, arn: str, accounts: set[str]) -> bool:
    parts = arn.split(":", _PARTS - 1)
    if len(parts) < _PARTS:
        return False
    return parts[_ACCOUNT_AT] in accounts or (parts[2] == "s3" and parts[-1] in set(_buckets(program)))


def _buckets(program: Program) -> Iterator[str]:
    yield from (str(plain(one.inputs.get("bucket"))) for one in program.of_type(_BUCKET))


def _without_acls(program: Program, policy: Row) -> bool:
    bucket = plain(policy.inputs.get("bucket"))
    of_bucket = [one for one in program.of_type(_OWNERSHIP) if plain(one.inputs.get("bucket")) == bucket]
    return all((one.inputs.get("rule") or {}).get("objectOwnership") == "BucketOwnerEnforced" for one in of_bucket)
