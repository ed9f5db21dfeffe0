"""Findings → causes: one thing to mend, with everything that theorems and rules say of it.

Two findings have one cause where they name the same property of the same resource, and at least one of them is a theorem's: a theorem says what the
property opens, the rule that it is open. Two rules about one property stay two (a bucket's policy may lack TLS and name a stranger), and so do a rule and a
theorem about a document or a list, of which each may mean another line. But rules about what is not there (a bucket without any policy) or not known (a
document of which only the update will tell) have one cause: one thing to write, or to find out.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from posture.check import Judgement
from posture.graph.classify import Classifier
from posture.graph.graph import Node
from posture.graph.kinds import NodeKind, Outside
from posture.proofs.finding import Finding, Hop
from posture.proofs.theorems import THEOREMS
from posture.proofs.verdict import Verdict
from posture.record import record
from posture.report.about import about_finding
from posture.report.model import Cause, Said, Step, WaiverUsed
from posture.resource import Resource
from posture.rules.look import Scene
from posture.settings.waivers import Waiver

SEVERITIES: Final = ("critical", "high", "medium", "low")
WAIVED: Final = "waived"
VERDICTS: Final = (Verdict.VIOLATED.value, Verdict.UNPROVEN.value, WAIVED)
NO_ZONE: Final = "unclassified"
INTERNET: Final = "internet"
STRANGER: Final = "not ours"
_ENDS: Final = {Outside.INTERNET: INTERNET, Outside.FOREIGN: STRANGER, Outside.RESIDENCY: STRANGER, Outside.UNKNOWN: STRANGER}
_DOCUMENTS: Final = ("policy", "document", "statement", "desiredstate", "template", "manifest")


@dataclass
class Places:
    """Where a resource stands, and what it is called: worked out once a resource."""

    judgement: Judgement
    _zones: dict[str, str | None] = field(default_factory=dict)
    _scene: Scene | None = None

    def resource(self, urn: str | None) -> Resource | None:
        """The resource; of a part of one (`urn#part`) the whole."""
        return self.judgement.stack.by_urn.get((urn or "").partition("#")[0])

    def node(self, urn: str | None) -> Node | None:
        """The node of the graph, external ones too."""
        return self.judgement.graph.nodes.get(urn or "")

    def zone(self, urn: str | None) -> str | None:
        """Zone of a node, else of the resource as rules see it."""
        key = urn or ""
        if key not in self._zones:
            self._zones[key] = self._zone(key)
        return self._zones[key]

    def _zone(self, urn: str) -> str | None:
        node = self.node(urn)
        if node is not None and (node.zone is not None or node.kind is NodeKind.EXTERNAL):
            return node.zone.value if node.zone is not None else None
        resource = self.resource(urn)
        if resource is None or not resource.custom:
            return None
        zone = self.scene.look(resource).zone
        return zone.value if zone is not None else None

    @property
    def scene(self) -> Scene:
        """The stack as rules see it."""
        if self._scene is None:
            builder = self.judgement.builder
            self._scene = Scene(builder, self.judgement.graph, Classifier(builder))
        return self._scene


@record
class _Told:
    """A finding, and the waiver that excuses it."""

    finding: Finding
    waiver: Waiver | None

    @property
    def theorem(self) -> bool:
        return self.finding.theorem in THEOREMS

    @property
    def verdict(self) -> str:
        return self.finding.verdict.value if self.waiver is None else WAIVED

    @property
    def prop(self) -> str:
        """The property of the resource to mend that decides."""
        hops = (hop.because for hop in reversed(self.finding.path) if hop.because is not None and hop.because.urn == self.finding.urn)
        return next((because.prop for because in hops), "")

    @property
    def value(self) -> str:
        hops = (hop.because for hop in reversed(self.finding.path) if hop.because is not None and hop.because.urn == self.finding.urn)
        return next((because.text for because in hops), "")

    @property
    def rank(self) -> tuple[int, int, int, str, str]:
        name = self.finding.theorem
        order = THEOREMS.index(name) if self.theorem else len(THEOREMS)
        return VERDICTS.index(self.verdict), SEVERITIES.index(about_finding(name).severity), order, name, self.finding.message


def causes(judgement: Judgement, places: Places, used: Mapping[Waiver, WaiverUsed]) -> tuple[Cause, ...]:
    """Every cause, the gravest first; what is waived last."""
    told = [_Told(finding, None) for result in judgement.results for finding in result.findings]
    told += [_Told(entry.finding, entry.waiver) for entry in judgement.waived]
    found = [_cause(group, places, used) for group in _groups(told, places)]
    return tuple(sorted(_distinct(found), key=_order))


def _order(cause: Cause) -> tuple[int, int, int, str, str, str]:
    theorem = 0 if cause.said[0].rule in THEOREMS else 1
    return VERDICTS.index(cause.verdict), SEVERITIES.index(cause.severity), theorem, cause.said[0].rule, cause.urn, cause.id


def _groups(told: Iterable[_Told], places: Places) -> list[list[_Told]]:
    """Findings of one cause together. What is waived is never joined with what is not."""
    groups: dict[object, list[_Told]] = {}
    first: dict[tuple[str, str, bool], list[_Told]] = {}
    ordered = sorted(told, key=lambda one: not one.theorem)
    for index, one in enumerate(ordered):
        where = (one.finding.urn, one.prop, one.waiver is not None)
        if not one.prop:
            groups[index] = [one]
        elif one.theorem:
            group = groups.setdefault(where if _one_value(one, places) else (*where, one.value), [])
            group.append(one)
            first.setdefault(where, group)
        elif where in first and _one_value(one, places):
            first[where].append(one)
        elif _not_there(one, places):
            groups.setdefault((*where, one.verdict), []).append(one)
        else:
            groups[index] = [one]
    return [sorted(group, key=lambda one: one.rank) for group in groups.values()]


def _one_value(one: _Told, places: Places) -> bool:
    """Whether the property is one value, so that whoever speaks of it means the same: no document, no list of parts."""
    if any(word in one.prop.lower() for word in _DOCUMENTS):
        return False
    resource = places.resource(one.finding.urn)
    value: Any = places.scene.look(resource).value(one.prop) if resource is not None else None
    return not isinstance(value, (Mapping, list, tuple))


def _not_there(one: _Told, places: Places) -> bool:
    """Whether what rules ask about is one thing to write (the property, or what stands behind it, is not there) or to find out (its value is not known)."""
    resource = places.resource(one.finding.urn)
    if resource is None:
        return False
    return one.finding.verdict is Verdict.UNPROVEN or places.scene.look(resource).value(one.prop) is None


def _distinct(found: Iterable[Cause]) -> Iterator[Cause]:
    """Ids are told apart where one rule says two things of one property."""
    seen: dict[str, int] = {}
    for cause in found:
        times = seen[cause.id] = seen.get(cause.id, 0) + 1
        yield cause if times == 1 else cause.model_copy(update={"id": f"{cause.id}-{times}"})


def _cause(group: list[_Told], places: Places, used: Mapping[Waiver, WaiverUsed]) -> Cause:
    head = group[0]
    finding = head.finding
    resource = places.resource(finding.urn)
    said = tuple(_said(one, places) for one in group)
    zones = dict.fromkeys(step.zone for one in said for step in one.path if step.zone is not None)
    own = places.zone(finding.urn)
    if own is not None:
        zones.setdefault(own)
    frameworks = dict.fromkeys(clause.framework for one in group for clause in about_finding(one.finding.theorem).clauses)
    also = dict.fromkeys(_name(urn) for one in group for urn in one.finding.also)
    return Cause(
        id=_id(head),
        verdict=head.verdict,
        severity=said[0].severity,
        urn=finding.urn,
        name=resource.name if resource is not None else _name(finding.urn),
        type=resource.type if resource is not None else "",
        file=resource.stack if resource is not None else "",
        prop=head.prop,
        zones=tuple(zones),
        said=said,
        also=tuple(also),
        frameworks=tuple(frameworks),
        ways=tuple(way for way in dict.fromkeys(_way(one.finding.path, places) for one in group) if way),
        waiver=used[head.waiver] if head.waiver is not None else None,
    )


def _id(one: _Told) -> str:
    """The same for the same fault in tomorrow's state: neither order, nor ids of the cloud, nor the path count."""
    # What a rule says tells two faults of one property apart; a theorem's sentence may name whoever is first on the path.
    words = "" if one.theorem else one.finding.message
    text = "\n".join((one.finding.theorem, one.finding.urn, one.prop, one.value if one.theorem else "", words))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _said(one: _Told, places: Places) -> Said:
    known = about_finding(one.finding.theorem)
    return Said(
        rule=known.id,
        title=known.title,
        severity=known.severity,
        verdict=one.verdict,
        message=one.finding.message,
        path=tuple(_step(hop, places) for hop in one.finding.path),
    )


def _step(hop: Hop, places: Places) -> Step:
    because = hop.because
    return Step(
        name=hop.name,
        urn=hop.urn,
        zone=places.zone(hop.urn) if hop.urn else None,
        place=hop.place,
        resource=_name(because.urn) if because is not None else "",
        prop=because.prop if because is not None else "",
        value=because.text if because is not None else "",
        detail=hop.detail,
    )


def _way(path: tuple[Hop, ...], places: Places) -> tuple[str, ...]:
    """The zones and outsides of a path, each once where it stays; empty where it never leaves one."""
    way: list[str] = []
    for hop in path:
        node = places.node(hop.urn)
        place = _ENDS.get(node.outside) if node is not None and node.outside is not None else None
        if place is None:
            place = places.zone(hop.urn) if hop.urn else None
        if place is None and node is not None and node.kind not in (NodeKind.GATEWAY, NodeKind.EXTERNAL):
            place = NO_ZONE
        if place is not None and (not way or way[-1] != place):
            way.append(place)
    return tuple(way) if len(way) > 1 else ()


def _name(urn: str) -> str:
    return urn.rsplit("::", 1)[-1]
