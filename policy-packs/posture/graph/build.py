"""Facts → graph: forwarding, filters and classification put together, and the spots between which data moves."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ai_zones.plan import ZoneName
from posture.graph.builder import INTERNET, GraphBuilder
from posture.graph.classify import Classifier
from posture.graph.facts import Because, EdgeFact, EndpointFact, ListenerFact, MixedFact, ResolverFact, ServiceFact
from posture.graph.filters import Filters
from posture.graph.forwarding import Forwarding
from posture.graph.graph import BACK, HERE, PASSES_ON, TOWARDS, Conflict, Edge, Graph, Hop, Inspector, Node, Spot, Step
from posture.graph.joins import Join, Joiner
from posture.graph.kinds import EdgeKind, GatewayKind, Moves, NodeKind
from posture.graph.nodes import Nodes, collect_nodes
from posture.graph.places import Place, find_places
from posture.graph.ports import ALL_PORTS, LAST, TCP, Ports, common, tcp
from posture.graph.public_use import in_public
from posture.graph.roads import Roads
from posture.graph.survey import survey
from posture.graph.topology import choices
from posture.graph.touch import open_questions

ROADS = "roads"
"""Layer of a subnet: what leaves it."""
ANSWERS = "answers"
"""Layer of a subnet: what comes back."""
OUT = "out"
IN = "in"
WITHIN = "within"
"""Everything of one zone in one network: nothing there is held apart."""

_EVERY_TCP_PORT: Ports = ((TCP, 0, LAST),)


def build(builder: GraphBuilder) -> Graph:
    """The graph of everything that readers said."""
    topology = survey(builder)
    nodes = collect_nodes(builder, topology, Classifier(builder))
    filters = Filters(builder, topology.groups)
    places = find_places(nodes)
    forwarding = Forwarding(topology, INTERNET)
    joins = list(Joiner(nodes, forwarding, filters, places).joins())
    roads = Roads(nodes, forwarding, filters, places)
    edges = [
        *roads.all(),
        *_links(nodes, filters),
        *(edge for fact in builder.of(EdgeFact) for edge in _said(nodes, fact)),
    ]
    edges.extend(in_public(nodes, edges))
    moves: dict[Spot, list[Step]] = {}
    draw = _Drawing(nodes, moves)
    draw.places(place for found in places.values() for place in found)
    for join in joins:
        draw.join(join)
    for edge in edges:
        draw.edge(edge)
    _mark_gateway_homes(nodes, places)
    graph = Graph(
        nodes.found, (*(join.edge for join in joins), *edges), moves, tuple(builder.of(ResolverFact)), (*nodes.conflicts, *_mixed(builder))
    )
    graph.assumptions = tuple(
        dict.fromkeys(
            f"policies alone keep {fact.zone} and {fact.other} apart in {fact.cluster}" for fact in builder.of(MixedFact) if fact.allowed
        )
    )
    graph.zones = {**draw.zones, **{place.key: place.zone for found in places.values() for place in found}}
    graph.opens_out = {**roads.opens_out, **_opens_out(builder)}
    graph.questions = tuple(open_questions(builder, graph))
    return graph


def _links(nodes: Nodes, filters: Filters) -> Iterator[Edge]:
    """Private links: endpoint → service → what is behind it."""
    listened: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for listener in nodes.builder.of(ListenerFact):
        for choice in choices(listener.workload):
            listened[choice.key].add((listener.protocol, listener.port))
    ports = {fact.urn: _service_ports(fact, listened) for fact in nodes.builder.of(ServiceFact)}
    whole = {
        fact.urn for fact in nodes.builder.of(ServiceFact) if fact.targets and all(ref.targets and ref.certain for ref in fact.targets)
    }
    for service in nodes.builder.of(ServiceFact):
        because = service.because or Because(service.urn, "targets")
        for reference in service.targets:
            for target in nodes.ends(reference, service.urn):
                known = ports[service.urn]
                yield _link(service.urn, target.key, known or _EVERY_TCP_PORT, target.certain, because)
    anyone = filters.anyone(*nodes.topology.subnets, *nodes.topology.networks, *nodes.found)
    for endpoint in nodes.builder.of(EndpointFact):
        if endpoint.producer.absent:
            continue
        because = endpoint.because or Because(endpoint.urn, "serviceName")
        groups = tuple(group for reference in endpoint.groups for group in choices(reference))
        let_in, _ = filters.any_of(groups, True, anyone).ports()
        for producer in nodes.ends(endpoint.producer, endpoint.urn):
            known = ports.get(producer.key)
            offered = common(known or _EVERY_TCP_PORT, let_in) if groups else known or _EVERY_TCP_PORT
            # Where the stack shows all that stands behind the service, what listens on no port answers on none; where it does
            # not, nobody can say on which ports it answers.
            told = known is not None or producer.key not in ports
            if offered:
                yield _link(endpoint.urn, producer.key, offered, producer.certain and (told or producer.key in whole), because, told)


def _service_ports(fact: ServiceFact, listened: dict[str, set[tuple[str, int]]]) -> Ports | None:
    """Ports on which a service answers; None when nothing tells."""
    if fact.ports or fact.port_ranges:
        return tcp((*((port, port) for port in fact.ports), *fact.port_ranges))
    found = {pair for reference in fact.targets for choice in choices(reference) for pair in listened.get(choice.key, ())}
    return tuple(sorted((protocol, port, port) for protocol, port in found)) or None


def _link(source: str, target: str, ports: Ports, certain: bool, because: Because, told: bool = True) -> Edge:
    cause = f"{because.urn}#{because.prop}#{target}"
    return Edge(source, target, EdgeKind.LINK, ports, Moves.BOTH, certain, because, cause=cause, listens=told)


def _said(nodes: Nodes, fact: EdgeFact) -> Iterator[Edge]:
    """A move that a reader says. A share is opened by whom it lets in."""
    because = fact.because
    ports = ALL_PORTS if fact.ports == ((0, LAST),) and fact.kind is EdgeKind.ROUTE else tcp(fact.ports)
    ports = fact.protocols or ports
    cause = f"{because.urn}#{because.prop}#{because.text}"
    inspectors = _inspectors(nodes, fact.inspected_by)
    hop = (Hop(because.text or because.prop, because.urn, because.prop),) if because.text or because.prop else ()
    hop = (*hop, *_rules(nodes, fact.inspected_by))
    for source in nodes.ends(fact.source, because.urn):
        for target in nodes.ends(fact.target, f"{because.urn}#{because.prop}"):
            ends, moves = (source.key, target.key), fact.moves
            if fact.kind is EdgeKind.SHARE:
                ends = (target.key, source.key)
                moves = {Moves.FORWARD: Moves.BACKWARD, Moves.BACKWARD: Moves.FORWARD}.get(moves, moves)
            certain = fact.certain and source.certain and target.certain
            yield Edge(*ends, fact.kind, ports, moves, certain, because, hop, hop, cause, inspectors, notice=fact.notice)


def _mixed(builder: GraphBuilder) -> Iterator[Conflict]:
    """Zones that must be apart, in one cluster."""
    for fact in builder.of(MixedFact):
        if not fact.allowed:
            yield Conflict(fact.urn, fact.zone, fact.cluster, fact.other, mixed=True)


def _opens_out(builder: GraphBuilder) -> dict[str, str]:
    """Pods whose own policies let them open connections to the internet."""
    return {
        source.key: source.key
        for fact in builder.of(EdgeFact)
        if fact.protocols and fact.certain and fact.target.literal == INTERNET
        for source in choices(fact.source)
    }


def _rules(nodes: Nodes, key: str) -> tuple[Hop, ...]:
    """The resources that hold the inspector's rules: a finding names them, its short path does not."""
    gateway = nodes.topology.gateways.get(key)
    return tuple(Hop(nodes.topology.name(urn), urn, detail=True) for urn in gateway.ruled_by) if gateway is not None else ()


