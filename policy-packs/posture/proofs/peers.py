"""Declared peers, a part of T4: each is joined to its one zone, by the one connection that the plan names, and nobody else is at a circuit.

What rides on that connection is the peer's to keep: an EHR that feeds records is no way out, nor is the one that tools ask.
Source: DESIGN, "Vocabulary" (peers); NIST SP 800-207, section 3.1.2; 45 CFR 164.308(b) (business associates and other covered entities).
"""

from collections.abc import Iterator

from posture.approved import ApprovedPeer
from posture.graph.builder import CIRCUIT, peer_of
from posture.graph.graph import Edge, Graph, Node
from posture.graph.kinds import NodeKind, Outside
from posture.graph.ports import TCP, subtract, text
from posture.record import record


@record
class PeerFault:
    """A connection that no declared peer is for."""

    edge: Edge
    message: str
    cause: tuple[object, ...]


def peer_faults(graph: Graph, peers: tuple[ApprovedPeer, ...]) -> Iterator[PeerFault]:
    """Every connection of a zone over a circuit or VPN that the plan does not name so."""
    named = {peer.name: peer for peer in peers}
    for edge in graph.edges:
        for node, far, inbound in (
            (graph.nodes[edge.target], graph.nodes[edge.source], True),
            (graph.nodes[edge.source], graph.nodes[edge.target], False),
        ):
            if far.kind is not NodeKind.EXTERNAL or node.zone is None:
                continue
            name = peer_of(far.key)
            peer = named.get(name) if name is not None else None
            if peer is not None:
                yield from _declared(edge, node, peer, inbound=inbound)
            elif far.key.startswith(f"{CIRCUIT}:") and far.outside is Outside.FOREIGN:
                message = f"{node.name} ({node.zone}) is joined to {far.name}, where the plan has no peer for these addresses"
                yield PeerFault(edge, message, (node.zone, far.key, edge.cause))


def _declared(edge: Edge, node: Node, peer: ApprovedPeer, *, inbound: bool) -> Iterator[PeerFault]:
    opens = f"{peer.name} can open connections to" if inbound else "can open connections to"
    who = f"{opens} {node.name} ({node.zone})" if inbound else f"{node.name} ({node.zone}) {opens} {peer.name}"
    approved = f"the plan has {peer.name} {'open connections to' if peer.inbound else 'asked by'} {peer.zone} on {peer.port}"
    excess = subtract(edge.ports, ((TCP, peer.port, peer.port),))
    if node.zone is not peer.zone or inbound is not peer.inbound or excess:
        on = text(edge.ports if node.zone is not peer.zone or inbound is not peer.inbound else excess)
        yield PeerFault(edge, f"{who} on {on}: {approved} and nothing else", (node.zone, peer.name, inbound, edge.cause))
