"""Which zones something not understood touches: by itself, a property dependency, its parent, or a literal that names a node.

Source: DESIGN, "Open world".
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from ai_zones.plan import ZoneName
from posture.cached import cached_property
from posture.graph.builder import GraphBuilder
from posture.graph.classify import Classifier
from posture.graph.facts import GrantFact, Unreadable
from posture.graph.graph import Graph, OpenQuestion
from posture.graph.kinds import NodeKind
from posture.inputs.urns import label_of
from posture.resource import Resource

_PROJECT = "gcp:organizations/project:Project"
_ROOT = "pulumi:pulumi:Stack"
_CIDRS = ("cidrBlock", "ipv6CidrBlock", "ipCidrRange", "addressPrefix")
_SHORTEST = 12
_TELLING = re.compile(r"(?=[^0-9]*\d)(?=[^A-Za-z]*[A-Za-z]).", re.DOTALL)
"""A value that hardly two resources share by chance, where it is long enough: an id, an ARN, an endpoint; no name, zone or account number."""
_BUCKET_ARN = re.compile(r"^arn:aws[a-z-]*:s3:::(?P<name>[a-z0-9.-]{3,63})(?:/|$)")
_LONGEST = 2_048
_MOST_PARTS = 16


def open_questions(builder: GraphBuilder, graph: Graph) -> Iterator[OpenQuestion]:
    """Everything unreadable, with the zones that it touches."""
    touch = _Touch(builder, graph)
    for unreadable in dict.fromkeys(builder.of(Unreadable)):
        about = touch.classifier.resource_of(unreadable.about)
        resource = builder.stack.by_urn.get(about)
        if resource is None:
            yield OpenQuestion(unreadable, unreadable.about, None)
            continue
        zones, nodes = touch.of(about)
        if unreadable.beyond and zones is not None and not touch.anything_beyond(zones):
            continue
        where = f" [{label_of(resource.urn)}]" if len(builder.stack.files) > 1 else ""
        yield OpenQuestion(unreadable, f"{resource.name}{where}", zones, nodes)


_HOLD: Final = (NodeKind.STORE, NodeKind.WORKLOAD, NodeKind.SUBNET)
_TALK_OF_THEMSELVES: Final = frozenset({"kms", "logs", "ecr", "ssm", "secretsmanager"})
"""Stores of what programs are made of and what they say: without a zone they are nobody's records."""


