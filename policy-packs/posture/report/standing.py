"""Verdict of each zone and requirement, the approved flows, and what can't be read: views of one judgement."""

from collections import Counter
from collections.abc import Iterable, Mapping

from ai_zones.plan import ZoneName
from posture.check import Judgement
from posture.frameworks.catalogue import Framework, Requirement, frameworks
from posture.graph.kinds import NodeKind
from posture.proofs.flows import Flows
from posture.proofs.judge import CONCERNS
from posture.proofs.verdict import Verdict, worst
from posture.report.model import Cause, FlowReport, FrameworkReport, RequirementReport, Unread, ZoneReport

NOT_JUDGED = "not judged"
ABSENT = "absent"


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
    verdict = Verdict.VIOLATED if violated else Verdict.UNPROVEN if unproven or left_open else Verdict.PROVEN
    counts = Counter(node.kind.value for node in nodes)
    return ZoneReport(
        name=zone.value,
        verdict=verdict.value if nodes or touching else ABSENT,
        violated=violated,
        unproven=unproven,
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
    verdicts = {result.theorem: result.verdict for result in judgement.results}
    return tuple(_framework(framework, verdicts) for framework in frameworks().values())


def _framework(framework: Framework, verdicts: Mapping[str, Verdict]) -> FrameworkReport:
    judged = [_requirement(requirement, verdicts) for requirement in framework.requirements]
    left = [
        RequirementReport(id=entry.id, title=entry.title, text="", coverage="not technical", verdict=NOT_JUDGED, missing=entry.why)
        for entry in framework.not_judged
    ]
    return FrameworkReport(
        id=framework.id, title=framework.title, version=framework.version, source=framework.source, requirements=(*judged, *left)
    )


def _requirement(requirement: Requirement, verdicts: Mapping[str, Verdict]) -> RequirementReport:
    names = (*requirement.theorems, *requirement.rules)
    found = [verdicts[name] for name in names if name in verdicts]
    verdict = worst(found).value if found else NOT_JUDGED
    if verdict == Verdict.PROVEN.value and len(found) < len(names):
        verdict = Verdict.UNPROVEN.value  # What was not asked for was not proven.
    return RequirementReport(
        id=requirement.id,
        title=requirement.title,
        text=requirement.text,
        coverage="partly" if requirement.partly else "covered",
        verdict=verdict,
        missing=requirement.partly or "",
        results=tuple((name, verdicts[name].value if name in verdicts else NOT_JUDGED) for name in names),
    )


def unread(judgement: Judgement) -> tuple[Unread, ...]:
    """Reasons against a proof where no path is to blame, each once, with what it leaves open."""
    found: dict[str, list[str]] = {}
    for result in judgement.results:
        for reason in result.reasons:
            found.setdefault(reason, []).append(result.theorem)
    return tuple(Unread(reason=reason, leaves_open=tuple(names)) for reason, names in found.items())
