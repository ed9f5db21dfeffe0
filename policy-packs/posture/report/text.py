"""A judgement for a terminal."""

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from posture.check import Judgement
from posture.proofs.finding import Finding, TheoremResult
from posture.proofs.verdict import Verdict
from posture.report.titles import TITLES

_STYLE = {Verdict.PROVEN: "green", Verdict.VIOLATED: "bold red", Verdict.UNPROVEN: "yellow"}
_MARK = {Verdict.PROVEN: "✓", Verdict.VIOLATED: "✗", Verdict.UNPROVEN: "?"}


def print_judgement(judgement: Judgement, console: Console) -> None:
    """Heading, a line a theorem with its findings, waivers, and the verdict last."""
    stack = judgement.stack
    console.print(Text(f"{stack.name}: {sum(1 for _ in stack)} resources, {stack.form}; {judgement.approved.basis}"), soft_wrap=True)
    for result in judgement.results:
        console.print(_theorem(result), soft_wrap=True)
    for entry in judgement.waived:
        waiver = entry.waiver
        line = f"  waived: {entry.finding.theorem} {entry.finding.shown_path or entry.finding.message}"
        until = f"until {waiver.expires.isoformat()}, owner {waiver.owner}, approver {waiver.approver}: {waiver.reason}"
        console.print(Text(f"{line} ({until})", style="dim"), soft_wrap=True)
    for asserted in judgement.approved.asserted:
        console.print(Text(f"  asserted: {asserted.literal} ({asserted.reason})", style="dim"), soft_wrap=True)
    console.print(Text(f"verdict: {judgement.verdict}", style=_STYLE[judgement.verdict]))


def _theorem(result: TheoremResult) -> RenderableType:
    head = Text.assemble(
        (f"{_MARK[result.verdict]} {result.verdict:<9}", _STYLE[result.verdict]), f" {result.theorem}: {TITLES.get(result.theorem, '')}"
    )
    lines: list[RenderableType] = [head]
    lines.extend(Padding(Text(f"{reason}", style="yellow"), (0, 0, 0, 4)) for reason in result.reasons)
    for finding in result.findings:
        lines.append(Padding(_finding(finding), (0, 0, 0, 4)))
    return Group(*lines)


def _finding(finding: Finding) -> Text:
    text = Text.assemble((f"{finding.verdict}: ", _STYLE[finding.verdict]), finding.message)
    if finding.path:
        text.append(f"\n  {finding.shown_path}")
    deciding = [hop for hop in finding.path if hop.because is not None]
    for hop in deciding:
        because = hop.because
        if because is not None:
            text.append(f"\n    {because.urn.rsplit('::', 1)[-1]}: {because.prop} {because.text}".rstrip(), style="dim")
    return text