class _Touch:
    def __init__(self, builder: GraphBuilder, graph: Graph) -> None:
        self._stack = builder.stack
        self._graph = graph
        self.classifier = Classifier(builder)
        self._beyond: dict[frozenset[ZoneName], bool] = {}
        self._nodes: dict[str, list[str]] = defaultdict(list)
        for key in graph.nodes:
            self._nodes[self.classifier.resource_of(key)].append(key)
        for grant in builder.of(GrantFact):
            # Whoever acts as an identity touches what it may use.
            self._nodes[grant.identity].extend(self._nodes.get(grant.store, ()))
        self._by_cidr: dict[str, list[str]] = defaultdict(list)
        for urn in self._nodes:
            for prop in _CIDRS if urn in self._stack.by_urn else ():
                cidr = self._stack.by_urn[urn].props.get(prop)
                if isinstance(cidr, str) and cidr:  # a state says `""` of a block that is not there
                    self._by_cidr[cidr].append(urn)

    def anything_beyond(self, zones: frozenset[ZoneName]) -> bool:
        """Whether something holds data, or runs, that is not known to be of these zones, and is of another one or leads out of them."""
        if zones not in self._beyond:
            self._beyond[zones] = self._look_beyond(zones)
        return self._beyond[zones]

    def _look_beyond(self, zones: frozenset[ZoneName]) -> bool:
        if len(zones) != 1:
            return True
        unplaced = set()
        for key, node in self._graph.nodes.items():
            if node.kind not in _HOLD or node.keyed or node.only_gateways:
                continue
            if node.zone_unknown or (node.zone is not None and node.zone not in zones):
                return True
            if node.zone is None and node.service not in _TALK_OF_THEMSELVES:
                if node.kind is not NodeKind.STORE:
                    return True
                unplaced.add(key)
        ends = ((edge.source, edge.target) for edge in self._graph.edges)
        return any(self._leads_on(other, zones) for pair in ends for one, other in (pair, pair[::-1]) if one in unplaced)

    def _leads_on(self, key: str, zones: frozenset[ZoneName]) -> bool:
        node = self._graph.nodes[key]
        return node.zone not in zones and not node.keyed

    def of(self, urn: str) -> tuple[frozenset[ZoneName] | None, frozenset[str]]:
        """Zones, and unclassified nodes. None: a zone that its tags would tell is not known, so it may be any."""
        zones: set[ZoneName] = set()
        nodes: set[str] = set()
        seen = {urn}
        queue = [urn, *self._around(urn)]
        while queue:
            current = queue.pop()
            # What a reader could not understand may be no node, so that no name placed it yet.
            own = self.classifier.zone(current) if current == urn else self.classifier.own(current)
            if own.zone is not None:
                zones.add(own.zone)
            elif own.unknown and current == urn:
                return None, frozenset()
            found = self._nodes.get(current, ())
            for key in found:
                node = self._graph.nodes[key]
                if node.zone is not None:
                    zones.add(node.zone)
                elif node.data_class == ZoneName.PHI:
                    zones.add(ZoneName.PHI)
                else:
                    nodes.add(key)
            if found and current != urn:
                continue
            for other in self._depends_on(current):
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return frozenset(zones), frozenset(nodes)

    def _depends_on(self, urn: str) -> Iterator[str]:
        resource = self._stack.by_urn.get(urn)
        if resource is None:
            return
        for urns in resource.property_dependencies.values():
            yield from sorted(urns)
        if (holder := self._project_of(resource)) is not None:
            yield holder
        for literal in _literals(resource.props):
            for found in self._stack.named(literal):
                if found.urn != urn and found.urn in self._nodes:
                    yield found.urn
            if (bucket := _BUCKET_ARN.match(literal)) is not None:
                # Made of the bucket's name alone: a preview knows as much as the state.
                yield from (one.urn for one in self._stack.named(bucket["name"]) if one.urn != urn and one.urn in self._nodes)
            yield from (found for found in self._by_cidr.get(literal, ()) if found != urn)
            yield from (owner for part in _parts(literal) if (owner := self._owner_of(part)) is not None and owner != urn)

    def _owner_of(self, value: str) -> str | None:
        found = self._by_output.get(value)
        return found if found is not None and _TELLING.match(value) else None

    def _project_of(self, resource: Resource) -> str | None:
        """The GCP project that holds it: whatever stands there touches the project's zone, though only its provider says so."""
        if not resource.type.startswith("gcp:"):
            return None
        own = resource.props.get("project")
        found = own if isinstance(own, str) else resource.provider.account if resource.provider is not None else None
        holder = self._projects.get(found) if found is not None else None
        return holder if holder != resource.urn else None

    @cached_property
    def _projects(self) -> dict[str, str]:
        found = ((resource.props.get("projectId"), resource.urn) for resource in self._stack.of_type(_PROJECT))
        return {project: urn for project, urn in found if isinstance(project, str)}

    def _around(self, urn: str) -> Iterator[str]:
        """Its parent, or what stands beside it under the same component."""
        resource = self._stack.by_urn[urn]
        parent = self._stack.by_urn.get(resource.parent or "")
        if parent is None or parent.type == _ROOT:
            return
        if parent.custom:
            yield parent.urn
            return
        yield from (other.urn for other in self._children.get(parent.urn, ()) if other.urn in self._nodes)

    @cached_property
    def _by_output(self) -> dict[str, str]:
        """What only the cloud gave out → the one resource that has it: `invokeArn` leads to its function, as the dependency on it would."""
        owners: dict[str, str] = {}
        shared: set[str] = set()
        ids: dict[str, str] = {}
        for resource in self._stack:
            if isinstance(resource.id, str) and len(resource.id) >= _SHORTEST:
                ids[resource.id] = resource.urn
            if resource.declared is None:
                continue
            props, urn = resource.props, resource.urn
            for prop in props.keys() - resource.declared:
                value = props[prop]
                if isinstance(value, str) and len(value) >= _SHORTEST and owners.setdefault(value, urn) != urn:
                    shared.add(value)
        return {**{value: urn for value, urn in owners.items() if value not in shared}, **ids}

    @cached_property
    def _children(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = defaultdict(list)
        for resource in self._stack:
            if resource.parent is not None:
                found[resource.parent].append(resource)
        return found


def _parts(literal: str) -> Iterator[str]:
    """The text, and what stands in it: an ARN within a URI, an id behind a slash, an ARN before `/*`."""
    if len(literal) > _LONGEST:
        return
    yield literal
    starts = [0, *(found.start() for found in re.finditer(r"arn:|(?<=/)", literal))][:_MOST_PARTS]
    ends = [len(literal), *(found.start() for found in re.finditer("/", literal))][:_MOST_PARTS]
    yield from (literal[start:end] for start in starts for end in ends if end - start >= 12 and (start, end) != (0, len(literal)))


def _literals(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _literals(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _literals(item)
