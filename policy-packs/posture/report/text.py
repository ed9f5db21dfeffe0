"""A judgement for a terminal."""

from collections.abc import Iterator
from datetime import date

from rich.console import Console
from rich.text import Text

from posture.check import Judgement, Waived
from posture.proofs.classified import NOTHING_AT_ALL, anything_classified
from posture.proofs.finding import Finding, TheoremResult
from posture.proofs.judge import NOTHING_PHI
from posture.proofs.theorems import THEOREMS
from posture.proofs.verdict import Verdict
from posture.report.settling import settled_by, settles
from posture.report.titles import title_of
from posture.stack import Stack

_STYLE = {Verdict.PROVEN: "green", Verdict.VIOLATED: "bold red", Verdict.UNPROVEN: "yellow"}
_MARK = {Verdict.PROVEN: "✓", Verdict.VIOLATED: "✗", Verdict.UNPROVEN: "?"}
_QUIET = "dim"
_SHOWN_ALSO = 5
_SHOWN_REASONS = 20
_SAY_WHAT_IT_HOLDS = (
    "  next: say what holds PHI, or nothing can be proven of it: tag networks and stores (ai-zone: phi, data-class: phi; labels on Google Cloud and "
    'Kubernetes), or map their names in posture.yaml (zones: {phi: ["*-phi-*"]}) and give that by --config'
)

_NOTHING_IN_IT = (
    "  next: nothing stands in this file, so nothing is judged: export the stack that was deployed (`pulumi stack select`), or preview the program with "
    "`pulumi preview --json --show-sames`"
)


def print_judgement(judgement: Judgement, console: Console) -> None:
    """Heading, each theorem with its findings, waivers, what it rests on, and the verdict last."""
    for line in _lines(judgement):
        # Lines are never folded or cut: a path that is copied out of a report must be whole.
        console.print(line, soft_wrap=True)


def _lines(judgement: Judgement) -> Iterator[Text]:
    stack = judgement.stack
    yield Text(f"{stack.name}: {counted(len(stack.resources), 'resource')}, {stack.form}; {judgement.approved.basis}")
    rules = [result for result in judgement.results if result.theorem not in THEOREMS]
    kept = [result for result in rules if result.verdict is Verdict.PROVEN]
    for result in judgement.results:
        if result not in kept:
            yield from _theorem(result, stack)
    if kept and stack.resources:
        # A line each would hide what is wrong.
        kept_line = Text.assemble(
            (f"{_MARK[Verdict.PROVEN]} {Verdict.PROVEN:<9}", _STYLE[Verdict.PROVEN]), f" {len(kept)} of {len(rules)} rules"
        )
        yield (
            kept_line
            if anything_classified(judgement.graph)
            else Text(f"  {len(kept)} rules found nothing classified to look at", style=_QUIET)
        )
    for entry in judgement.waived:
        yield _waived(entry, judgement.settings.waivers.day)
    for waiver in judgement.unused:
        told = f"  unused waiver: {waiver.rule} for {waiver.resource} (owner {waiver.owner}) excuses nothing here: take it out, or mend its words"
        yield Text(told, style=_STYLE[Verdict.UNPROVEN])
    for asserted in judgement.approved.asserted:
        yield Text(f"  asserted: {asserted.literal} ({asserted.reason})", style=_QUIET)
    for assumption in dict.fromkeys(text for result in judgement.results for text in result.assumptions):
        yield Text(f"  assumed: {assumption}", style=_QUIET)
    for way in dict.fromkeys(settled_by(reason) for reason in _open(judgement) if reason not in (NOTHING_PHI, NOTHING_AT_ALL)):
        yield Text(f"  to prove it: {way}", style=_QUIET)
    if any(reason in (NOTHING_PHI, NOTHING_AT_ALL) for result in judgement.results for reason in result.reasons):
        yield Text(_SAY_WHAT_IT_HOLDS if stack.resources else _NOTHING_IN_IT)
    if judgement.verdict is not Verdict.PROVEN:
        yield Text("  why, and how to mend: posture explain <id>; posture report makes a page of it", style=_QUIET)
    yield Text(f"verdict: {judgement.verdict}", style=_STYLE[judgement.verdict])


def _open(judgement: Judgement) -> Iterator[str]:
    """Why something is unproven: reasons where no path is to blame, and what findings say."""
    for result in judgement.results:
        yield from result.reasons
        yield from (said for finding in result.findings if finding.verdict is Verdict.UNPROVEN if settles(said := finding.message))


def counted(number: int, word: str) -> str:
    """`1 resource`, `2 resources`."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def _theorem(result: TheoremResult, stack: Stack) -> Iterator[Text]:
    mark = f"{_MARK[result.verdict]} {result.verdict:<9}"
    yield Text.assemble((mark, _STYLE[result.verdict]), f" {result.theorem}: {title_of(result.theorem)}")
    for finding in result.findings:
        yield from _finding(finding, stack)
    for reason in result.reasons[:_SHOWN_REASONS]:
        yield Text.assemble(("    unproven: ", _STYLE[Verdict.UNPROVEN]), reason)
    if len(result.reasons) > _SHOWN_REASONS:
        yield Text(f"    and {len(result.reasons) - _SHOWN_REASONS} more reasons: --format json lists all", style=_STYLE[Verdict.UNPROVEN])


def _finding(finding: Finding, stack: Stack) -> Iterator[Text]:
    yield Text.assemble((f"    {finding.verdict}: ", _STYLE[finding.verdict]), finding.message)
    if len(finding.path) > 1:
        yield Text(f"      {finding.shown_path}")
    for line in deciding(finding):
        yield Text(f"        {line}", style=_QUIET)
    mended = stack.by_urn.get(finding.urn.partition("#")[0])
    if mended is not None and len(stack.files) > 1:
        yield Text(f"        in {mended.stack}", style=_QUIET)
    if finding.also:
        names = [urn.rsplit("::", 1)[-1] for urn in finding.also]
        more = f" and {len(names) - _SHOWN_ALSO} more" if len(names) > _SHOWN_ALSO else ""
        yield Text(f"        also from {', '.join(names[:_SHOWN_ALSO])}{more}", style=_QUIET)


def deciding(finding: Finding) -> list[str]:
    """The property that decides each hop, once: `r: gatewayId 0.0.0.0/0`."""
    reasons = [hop.because for hop in finding.path if hop.because is not None]
    return list(dict.fromkeys(f"{because.urn.rsplit('::', 1)[-1]}: {because.prop} {because.text}".rstrip() for because in reasons))


def _waived(entry: Waived, day: date) -> Text:
    waiver, finding = entry.waiver, entry.finding
    until = f"until {waiver.expires.isoformat()}, {_days(waiver.days_left(day))}, owner {waiver.owner}, approver {waiver.approver}: {waiver.reason}"
    long = "; longer than a year: waiver_max_days in posture.yaml refuses such" if waiver.long(day) else ""
    return Text(f"  waived: {finding.theorem} {finding.shown_path or finding.message} ({until}{long})", style=_QUIET)


def _days(left: int) -> str:
    return "its last day" if left == 0 else f"{left} {'day' if left == 1 else 'days'} left"
