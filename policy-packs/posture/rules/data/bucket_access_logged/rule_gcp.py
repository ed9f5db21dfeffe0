"""Usage logs of records go to a bucket of the stack. Who reads what stands in the audit logs, which another rule asks for."""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.values import is_unknown

_PROP = "logging.logBucket"


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Usage logs and storage logs": a bucket is named by its name alone, so that nobody can say whose another one is."""
    name = look.value(_PROP)
    if not guarded(look) or name in (None, "") or is_unknown(name):
        return
    if name == look.value("name"):
        yield Fault("keeps the logs of its use in itself, where whoever writes records changes them", _PROP)
    elif not look.targets(_PROP, BUCKET):
        yield Fault("logs requests to a bucket that no resource of the stack is", _PROP, Verdict.UNPROVEN)
