"""The zone map: where boxes stand, and the lines of flows and violating paths between them. Numbers are SVG user units.

Zones stand as in docs/zones.svg. A line runs from a box's edge to another's through the gap between rows, so that it crosses no third box; what
starts on one edge is spread over it. Flows to vault and telemetry, which every zone has, are left out as there.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ai_zones.plan import Service, ZoneName
from posture.record import record
from posture.report.causes import INTERNET, NO_ZONE, STRANGER
from posture.report.model import Cause, Report

WIDTH: Final = 1180
HEIGHT: Final = 548
_W: Final = 178
_H: Final = 96
_COLUMNS: Final = (16, 290, 564, 838)
_ROWS: Final = (24, 226, 428)
_BUS: Final = frozenset({Service.VAULT.value, Service.TELEMETRY.value})
_SHOWN_WAYS: Final = 40


@record
class Box:
    """A zone, or an outside."""

    name: str
    x: int
    y: int
    w: int
    h: int
    row: int
    outside: bool = False
    verdict: str = ""
    lines: tuple[str, ...] = ()


_PLACES: Final = {
    NO_ZONE: (0, 0),
    ZoneName.ACCESS.value: (1, 0),
    ZoneName.CONTROL.value: (2, 0),
    ZoneName.PHI.value: (0, 1),
    ZoneName.DEIDENTIFICATION.value: (1, 1),
    ZoneName.INFERENCE.value: (2, 1),
    ZoneName.EGRESS.value: (3, 1),
    ZoneName.TRAINING.value: (1, 2),
    ZoneName.MANAGEMENT.value: (2, 2),
}
_OUTSIDES: Final = {INTERNET: (1064, 226, 100, _H, 1), STRANGER: (1064, 428, 100, _H, 2)}


@record
class Line:
    """An approved flow, or several between the same zones."""

    d: str
    title: str
    seen: bool


@record
class Way:
    """A violating (or unproven, or waived) path between zones, and the causes that take it."""

    segments: tuple[str, ...]
    ends: tuple[tuple[float, float], ...]
    verdict: str
    causes: tuple[str, ...]
    title: str
    label: tuple[float, float]


@record
class ZoneMap:
    """Everything that is drawn."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    ways: tuple[Way, ...]
    left_out: int
    """Ways beyond those that are drawn."""
    summary: str


@dataclass
class _Edges:
    """Spreads what starts or ends on one edge of a box."""

    total: dict[tuple[str, str], int]
    used: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    arcs: int = 0

    def depth(self) -> int:
        """How far the next arc along a row bends away from it: four lanes, so that arcs lie beside each other."""
        self.arcs += 1
        return 46 + 24 * ((self.arcs - 1) % 4)

    def port(self, box: Box, side: str) -> tuple[float, float]:
        self.used[box.name, side] += 1
        part = self.used[box.name, side] / (self.total[box.name, side] + 1)
        if side in ("n", "s"):
            return round(box.x + box.w * part, 1), box.y if side == "n" else box.y + box.h
        return box.x if side == "w" else box.x + box.w, round(box.y + box.h * part, 1)


def zone_map(report: Report) -> ZoneMap:
    """The map of a report."""
    shown = _ways(report.causes)
    boxes = {box.name: box for box in _boxes(report, {place for way, _ in shown for place in way})}
    flows = _flows(report, boxes)
    drawn = [(way, causes) for way, causes in shown if all(place in boxes for place in way)][:_SHOWN_WAYS]
    pairs = [*flows, *((a, b) for way, _ in drawn for a, b in itertools.pairwise(way))]
    total: dict[tuple[str, str], int] = defaultdict(int)
    for index, (a, b) in enumerate(pairs):
        for name, side in zip((a, b), _sides(boxes[a], boxes[b], below=index >= len(flows)), strict=True):
            total[name, side] += 1
    edges = _Edges(total)
    lines = tuple(Line(_curve(edges, boxes[a], boxes[b], below=False)[0], title, seen) for (a, b), (title, seen) in flows.items())
    ways = tuple(_way(edges, boxes, way, causes) for way, causes in drawn)
    return ZoneMap(tuple(boxes.values()), lines, ways, len(shown) - len(drawn), _summary(report, len(shown)))


def _boxes(report: Report, crossed: set[str]) -> Iterator[Box]:
    zones = {zone.name: zone for zone in report.zones}
    for name, (column, row) in _PLACES.items():
        zone = zones.get(name)
        if zone is None and name not in crossed:
            continue
        held = zone.counts if zone is not None else {}
        lines = tuple(f"{held[kind]} {kind}{'s' if held[kind] != 1 else ''}" for kind in ("workload", "store") if held.get(kind))
        yield Box(name, _COLUMNS[column], _ROWS[row], _W, _H, row, verdict=zone.verdict if zone is not None else "", lines=lines)
    for name, (x, y, w, h, row) in _OUTSIDES.items():
        if name == INTERNET or name in crossed:
            yield Box(name, x, y, w, h, row, outside=True)


