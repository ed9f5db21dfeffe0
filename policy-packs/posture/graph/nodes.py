"""Nodes of the graph: every fact's resource, classified, and the externals."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ai_zones.plan import DataClass, ZoneName
from posture.approved import Asserted
from posture.graph.builder import INTERNET, GraphBuilder
from posture.graph.classify import BY_CLASS, CLASS_TAG, FLOW_TAG, SERVICE_TAG, Classification, Classifier
from posture.graph.facts import (
    EdgeFact,
    EndpointFact,
    IdentityFact,
    NetworkFact,
    ResolverFact,
    ServiceFact,
    StoreFact,
    WorkloadFact,
)
from posture.graph.graph import Conflict, Node
from posture.graph.kinds import EdgeKind, NodeKind, Outside
from posture.graph.topology import Choice, Topology, choices
from posture.reference import Reference


@dataclass
class Nodes:
    """Nodes by key, and the contradictions found on the way."""

    builder: GraphBuilder
    topology: Topology
    classifier: Classifier
    found: dict[str, Node] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    networks: dict[str, Classification] = field(default_factory=dict)
    subnets: dict[str, Classification] = field(default_factory=dict)

    def add(
        self,
        key: str,
        kind: NodeKind,
        given: Classification,
        network: str | None = None,
        *,
        service: str | None = None,
        data_class: str | None = None,
        unknown: str = "",
        keyed: bool = False,
    ) -> Node:
        """A node of the stack; `network` passes a zone on, and may contradict the node's own. `unknown`: why its data class can't be told."""
        tags = self.classifier.tags(key)
        offers, flow = tags.get(SERVICE_TAG), tags.get(FLOW_TAG)
        node = Node(
            key,
            kind,
            self.topology.name(key),
            given.zone,
            given.source,
            given.unknown or unknown,
            data_class,
            network=network,
            service=service,
            offers=offers if isinstance(offers, str) else None,
            flow=flow if isinstance(flow, str) else None,
            keyed=keyed,
        )
        self.found[key] = node
        outer = self.networks.get(network) if network is not None else None
        if network is not None and given.own is not None and outer is not None and outer.zone not in (None, given.own):
            assert outer.zone is not None
            self.conflicts.append(Conflict(key, given.own, self.topology.name(network), outer.zone, named=given.named))
        return node

    def external(self, key: str, name: str, outside: Outside) -> Node:
        """Somebody or something that no resource of the stack is."""
        if key not in self.found:
            asserted = self._asserted(key)
            fact = self.builder.externals.get(key)
            planned = fact.zone if fact is not None else None
            zone = asserted.zone if asserted is not None else planned
            status = Outside.OURS if asserted is not None and outside is Outside.UNKNOWN else outside
            self.found[key] = Node(key, NodeKind.EXTERNAL, name, zone, ("asserted" if asserted else "plan") if zone else "", outside=status)
        return self.found[key]

    def ends(self, reference: Reference, because: str) -> tuple[Choice, ...]:
        """What an edge's end may be. A literal that nobody knows, and an unknown, become externals."""
        found = choices(reference)
        if not found:
            key = f"unknown:{because}"
            self.external(key, "somewhere unknown until the update", Outside.UNKNOWN)
            return (Choice(key, False),)
        for choice in found:
            if choice.key not in self.found:
                self._stray(choice.key)
        return found

    def _stray(self, key: str) -> None:
        if key in self.builder.externals:
            fact = self.builder.externals[key]
            self.external(key, fact.name, fact.outside)
        elif self.classifier.resource_of(key) in self.builder.stack.by_urn:
            # Data is said to move here, though no reader says what it is: it holds data.
            self.add(key, NodeKind.STORE, self.classifier.zone(key))
        else:
            self.external(key, key, Outside.UNKNOWN)

    def _asserted(self, key: str) -> Asserted | None:
        literal = key.split(":", 1)[1] if key in self.builder.externals and ":" in key else key
        return next((entry for entry in self.builder.approved.asserted if entry.literal in (key, literal)), None)


