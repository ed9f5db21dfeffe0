"""The whole judgement: resources → facts → graph → theorems → waivers → verdict."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from posture.approved import Approved
from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.graph.graph import Graph
from posture.located import located
from posture.proofs.classified import SOMETHING_CLASSIFIED, unclassified
from posture.proofs.finding import Finding, TheoremResult
from posture.proofs.judge import judge
from posture.proofs.theorems import THEOREMS
from posture.proofs.verdict import Verdict, worst
from posture.readers.load import read_stack
from posture.record import record
from posture.rules.contract import Rule
from posture.rules.judge import judge_rules
from posture.settings.effective import Settings, approve
from posture.settings.finished import UPDATE_FINISHED, unfinished
from posture.settings.registered import PLANS_AGREE, plans_differ
from posture.settings.waivers import Waiver, Waivers
from posture.stack import Stack

WAIVER_RULE = "waiver-expired"
DUTIES: Final = frozenset({WAIVER_RULE, PLANS_AGREE, UPDATE_FINISHED, SOMETHING_CLASSIFIED})
"""What is asked of every judgement, and said only where it is not kept."""


@record
class Waived:
    """A finding that a waiver in force excuses."""

    finding: Finding
    waiver: Waiver


@record
class Judgement:
    """Everything that a report says of one stack."""

    stack: Stack
    approved: Approved
    graph: Graph
    results: tuple[TheoremResult, ...]
    waived: tuple[Waived, ...]
    settings: Settings
    builder: GraphBuilder
    """What readers said, for whoever asks more than findings: zones of resources that are no nodes."""
    unused: tuple[Waiver, ...] = ()
    """Waivers in force whose rule was judged and that excuse nothing: nobody needs them any more, or they are misspelt."""

    @property
    def verdict(self) -> Verdict:
        """The worst of all theorems."""
        return worst(result.verdict for result in self.results)

    def result(self, name: str) -> TheoremResult:
        """What is said of one theorem, rule or duty; a duty of which there is nothing to say is kept.

        Raises `LookupError` for a theorem or rule that was not judged: nothing is said of it, which is no word for it.
        """
        found = next((result for result in self.results if result.theorem == name), None)
        if found is None and name not in DUTIES:
            judged = ", ".join(result.theorem for result in self.results)
            raise LookupError(f"{name}: not judged here (judged: {judged or 'nothing'}): name it when the stack is checked")
        return found or TheoremResult(name, Verdict.PROVEN)


def check(stack: Stack, settings: Settings, rules: Sequence[Rule] = (), theorems: Sequence[str] = THEOREMS) -> Judgement:
    """Judges a stack against what the reviewer approves: by the five theorems, or those given, and by the rules given."""
    approved = approve(settings, stack)
    builder = GraphBuilder(stack, approved)
    read_stack(builder, careful=True)
    graph = build(builder)
    found = located(
        (
            *judge(graph, approved, theorems),
            *judge_rules(builder, graph, rules),
            *plans_differ(settings.plan is not None, stack),
            *unfinished(stack),
            *(unclassified(graph, theorems) if rules else ()),
        ),
        stack,
    )
    results, waived = _waive(found, settings.waivers, stack)
    unused = _unused(settings.waivers, waived, results)
    return Judgement(stack, approved, graph, (*results, *_expired(settings.waivers)), waived, settings, builder, unused)


def _waive(results: tuple[TheoremResult, ...], waivers: Waivers, stack: Stack) -> tuple[tuple[TheoremResult, ...], tuple[Waived, ...]]:
    waived: list[Waived] = []
    kept = []
    for result in results:
        findings = []
        for finding in result.findings:
            waiver = _waiver(finding, waivers, stack)
            if waiver is not None and not waiver.expired(waivers.day):
                waived.append(Waived(finding, waiver))
            else:
                findings.append(finding)
        kept.append(_without(result, tuple(findings)))
    return tuple(kept), tuple(waived)


def _waiver(finding: Finding, waivers: Waivers, stack: Stack) -> Waiver | None:
    """A waiver excuses a finding when it names the resource to mend, or any resource on the path."""
    named: Mapping[str, str] = {
        urn: stack.by_urn[urn].name for urn in (finding.urn, *(hop.urn for hop in finding.path)) if urn and urn in stack.by_urn
    }
    for urn, name in named.items():
        waiver = waivers.covering(finding.theorem, name, urn)
        if waiver is not None:
            return waiver
    return None


def _without(result: TheoremResult, findings: tuple[Finding, ...]) -> TheoremResult:
    if len(findings) == len(result.findings):
        return result
    verdict = worst(finding.verdict for finding in findings)
    if result.reasons:
        verdict = worst((verdict, Verdict.UNPROVEN))
    return replace(result, findings=findings, verdict=verdict)


def _unused(waivers: Waivers, waived: Sequence[Waived], results: Sequence[TheoremResult]) -> tuple[Waiver, ...]:
    judged = {result.theorem for result in results}
    used = [entry.waiver for entry in waived]
    return tuple(waiver for waiver in waivers.entries if waiver.rule in judged and not waiver.expired(waivers.day) and waiver not in used)


def _expired(waivers: Waivers) -> tuple[TheoremResult, ...]:
    if not waivers.expired:
        return ()
    findings = tuple(
        Finding(
            theorem=WAIVER_RULE,
            verdict=Verdict.VIOLATED,
            message=f"the waiver of {waiver.rule} for {waiver.resource} (owner {waiver.owner}) ended on {waiver.expires.isoformat()}: renew it or mend the fault",
        )
        for waiver in waivers.expired
    )
    return (TheoremResult(WAIVER_RULE, Verdict.VIOLATED, findings),)
