"""What an interrupted update left open: a state then says what stood before, and the cloud may hold something else.

Source: Pulumi documentation, "pulumi refresh" (`--clear-pending-creates`, `--import-pending-creates`), "Troubleshooting: interrupted update recovery".
"""

from collections.abc import Iterator

from posture.proofs.finding import Finding, TheoremResult
from posture.proofs.verdict import Verdict
from posture.stack import Stack

UPDATE_FINISHED = "update-finished"


def unfinished(stack: Stack) -> Iterator[TheoremResult]:
    """One finding for each operation that is pending; no result where none is."""
    if not stack.pending:
        return
    findings = tuple(
        Finding(
            theorem=UPDATE_FINISHED,
            verdict=Verdict.UNPROVEN,
            message=f"an update was interrupted while {one.operation} {one.urn.rsplit('::', 1)[-1] or 'a resource without a name'}: "
            "what stands in the cloud is not known. Run `pulumi refresh`, then export the state again",
            urn=one.urn,
        )
        for one in stack.pending
    )
    yield TheoremResult(UPDATE_FINISHED, Verdict.UNPROVEN, findings)