def collect_nodes(builder: GraphBuilder, topology: Topology, classifier: Classifier) -> Nodes:
    """All nodes but those that only edges name."""
    nodes = Nodes(builder, topology, classifier)
    nodes.external(INTERNET, "internet", Outside.INTERNET)
    for external in builder.externals.values():
        nodes.external(external.key, external.name, external.outside)
    _networks(nodes)
    _subnets(nodes)
    _workloads(nodes)
    _stores(nodes)
    _endpoints(nodes)
    for identity in builder.of(IdentityFact):
        nodes.add(identity.urn, NodeKind.IDENTITY, classifier.zone(identity.urn, _held(nodes, identity.within)))
    _identities_by_use(nodes)
    _services(nodes)
    _gateways(nodes)
    for resolver in builder.of(ResolverFact):
        if resolver.urn not in nodes.found:
            inherited = _inherited(nodes, (c.key for r in resolver.networks for c in choices(r)))
            nodes.add(resolver.urn, NodeKind.RESOLVER, classifier.zone(resolver.urn, inherited))
    return nodes


def _networks(nodes: Nodes) -> None:
    within = {fact.urn: choices(fact.within) for fact in nodes.builder.of(NetworkFact)}
    for key in nodes.topology.networks:
        if key not in nodes.topology.declared and nodes.classifier.resource_of(key) not in nodes.builder.stack.by_urn:
            external = nodes.external(key, nodes.topology.name(key), Outside.UNKNOWN)
            nodes.networks[key] = Classification(external.zone, "asserted" if external.zone else "")
            continue
        holders = within.get(key, ())
        inherited = [(nodes.topology.name(c.key), nodes.classifier.zone(c.key)) for c in holders]
        given = nodes.classifier.zone(key, inherited)
        nodes.networks[key] = given
        nodes.add(key, NodeKind.NETWORK, given)
        for choice, (whom, outer) in zip(holders, inherited, strict=True):
            if given.own is not None and outer.zone not in (None, given.own):
                assert outer.zone is not None
                nodes.conflicts.append(Conflict(key, given.own, whom or choice.key, outer.zone, named=given.named))


def _inherited(nodes: Nodes, keys: Iterable[str]) -> list[tuple[str, Classification]]:
    found = []
    for key in dict.fromkeys(keys):
        given = nodes.subnets.get(key) or nodes.networks.get(key)
        if given is not None:
            found.append((nodes.topology.name(key), given))
    return found


def _given(nodes: Nodes, urn: str, within: Reference, places: list[str], network: str | None) -> Classification:
    """Own tag, else its holder's, else its network's. What its holder's zone says may contradict its network's, as its own tag may."""
    held = [(whom, given) for whom, given in _held(nodes, within) if given.zone is not None or given.unknown]
    found = nodes.classifier.zone(urn, held or _inherited(nodes, places), _names(nodes, (*places, network)))
    return replace(found, own=found.zone) if held and found.own is None else found


def _held(nodes: Nodes, within: Reference) -> list[tuple[str, Classification]]:
    """What its holder passes on."""
    return [(nodes.topology.name(choice.key), nodes.classifier.zone(choice.key)) for choice in choices(within)]


def _names(nodes: Nodes, keys: Iterable[str | None]) -> list[str]:
    return [nodes.topology.name(key) for key in keys if key is not None]


def _subnets(nodes: Nodes) -> None:
    for key, subnet in nodes.topology.subnets.items():
        if subnet.exact and subnet.addresses.is_empty:
            continue  # a place for a next hop that no workload can stand in
        given = nodes.classifier.zone(key, _inherited(nodes, (subnet.network,)), _names(nodes, (subnet.network,)))
        if not subnet.network_certain:
            # It is walked from one of its possible networks alone; so nothing about it is proven.
            given = replace(given, unknown=given.unknown or "which network it stands in is unknown until the update")
        nodes.subnets[key] = given
        nodes.add(key, NodeKind.SUBNET, given, subnet.network)


def _place(nodes: Nodes, subnets: tuple[Reference, ...], network: Reference) -> tuple[list[str], str | None]:
    """Subnets (else the network) that something stands in, and the network that it inherits from."""
    top = nodes.topology
    standing = [c.key for reference in subnets for c in choices(reference) if c.key in top.subnets]
    homes = [top.subnets[key].network for key in standing] or [c.key for c in choices(network) if c.key in top.networks]
    return standing or homes, homes[0] if len(set(homes)) == 1 else None


