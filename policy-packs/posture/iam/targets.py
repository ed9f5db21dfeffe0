"""Resources that are not ours and that a statement could mean: the targets which an endpoint policy is tried with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from posture.iam.document import Match, Statement
from posture.iam.opening import WitnessKind
from posture.iam.ours import Ours
from posture.iam.parties import Cast, Party, padded_account
from posture.iam.patterns import glob, is_literal, overlaps, sample
from posture.iam.trial import NO_RESOURCE
from posture.record import record

_VARIABLE = re.compile(r"\$\{[^{}]*\}")
_BUCKET = "zz-foreign-bucket"
_FILLS = ("zz-witness", "", "zz-witness/zz-witness")
_TEMPLATES = {
    "s3": (
        f"arn:aws:s3:::{_BUCKET}",
        f"arn:aws:s3:::{_BUCKET}/zz-witness",
        "arn:aws:s3:us-east-1:{account}:accesspoint/zz-witness",
        "arn:aws:s3:us-east-1:{account}:accesspoint/zz-witness/object/zz-witness",
    ),
    "sts": ("arn:aws:iam::{account}:role/zz-witness",),
    "kms": ("arn:aws:kms:us-east-1:{account}:key/00000000-0000-0000-0000-000000000000",),
    "rds-data": ("arn:aws:rds:us-east-1:{account}:cluster:zz-witness",),
}
_S3, _ACCOUNT_PART, _PARTS = "s3", 4, 6


@record
class Target:
    arn: str
    owner: Party | None
    """None: AWS's own, or the caller's: what is sent there belongs to whoever calls."""
    witness: tuple[WitnessKind, str]
    may_be_ours: bool = False
    """A literal name without an account that the reviewer has not listed: nobody can tell whose it is."""
    bucket: str | None = None


def targets_of(statement: Statement, prefix: str, cast: Cast, owners: list[Party]) -> Iterator[Target]:
    """Foreign resources that the statement's Resource element may mean; duplicates are possible."""
    yield Target(NO_RESOURCE, None, (WitnessKind.ANY, "any"))
    templates = _TEMPLATES.get(prefix, (f"arn:aws:{prefix}:us-east-1:{{account}}:zz-witness",))
    for owner in owners:
        for template in templates:
            arn = template.format(account=owner.account)
            if _may_mean(statement, arn):
                yield Target(arn, owner, (owner.kind, owner.name), bucket=bucket_of(arn))
    if isinstance(statement.resources, Match) and not statement.resources.negated:
        for text in statement.resources.patterns:
            if isinstance(text, str) and text != "*":
                yield from _samples(text, cast, owners)


def _may_mean(statement: Statement, arn: str) -> bool:
    resources = statement.resources
    if not isinstance(resources, Match) or resources.negated:
        return True
    return any(not isinstance(text, str) or overlaps(glob(_VARIABLE.sub("*", text)), glob(arn)) for text in resources.patterns)


def _samples(text: str, cast: Cast, owners: list[Party]) -> Iterator[Target]:
    parts = _parts(_VARIABLE.sub("*", text))
    if parts is None:
        return
    service, account, name = parts[2], parts[_ACCOUNT_PART], parts[_PARTS - 1]
    head = [sample(glob(part), fill) for part, fill in zip(parts[:_ACCOUNT_PART], ("arn", "aws", _S3, "us-east-1"), strict=True)]
    for fill in _FILLS:
        filled = sample(glob(name), fill)
        if not account and service == _S3:
            yield from _bucket_samples(head, name, filled, cast.ours, owners)
            continue
        for owner in _owners(account, cast, owners):
            if owner is None:
                arn = ":".join((*head, account, filled))
                if arn not in cast.ours.resource_arns:
                    yield Target(arn, None, (WitnessKind.ANY, "any"))
            else:
                arn = ":".join((*head, owner.account, filled))
                if arn not in cast.ours.resource_arns:
                    yield Target(arn, owner, (owner.kind, owner.name))


def _owners(account: str, cast: Cast, owners: list[Party]) -> Iterator[Party | None]:
    """Who can own an ARN with this account segment; None for AWS itself."""
    if account.isdigit() and len(account) == 12:
        if account not in cast.ours.account_ids:
            for owner in owners:
                yield Party(account, owner.org, owner.org_paths, WitnessKind.ACCOUNT, account)
    elif is_literal(glob(account)):
        yield None
    else:
        for owner in owners:
            if overlaps(glob(account), glob(owner.account)):
                yield owner
        if account != "*" and (matching := padded_account(account)) not in cast.ours.account_ids:
            for owner in owners:
                yield Party(matching, owner.org, owner.org_paths, WitnessKind.ACCOUNT, account)


def _bucket_samples(head: list[str], pattern: str, filled: str, ours: Ours, owners: list[Party]) -> Iterator[Target]:
    arn = ":".join((*head, "", filled))
    bucket, bucket_pattern = bucket_of(arn), pattern.split("/")[0]
    if not bucket or bucket in ours.bucket_names or f"arn:aws:s3:::{bucket}" in ours.resource_arns:
        return
    literal_name = is_literal(glob(bucket_pattern))
    for owner in owners:
        witness = (owner.kind, owner.name) if bucket_pattern == "*" else (WitnessKind.BUCKET, bucket_pattern)
        # Bucket names are global: a name pattern never fixes the owner, a full name may be anybody's, ours included.
        yield Target(arn, owner, witness, may_be_ours=literal_name, bucket=bucket)


def bucket_of(arn: str) -> str | None:
    parts = arn.split(":", _PARTS - 1)
    return parts[-1].split("/")[0] if len(parts) == _PARTS and parts[2] == _S3 and not parts[_ACCOUNT_PART] else None


def _parts(text: str) -> list[str] | None:
    """The six parts of an ARN pattern; a `*` that ends a segment may stand for several of them."""
    parts = text.split(":", _PARTS - 1)
    if parts[0] not in ("arn", "*"):
        return None
    while len(parts) < _PARTS:
        at = next((at for at, part in enumerate(parts) if part.endswith("*")), None)
        if at is None:
            return None
        parts.insert(at + 1, "*")
    return parts
