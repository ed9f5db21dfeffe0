"""Which approved flow a connection between two zones is, if it is one.

A join is judged by zone, port and who opens it; where resources carry the tags `ai-service` or `ai-flow`, by service too.
"""

from typing import Final

from ai_zones.plan import CEILING, Flow, Gate, Service, ZoneName
from posture.approved import Approved
from posture.graph.graph import Edge, Graph, Node
from posture.graph.kinds import EdgeKind, NodeKind
from posture.graph.ports import TCP, subtract, text
from posture.record import record

OBJECT_STORES: Final = frozenset({"s3", "storage", "blob", "gcs"})
"""Cloud services that the vocabulary's "PHI object stores" means: deidentification may use those of the PHI zone."""
LOGS: Final = frozenset({"logs", "logging", "monitor"})
_WRITE_ONLY: Final = "a log sink must be write-only for those who log"


@record
class Approval:
    """What the reviewer's flows say about one connection between zones."""

    allowed: bool
    flow: Flow | None = None
    gate: Gate | None = None
    """The gate in which the flow ends, whichever of the matching flows it is."""
    why_not: str = ""


INSIDE: Final = Approval(True)
"""Not a join of two zones at all."""


class Flows:
    """Matches connections to flows; asked many times, so it remembers."""

    def __init__(self, graph: Graph, approved: Approved) -> None:
        self._graph = graph
        self.peers = approved.peers
        self._flows: dict[tuple[ZoneName, ZoneName], list[Flow]] = {}
        for flow in sorted(approved.flows, key=str):
            self._flows.setdefault((flow.source, flow.target), []).append(flow)
        self._known: dict[Edge, Approval] = {}

    def approval(self, edge: Edge) -> Approval:
        """Whether a connection is an approved flow, and which."""
        if edge not in self._known:
            self._known[edge] = self._judge(edge, self._graph.nodes[edge.source], self._graph.nodes[edge.target])
        return self._known[edge]

    def _judge(self, edge: Edge, source: Node, target: Node) -> Approval:
        if source.zone is None or target.zone is None or source.zone is target.zone or target.keyed or source.keyed:
            # The use of a key moves no records (DESIGN, "Not a move").
            return INSIDE
        if edge.kind is EdgeKind.RESOLVE:
            return INSIDE  # T5, and T1 where it leads outside
        if edge.notice and (told := self._notice(source, target)) is not None:
            return told
        if edge.kind in (EdgeKind.USE, EdgeKind.SHARE, EdgeKind.REPLICATE) and target.kind is NodeKind.STORE:
            return self._store(edge, source, target)
        if edge.kind in (EdgeKind.ROUTE, EdgeKind.LINK):
            return self._connection(edge, source, target)
        return Approval(False, why_not=f"{edge.kind} between zones is no approved flow")

    def _connection(self, edge: Edge, source: Node, target: Node) -> Approval:
        assert source.zone is not None
        assert target.zone is not None
        flows = self._flows.get((source.zone, target.zone), [])
        if not flows:
            other_way = self._flows.get((target.zone, source.zone))
            hint = f"; only {target.zone} may open connections to {source.zone}" if other_way else ""
            return Approval(False, why_not=f"no flow from {source.zone} to {target.zone} is approved{hint}")
        fitting = [flow for flow in flows if self._said(flow, source, target)]
        if not fitting:
            said = target.offers or source.flow or source.offers
            return Approval(False, why_not=f"{said!r} (tag) is no approved flow from {source.zone} to {target.zone}")
        excess = subtract(edge.ports, tuple((TCP, flow.port, flow.port) for flow in fitting))
        if excess and (edge.listens or not subtract(edge.ports, excess)):
            listed = ", ".join(f"{flow.target}/{flow.service}:{flow.port}" for flow in fitting)
            return Approval(False, why_not=f"it opens {text(excess)}; approved: {listed}")
        reached = [flow for flow in fitting if subtract(edge.ports, ((TCP, flow.port, flow.port),)) != edge.ports] or fitting
        gates = [CEILING.gates.get((flow.target, flow.service)) for flow in reached]
        # Where one port serves several services, it is a gate only if each of them is.
        return Approval(True, reached[0], gates[0] if all(gates) else None)

    def _said(self, flow: Flow, source: Node, target: Node) -> bool:
        """Whether the tags, where there are any, name this flow."""
        if target.offers is not None and target.offers != flow.service:
            return False
        if source.flow is not None and source.flow not in (f"{flow.target}/{flow.service}", str(flow.service)):
            return False
        ceiling = CEILING.find(flow.source, flow.target, flow.service)
        opener = ceiling.initiator if ceiling is not None else None
        return opener is None or source.offers is None or source.offers == opener

    def _notice(self, source: Node, target: Node) -> Approval | None:
        """Logs of access are telemetry; who is approved to use the objects may hear of them. None: it is judged as any move of records."""
        assert source.zone is not None
        assert target.zone is not None
        if source.zone is ZoneName.PHI and target.zone is ZoneName.DEIDENTIFICATION and source.service in OBJECT_STORES:
            return INSIDE
        flows = self._flows.get((source.zone, target.zone), [])
        flow = next((flow for flow in flows if flow.service == Service.TELEMETRY), None) if target.kind is NodeKind.STORE else None
        return None if flow is None else Approval(True, flow, CEILING.gates.get((flow.target, flow.service)))

    def _store(self, edge: Edge, source: Node, target: Node) -> Approval:
        assert source.zone is not None
        assert target.zone is not None
        if source.zone is ZoneName.DEIDENTIFICATION and target.zone is ZoneName.PHI and target.service in OBJECT_STORES:
            return Approval(edge.kind is not EdgeKind.REPLICATE, why_not="replication is no use of a store")
        flows = self._flows.get((source.zone, target.zone), [])
        offers = target.offers or (Service.TELEMETRY if target.service in LOGS else None)
        # A database's flow is a connection to its port. Rights over the database itself, to export, copy or restore it, are beside that flow.
        flow = next((flow for flow in flows if flow.service == offers and offers != Service.DATABASE), None)
        if flow is None:
            return Approval(False, why_not=f"no flow from {source.zone} to a store of {target.zone} is approved")
        gate = CEILING.gates.get((flow.target, flow.service))
        if gate is Gate.LOG_SINK and edge.carries_back:
            return Approval(False, why_not=_WRITE_ONLY)
        return Approval(True, flow, gate)
