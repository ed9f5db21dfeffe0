"""A store of records whose key belongs to a zone names its zone too, by its project or its own label."""

from collections.abc import Iterator

from posture.proofs.verdict import Verdict
from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import KEY
from posture.rules.gcp_projects import STORES
from posture.rules.look import Look
from posture.rules.neighbours import used
from posture.values import is_unknown


@rule(*STORES)
def check(look: Look) -> Iterator[Fault]:
    """Only what says what it holds, but not where it belongs."""
    if look.data_class is None or look.zone_said is not None or look.resource.external:
        return
    for key in used(look):
        if key.resource.type in KEY and key.zone is not None:
            # Its project, which only the update tells, may well name one.
            verdict = Verdict.UNPROVEN if is_unknown(look.text("project")) else Verdict.VIOLATED
            yield Fault(f"names no zone, though it belongs to {key.zone} by its key {key.name}", "labels", verdict)
            return