def _flows(report: Report, boxes: dict[str, Box]) -> dict[tuple[str, str], tuple[str, bool]]:
    present = {zone.name for zone in report.zones if zone.verdict != "absent"}
    found: dict[tuple[str, str], list[tuple[str, bool]]] = {}
    for flow in report.flows:
        if flow.service not in _BUS and flow.source in present and flow.target in present:
            found.setdefault((flow.source, flow.target), []).append((f"{flow.service}:{flow.port}", flow.seen))
    return {
        (source, target): (
            f"approved: {source} may open {', '.join(name for name, _ in named)} of {target}",
            any(seen for _, seen in named),
        )
        for (source, target), named in found.items()
        if source in boxes and target in boxes
    }


def _ways(causes: Iterable[Cause]) -> list[tuple[tuple[str, ...], list[Cause]]]:
    """Distinct ways with their causes, the gravest first. What is waived is not mixed with what is not."""
    found: dict[tuple[str, tuple[str, ...]], list[Cause]] = {}
    for cause in causes:
        for way in cause.ways:
            found.setdefault((cause.verdict, way), []).append(cause)
    return [(way, named) for (_, way), named in found.items()]


def _sides(a: Box, b: Box, *, below: bool) -> tuple[str, str]:
    """The edges by which a line leaves and comes."""
    if a.row == b.row:
        near = abs(a.x - b.x) < 2 * _W
        if near:
            return ("e", "w") if a.x < b.x else ("w", "e")
        return ("s", "s") if below else ("n", "n")
    if abs(a.row - b.row) == 1:
        return ("s", "n") if a.row < b.row else ("n", "s")
    return ("e", "e") if a.x <= b.x else ("w", "e")


def _curve(edges: _Edges, a: Box, b: Box, *, below: bool) -> tuple[str, tuple[float, float], tuple[float, float]]:
    leaves, comes = _sides(a, b, below=below)
    (x1, y1), (x2, y2) = edges.port(a, leaves), edges.port(b, comes)
    if leaves in "ns" and comes in "ns" and leaves != comes:
        middle = (y1 + y2) / 2
        bend = f"C{x1} {middle} {x2} {middle}"
    elif leaves == comes and leaves in "ns":
        depth = edges.depth()
        away = y1 + (depth if leaves == "s" else -depth)
        bend = f"C{x1} {away} {x2} {away}"
    elif leaves == comes:
        away = max(x1, x2) + 70
        bend = f"C{away} {y1} {away} {y2}"
    else:
        middle = (x1 + x2) / 2
        bend = f"C{middle} {y1} {middle} {y2}"
    return f"M{x1} {y1}{bend} {x2} {y2}", (x1, y1), (x2, y2)


def _way(edges: _Edges, boxes: dict[str, Box], way: tuple[str, ...], causes: list[Cause]) -> Way:
    curves = [_curve(edges, boxes[a], boxes[b], below=True) for a, b in itertools.pairwise(way)]
    first, last = curves[-1][1], curves[-1][2]
    verdict = causes[0].verdict
    several = f" ({len(causes)} {'findings' if len(causes) > 1 else 'finding'})"
    return Way(
        segments=tuple(curve[0] for curve in curves),
        ends=tuple(curve[2] for curve in curves),
        verdict=verdict,
        causes=tuple(cause.id for cause in causes),
        title=f"{verdict}: {' → '.join(way)}{several}",
        label=_middle(curves[-1][0], first, last),
    )


def _middle(d: str, first: tuple[float, float], last: tuple[float, float]) -> tuple[float, float]:
    """The middle of a cubic curve whose control points have the heights (or sides) that `_curve` gives."""
    controls = d.split("C")[1].split()
    cx1, cy1, cx2, cy2 = (float(number) for number in controls[:4])
    return round((first[0] + 3 * cx1 + 3 * cx2 + last[0]) / 8, 1), round((first[1] + 3 * cy1 + 3 * cy2 + last[1]) / 8, 1)


def _summary(report: Report, ways: int) -> str:
    said = [f"{zone.name}: {zone.verdict}" for zone in report.zones if zone.verdict != "absent"]
    crossing = (
        "No finding crosses from one zone to another or outside."
        if not ways
        else f"{ways} ways of findings cross zones; each is told below."
    )
    return f"{'; '.join(said)}. {crossing}"