def _workloads(nodes: Nodes) -> None:
    for fact in nodes.builder.of(WorkloadFact):
        if fact.urn in nodes.found:
            continue
        places, network = _place(nodes, fact.subnets, fact.network)
        given = _given(nodes, fact.urn, fact.within, places, network)
        nodes.add(fact.urn, NodeKind.WORKLOAD, _by_class(given, nodes.classifier.text(fact.urn, CLASS_TAG), network), network)


def _by_class(given: Classification, data_class: str | None, network: str | None) -> Classification:
    """What says that it is of PHI, stands in no network and says no zone is phi's: else what reads it would join nothing to phi."""
    if data_class != DataClass.PHI or given.zone is not None or given.unknown or network is not None:
        return given
    return replace(given, zone=ZoneName.PHI, source=BY_CLASS)


def _stores(nodes: Nodes) -> None:
    placed: dict[str, list[WorkloadFact]] = defaultdict(list)
    for workload in nodes.builder.of(WorkloadFact):
        placed[workload.urn].append(workload)
    for fact in nodes.builder.of(StoreFact):
        subnets = (*fact.subnets, *(reference for workload in placed.get(fact.urn, ()) for reference in workload.subnets))
        places, network = _place(nodes, subnets, fact.network)
        given = _given(nodes, fact.urn, fact.within, places, network)
        data_class, unknown = nodes.classifier.data_class(fact.urn, given.zone)
        given = _by_class(given, data_class, network)
        nodes.found.pop(fact.urn, None)
        known = len(nodes.conflicts)
        nodes.add(fact.urn, NodeKind.STORE, given, network, service=fact.service, data_class=data_class, unknown=unknown, keyed=fact.keyed)
        if any(conflict.key == fact.urn for conflict in nodes.conflicts[:known]):
            del nodes.conflicts[known:]


def _endpoints(nodes: Nodes) -> None:
    for fact in nodes.builder.of(EndpointFact):
        places, network = _place(nodes, fact.subnets, fact.network)
        owners = [c.key for c in choices(fact.network)] or places
        given = nodes.classifier.zone(fact.urn, _inherited(nodes, owners), _names(nodes, owners))
        nodes.add(fact.urn, NodeKind.ENDPOINT, given, network or next(iter(owners), None), service=fact.service)


def _services(nodes: Nodes) -> None:
    for fact in nodes.builder.of(ServiceFact):
        targets = [nodes.found[c.key] for reference in fact.targets for c in choices(reference) if c.key in nodes.found]
        inherited = [(node.name, Classification(node.zone, node.zone_from, node.zone_unknown)) for node in targets]
        given = nodes.classifier.zone(fact.urn, inherited, [node.name for node in targets])
        node = nodes.add(fact.urn, NodeKind.SERVICE, given)
        nodes.found[fact.urn] = replace(node, offers=fact.service or node.offers)


def _identities_by_use(nodes: Nodes) -> None:
    """An identity without a zone has that of the workloads that act as it, when they agree."""
    users: dict[str, set[str]] = defaultdict(set)
    for edge in nodes.builder.of(EdgeFact):
        if edge.kind is EdgeKind.ASSUME:
            for target in choices(edge.target):
                users[target.key].update(c.key for c in choices(edge.source))
    for key, sources in users.items():
        node = nodes.found.get(key)
        if node is None or node.kind is not NodeKind.IDENTITY or node.zone is not None or node.zone_unknown:
            continue
        given = [nodes.found[source] for source in sources if source in nodes.found and nodes.found[source].kind is NodeKind.WORKLOAD]
        zones = {user.zone for user in given}
        if len(zones) == 1 and (zone := zones.pop()) is not None:
            nodes.add(key, NodeKind.IDENTITY, Classification(zone, f"zone of {given[0].name}"))


def _gateways(nodes: Nodes) -> None:
    for key, fact in nodes.topology.gateways.items():
        networks = {c.key for reference in fact.networks for c in choices(reference)}
        subnets = [c.key for reference in fact.subnets for c in choices(reference)]
        networks |= {nodes.topology.subnets[subnet].network for subnet in subnets if subnet in nodes.topology.subnets}
        if len(networks) > 1 or key in nodes.found:
            continue  # a peering or hub stands in several networks, and in the zone of none
        inherited = _inherited(nodes, (*subnets, *networks))
        network = next(iter(networks), None)
        nodes.add(key, NodeKind.GATEWAY, nodes.classifier.zone(key, inherited), network)
