"""Records in a bucket, and access logs, keep their earlier versions."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.aws.tokens import BUCKET
from posture.rules.aws_buckets import takes_access_logs
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import cannot_tell
from posture.values import is_unknown

VERSIONING: Final = ("aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2")
_FAULT: Final = "keeps no earlier versions of its objects"


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Versioning, inline or as a resource of its own, must be enabled."""
    if not (look.holds_records or (guarded(look) and takes_access_logs(look))):
        return
    if look.flag("versioning.enabled") is True or look.text("versioningConfiguration.status") == "Enabled":
        return
    companions = look.companions(VERSIONING, "bucket")
    for companion in companions:
        status = companion.text("versioningConfiguration.status")
        if is_unknown(status):
            yield cannot_tell("versioningConfiguration.status", f"whether it {_FAULT}")
        elif status != "Enabled":
            yield Fault(_FAULT, "versioningConfiguration.status", urn=companion.urn)
    # Amazon S3 User Guide, "Locking objects with Object Lock": a bucket made with it has versioning on, for good.
    if not companions and look.flag("objectLockEnabled") is not True:
        uncertain = bool(look.maybe_companions(VERSIONING, "bucket")) or is_unknown(look.value("versioning"))
        yield Fault(_FAULT, "versioning", Verdict.UNPROVEN if uncertain else Verdict.VIOLATED)
