"""Buckets, datasets and Spanner instances of a zone are not emptied by a destroy."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_false

DATASET: Final = gcp("bigquery:Dataset")
SPANNER: Final = gcp("spanner:Instance")


@rule(*BUCKET, *DATASET, *SPANNER)
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is given (provider reference, `gcp.storage.Bucket`, `gcp.bigquery.Dataset`, `gcp.spanner.Instance`)."""
    if not guarded(look):
        return
    if look.resource.type in DATASET:
        yield from must_be_false(look, "deleteContentsOnDestroy", "is emptied by a destroy, with all its tables")
    elif look.resource.type in SPANNER:
        yield from must_be_false(look, "forceDestroy", "is deleted with all the backups of its databases")
    else:
        yield from must_be_false(look, "forceDestroy", "is emptied by a destroy, with all its versions")
