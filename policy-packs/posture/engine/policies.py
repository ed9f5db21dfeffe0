"""The policies of a pack: each theorem and each rule is two, `<name>` and `<name>-unproven`, for the engine enforces per policy."""

from collections.abc import Iterator
from typing import Final

from posture.packs.catalogue import Pack
from posture.proofs.classified import SOMETHING_CLASSIFIED
from posture.proofs.verdict import Verdict
from posture.record import record
from posture.report.titles import title_of
from posture.rules.contract import Severity

UNPROVEN: Final = "-unproven"


@record
class Policy:
    """One policy, as the engine lists and enforces it."""

    name: str
    judged: str
    """The theorem or rule."""
    verdict: Verdict
    """What it reports: violated, or unproven."""
    description: str
    mandatory: bool
    severity: Severity | None = None


def policies_of(pack: Pack) -> Iterator[Policy]:
    """Two for each theorem and rule, in the pack's order. A violation is mandatory; what can't be decided is advisory by default.

    A pack of rules alone says too that nothing is classified: its rules had nothing to look at, and a theorem that would say so is not in it.
    """
    severities = {rule.id: rule.metadata.severity for rule in pack.rules}
    for name in (*pack.theorems, *severities):
        title, severity = title_of(name), severities.get(name, Severity.CRITICAL)
        yield Policy(name, name, Verdict.VIOLATED, f"{title[0].upper()}{title[1:]}.", mandatory=True, severity=severity)
        yield Policy(f"{name}{UNPROVEN}", name, Verdict.UNPROVEN, f"It can be decided that {title}.", mandatory=False, severity=severity)
    if not pack.theorems:
        title = title_of(SOMETHING_CLASSIFIED)
        yield Policy(
            f"{SOMETHING_CLASSIFIED}{UNPROVEN}",
            SOMETHING_CLASSIFIED,
            Verdict.UNPROVEN,
            f"It can be decided that {title}.",
            mandatory=False,
            severity=Severity.CRITICAL,
        )