def _inspectors(nodes: Nodes, key: str) -> tuple[Inspector, ...]:
    gateway = nodes.topology.gateways.get(key)
    return (Inspector(key, nodes.topology.name(key), gateway.inspects, gateway.certain),) if gateway is not None else ()


def _mark_gateway_homes(nodes: Nodes, places: dict[str, list[Place]]) -> None:
    """Subnets that the stack made for next hops alone."""
    homes = {
        choice.key
        for gateway in nodes.topology.gateways.values()
        if gateway.kind in (GatewayKind.NAT, GatewayKind.FIREWALL)
        for reference in gateway.subnets
        for choice in choices(reference)
    }
    for key in homes:
        if key in nodes.found and all(place.bare for place in places.get(key, ())):
            nodes.found[key] = replace(nodes.found[key], only_gateways=True)


class _Drawing:
    """Spots and steps."""

    def __init__(self, nodes: Nodes, moves: dict[Spot, list[Step]]) -> None:
        self._nodes = nodes
        self._moves = moves
        self.zones: dict[str, ZoneName | None] = {}
        for node in nodes.found.values():
            for spot in self._spots(node):
                moves.setdefault(spot, [])
        for node in list(nodes.found.values()):
            if node.kind is NodeKind.SUBNET:
                self._within((node.key, HERE), (node.key, ROADS))
                self._within((node.key, ANSWERS), (node.key, HERE))
                if node.network is not None and node.network in nodes.found:
                    self._within((node.key, HERE), (node.network, HERE))
            if node.zone is not None and node.network is not None and node.kind in (NodeKind.SUBNET, NodeKind.WORKLOAD, NodeKind.STORE):
                zone = (f"within:{node.network}:{node.zone}", WITHIN)
                self.zones[zone[0]] = node.zone
                self._within((node.key, HERE), zone)
                self._within(zone, (node.key, HERE))

    def places(self, places: Iterable[Place]) -> None:
        """What stands in a subnet uses its roads, and hears what comes back on them."""
        for place in places:
            for member in place.members:
                node = self._nodes.found[member]
                if node.kind in PASSES_ON:
                    # A name that is read as an endpoint: its requests go on, its answers come from beyond.
                    self._within((place.key, IN), (member, TOWARDS))
                    self._within((member, BACK), (place.key, OUT))
                    continue
                self._within((member, HERE), (place.key, OUT), place.certain)
                self._within((place.key, IN), (member, HERE), place.certain)
                if not place.bare:
                    self._within((member, HERE), (place.subnet.key, ROADS), place.certain)
                    self._within((place.subnet.key, ANSWERS), (member, HERE), place.certain)

    def join(self, join: Join) -> None:
        """A connection from place to place."""
        opener, answerer = join.opener.key, join.answerer.key
        if join.edge.carries_forward:
            self._step((opener, OUT), (answerer, IN), join.edge, forward=True)
        if join.edge.carries_back:
            self._step((answerer, OUT), (opener, IN), join.edge, forward=False)

    def edge(self, edge: Edge) -> None:
        """A connection between nodes."""
        source, target = self._nodes.found[edge.source], self._nodes.found[edge.target]
        if (source.keyed or target.keyed) and NodeKind.EXTERNAL not in (source.kind, target.kind):
            return  # the use of a key moves no records; a key in somebody else's hands opens those that it guards
        if edge.carries_forward and not target.keyed:
            self._step(self._leaving(source, TOWARDS, edge), self._arriving(target, TOWARDS, edge), edge, forward=True)
        if edge.carries_back and not source.keyed:
            self._step(self._leaving(target, BACK, edge), self._arriving(source, BACK, edge), edge, forward=False)

    def _leaving(self, node: Node, layer: str, edge: Edge) -> Spot:
        if node.kind in PASSES_ON:
            return node.key, layer
        return node.key, ROADS if node.kind is NodeKind.SUBNET and edge.kind is EdgeKind.ROUTE else HERE

    def _arriving(self, node: Node, layer: str, edge: Edge) -> Spot:
        if node.kind in PASSES_ON:
            return node.key, layer
        return node.key, ANSWERS if node.kind is NodeKind.SUBNET and edge.kind is EdgeKind.ROUTE else HERE

    def _spots(self, node: Node) -> tuple[Spot, ...]:
        return ((node.key, TOWARDS), (node.key, BACK)) if node.kind in PASSES_ON else ((node.key, HERE),)

    def _within(self, origin: Spot, to: Spot, certain: bool = True) -> None:
        self._add(Step(origin, to, None, certain=certain))

    def _step(self, origin: Spot, to: Spot, edge: Edge, *, forward: bool) -> None:
        self._add(Step(origin, to, edge, forward, edge.certain))

    def _add(self, step: Step) -> None:
        self._moves.setdefault(step.origin, []).append(step)
        self._moves.setdefault(step.to, [])
