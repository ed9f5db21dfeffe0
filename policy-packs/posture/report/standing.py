"""Verdict of each zone and requirement, the approved flows, and what can't be read: views of one judgement."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from ai_zones.plan import ZoneName
from posture.check import Judgement
from posture.frameworks.catalogue import Framework, Requirement, frameworks
from posture.graph.kinds import NodeKind
from posture.proofs.classified import anything_classified
from posture.proofs.finding import TheoremResult
from posture.proofs.flows import Flows
from posture.proofs.judge import CONCERNS
from posture.proofs.verdict import Verdict
from posture.report.causes import WAIVED
from posture.report.model import Cause, FlowReport, FrameworkReport, RequirementReport, Unread, ZoneReport
from posture.report.settling import settled_by
from posture.rules.catalogue import rules
from posture.rules.contract import EVERY

NOT_JUDGED: Final = "not judged"
NOTHING: Final = "nothing to judge"
"""Of a rule that holds because the stacks have no resource that it looks at: no evidence of anything."""
ABSENT: Final = "absent"


def zones(judgement: Judgement, causes: Iterable[Cause]) -> tuple[ZoneReport, ...]:
    """Each zone of the design. A zone is proven where no finding touches it and no theorem about it is left open."""
    listed = tuple(causes)
    left_open = {
        zone for result in judgement.results if result.reasons for zone in CONCERNS.get(result.theorem, frozenset(ZoneName))
    }  # A reason names no zone: it counts for each that its theorem is about.
    return tuple(_zone(zone, judgement, listed, left_open=zone in left_open) for zone in ZoneName)


def _zone(zone: ZoneName, judgement: Judgement, causes: tuple[Cause, ...], *, left_open: bool) -> ZoneReport:
    nodes = [node for node in judgement.graph.nodes.values() if node.zone is zone and node.kind is not NodeKind.EXTERNAL]
    touching = Counter(cause.verdict for cause in causes if zone.value in cause.zones)
    violated, unproven = touching[Verdict.VIOLATED.value], touching[Verdict.UNPROVEN.value]
    verdict = Verdict.VIOLATED.value if violated else Verdict.UNPROVEN.value if unproven or left_open else Verdict.PROVEN.value
    if verdict == Verdict.PROVEN.value and touching[WAIVED]:
        verdict = WAIVED
    counts = Counter(node.kind.value for node in nodes)
    return ZoneReport(
        name=zone.value,
        verdict=verdict if nodes or touching else ABSENT,
        violated=violated,
        unproven=unproven,
        waived=touching[WAIVED],
        networks=tuple(sorted(node.name for node in nodes if node.kind is NodeKind.NETWORK)),
        counts={kind.value: counts[kind.value] for kind in NodeKind if counts[kind.value]},
    )


def flows(judgement: Judgement) -> tuple[FlowReport, ...]:
    """The approved flows, and which of them a connection of the stacks is."""
    matcher = Flows(judgement.graph, judgement.approved)
    seen = {approval.flow for edge in judgement.graph.edges if (approval := matcher.approval(edge)).flow is not None}
    return tuple(
        FlowReport(source=flow.source.value, target=flow.target.value, service=flow.service.value, port=flow.port, seen=flow in seen)
        for flow in sorted(judgement.approved.flows, key=str)
    )


def standing(judgement: Judgement) -> tuple[FrameworkReport, ...]:
    """Every framework of ours, requirement by requirement, by the results that were judged."""
    types = {resource.type for resource in judgement.stack}
    waived = {entry.finding.theorem for entry in judgement.waived}
    if not anything_classified(judgement.graph):
        types = set()  # Rules look at what is classified: where nothing is, that none was broken is no evidence.
    verdicts = {result.theorem: _said(result, types, waived) for result in judgement.results}
    return tuple(_framework(framework, verdicts) for framework in frameworks().values())


def _said(result: TheoremResult, types: set[str], waived: set[str]) -> str:
    if result.theorem in waived and result.verdict is Verdict.PROVEN:
        return WAIVED  # An accepted fault is no evidence that there is none.
    rule = rules().get(result.theorem)
    idle = rule is not None and (not types or (EVERY not in rule.tokens and types.isdisjoint(rule.tokens)))
    return NOTHING if idle and result.verdict is Verdict.PROVEN else result.verdict.value


def _framework(framework: Framework, verdicts: Mapping[str, str]) -> FrameworkReport:
    judged = [_requirement(requirement, verdicts) for requirement in framework.requirements]
    left = [
        RequirementReport(id=entry.id, title=entry.title, text="", coverage="not technical", verdict=NOT_JUDGED, missing=entry.why)
        for entry in framework.not_judged
    ]
    return FrameworkReport(
        id=framework.id, title=framework.title, version=framework.version, source=framework.source, requirements=(*judged, *left)
    )


def _requirement(requirement: Requirement, verdicts: Mapping[str, str]) -> RequirementReport:
    results = tuple((name, verdicts.get(name, NOT_JUDGED)) for name in (*requirement.theorems, *requirement.rules))
    return RequirementReport(
        id=requirement.id,
        title=requirement.title,
        text=requirement.text,
        coverage="partly" if requirement.partly else "covered",
        verdict=_worst({verdict for _, verdict in results}),
        missing=requirement.partly or "",
        results=results,
    )


def _worst(found: set[str]) -> str:
    """What was not asked for was not proven; what had nothing to look at is no evidence."""
    for verdict in (Verdict.VIOLATED.value, Verdict.UNPROVEN.value):
        if verdict in found:
            return verdict
    if NOT_JUDGED in found:
        return Verdict.UNPROVEN.value if found & {Verdict.PROVEN.value, WAIVED} else NOT_JUDGED
    if WAIVED in found:
        return WAIVED
    return Verdict.PROVEN.value if Verdict.PROVEN.value in found else NOTHING


def unread(judgement: Judgement) -> tuple[Unread, ...]:
    """Reasons against a proof where no path is to blame, each once, with what it leaves open."""
    found: dict[str, list[str]] = {}
    for result in judgement.results:
        for reason in result.reasons:
            found.setdefault(reason, []).append(result.theorem)
    return tuple(Unread(reason=reason, leaves_open=tuple(names), settled_by=settled_by(reason)) for reason, names in found.items())
