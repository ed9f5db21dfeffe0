"""Access to records in a bucket is logged to a bucket of ours."""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.rules.aws_buckets import GENERAL_BUCKET, LOGGING, holds_locked_records, log_targets
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import must_have_part


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """The target is another bucket of the stack, or one that the reviewer names."""
    if not holds_locked_records(look):
        return
    yield from must_have_part(look, LOGGING, "does not log who reads and writes its objects")
    asserted = {one.literal for one in look.approved.asserted}
    for holder, path, target in log_targets(look):
        urn = "" if holder is look else holder.urn
        literal = holder.text(path)
        if target is look:
            yield Fault("logs access into itself", path, urn=urn)
        elif target is None and literal not in asserted:
            yield Fault("logs access into a bucket that is neither of the stack nor named by the reviewer", path, Verdict.UNPROVEN, urn)
