"""Records in a bucket keep their earlier versions, or are never replaced."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

_FAULT = "keeps no earlier versions of its objects"
_PERIOD = "retentionPolicy.retentionPeriod"


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Object Versioning": off unless it is given; "Retention policies and retention policy locks": under one nothing
    is replaced, and the two are mutually exclusive.
    """
    if not look.holds_records or look.flag("versioning.enabled") is True:
        return
    period = look.number(_PERIOD)
    if is_unknown(period):
        yield cannot_tell(_PERIOD, f"whether it {_FAULT}")
    elif period in (None, 0):
        yield from must_be_true(look, "versioning.enabled", _FAULT)
