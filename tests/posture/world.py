"""A hand-written stack: resources with tags, and the facts that a reader would say about them. Knows no cloud."""

from collections.abc import Mapping
from typing import Any

from ai_zones.plan import CEILING, Flow, Provider
from posture.approved import Approved, Organization
from posture.graph.addresses import ANY, AddressSet
from posture.graph.build import build
from posture.graph.builder import GraphBuilder
from posture.graph.facts import (
    AssociationFact,
    AttachmentFact,
    Because,
    DefaultFilterFact,
    Destination,
    EndpointFact,
    FilterFact,
    FilterUseFact,
    GatewayFact,
    IdentityFact,
    ListenerFact,
    MainTableFact,
    NetworkFact,
    PropagationFact,
    ResolverFact,
    RouteFact,
    Rule,
    ServiceFact,
    StoreFact,
    SubnetFact,
    TableFact,
    WorkloadFact,
)
from posture.graph.graph import Graph
from posture.graph.kinds import EdgeKind, GatewayKind, Moves
from posture.proofs.finding import TheoremResult
from posture.proofs.judge import judge
from posture.proofs.verdict import Verdict
from posture.reference import ABSENT, Reference
from posture.resource import Resource
from posture.stack import Form, Stack
from posture.values import UNKNOWN

WHOLE_CEILING = frozenset(Flow(source=f.source, target=f.target, service=f.service, port=f.port) for f in CEILING.flows)
OPENAI = {"openai": Provider(fqdns=("api.openai.com",), baa=True)}
MAYBE = Reference(certain=False)
"""An unknown reference."""


def urn(name: str) -> str:
    return f"urn:pulumi:test::test::hand:written:Thing::{name}"


def to(name: str | Reference, *, certain: bool = True) -> Reference:
    if isinstance(name, Reference):
        return name
    return Reference(targets=(urn(name),), certain=certain)


def one_of(*names: str) -> Reference:
    return Reference(targets=tuple(urn(name) for name in names), certain=False)


def stranger(literal: str) -> Reference:
    return Reference(literal=literal)


def because(name: str, prop: str = "", text: str = "") -> Because:
    return Because(urn(name), prop, text)


def allow(
    inbound: bool,
    port: int | tuple[int, int] | None,
    peers: str | Reference | None = None,
    *,
    protocol: str = "tcp",
    order: int = 0,
    certain: bool = True,
) -> Rule:
    return _rule(True, inbound, port, peers, protocol, order, certain)


def deny(
    inbound: bool,
    port: int | tuple[int, int] | None,
    peers: str | Reference | None = None,
    *,
    protocol: str = "-1",
    order: int = 0,
    certain: bool = True,
) -> Rule:
    return _rule(False, inbound, port, peers, protocol, order, certain)


def _rule(
    permits: bool,
    inbound: bool,
    port: int | tuple[int, int] | None,
    peers: str | Reference | None,
    protocol: str,
    order: int,
    certain: bool,
) -> Rule:
    low, high = (0, 65535) if port is None else port if isinstance(port, tuple) else (port, port)
    if port is None:
        protocol = "-1"
    if isinstance(peers, Reference):
        return Rule(inbound, permits, protocol, low, high, None, peers, order, certain)
    return Rule(inbound, permits, protocol, low, high, ANY if peers is None else AddressSet.parse(peers), ABSENT, order, certain)


class World:
    """Says facts; `judge()` judges them."""

    def __init__(self, approved: Approved | None = None) -> None:
        self.approved = approved or Approved(
            WHOLE_CEILING,
            organization=Organization(stated=True),
            providers=OPENAI,
            providers_stated=True,
            residency=frozenset({"eu-west-1"}),
        )
        self._resources: dict[str, Resource] = {}
        self._facts: list[Any] = []
        self._edges: list[tuple[Any, ...]] = []
        self._unreadable: list[tuple[str, str, tuple[str, ...]]] = []
        self._numbers: dict[str, int] = {}

    def resource(
        self,
        name: str,
        *,
        parent: str | None = None,
        depends: Mapping[str, frozenset[str]] | None = None,
        custom: bool = True,
        external: bool = False,
        tags: Any = None,
        **props: Any,
    ) -> str:
        """A resource of the stack. Keyword `zone` and `data` become tags."""
        own: dict[str, Any] = dict(tags) if isinstance(tags, Mapping) else {}
        for key, tag in (("zone", "ai-zone"), ("data", "data-class"), ("offers", "ai-service"), ("flow", "ai-flow")):
            if props.get(key) is not None:
                own[tag] = props[key]
            props.pop(key, None)
        found = {"tags": tags if tags is UNKNOWN else own, **props}
        self._resources[name] = Resource(
            urn(name),
            "hand:written:Thing" if custom else "hand:written:Component",
            name,
            None,
            found,
            parent=urn(parent) if parent else None,
            property_dependencies=dict(depends or {}),
            custom=custom,
            external=external,
        )
        return urn(name)

    def say(self, fact: Any) -> "World":
        self._facts.append(fact)
        return self

    def forget(self, fact: Any) -> "World":
        self._facts.remove(fact)
        return self

    def network(
        self, name: str, cidr: str | None = "10.0.0.0/16", *, within: str | None = None, closed: bool | None = True, **tags: Any
    ) -> "World":
        self.resource(name, **tags)
        self.say(NetworkFact(urn(name), AddressSet.parse(*cidr.split()) if cidr else None, to(within) if within else ABSENT))
        if closed is not False:
            self.resolver(f"{name}-dns", name, closed=True)
        return self

    def resolver(self, name: str, *networks: str, closed: bool | None) -> "World":
        self.resource(name)
        return self.say(ResolverFact(urn(name), tuple(to(n) for n in networks), closed, because=because(name, "rules")))

    def subnet(
        self, name: str, network: str | Reference, cidr: str | None, *, table: str | Reference | None = None, **tags: Any
    ) -> "World":
        self.resource(name, **tags)
        self.say(SubnetFact(urn(name), to(network), AddressSet.parse(cidr) if cidr else None))
        if table is not None:
            self.associate(table, name)
        return self

    def associate(self, table: str | Reference, where: str | Reference) -> "World":
        return self.say(AssociationFact(to(table), to(where), because("association", "routeTableId")))

    def table(self, name: str, network: str | None, *, main: bool = False) -> "World":
        self.resource(name)
        self.say(TableFact(urn(name), to(network) if network else ABSENT))
        if main and network:
            self.say(MainTableFact(to(network), to(name), because(network, "mainRouteTableId")))
        return self

    def route(
        self,
        table: str | Reference,
        destination: str | Destination | None,
        via: str | Reference | None = None,
        *,
        preference: int = 100,
        blackhole: bool = False,
        internet: bool = False,
    ) -> "World":
        if isinstance(destination, str):
            destination = Destination(AddressSet.parse(*destination.split()), text=destination)
        elif destination is None:
            destination = Destination()
        number = self._numbers["route"] = self._numbers.get("route", 0) + 1
        name = self.resource(f"route-{number}").rsplit("::", 1)[1]
        return self.say(
            RouteFact(
                to(table),
                destination,
                to(via) if via is not None else ABSENT,
                because(name, "destination", destination.text),
                preference,
                blackhole,
                internet,
            )
        )

    def gateway(
        self, name: str, kind: GatewayKind, *networks: str, subnets: tuple[str, ...] = (), resource: bool = True, **more: Any
    ) -> "World":
        if resource:
            self.resource(name, zone=more.pop("zone", None))
        return self.say(GatewayFact(urn(name), kind, tuple(to(n) for n in networks), tuple(to(s) for s in subnets), **more))

    def attach(
        self, name: str, hub: str | Reference, network: str | None, *subnets: str, table: str | None = None, far: Reference = ABSENT
    ) -> "World":
        self.resource(name)
        self.say(AttachmentFact(urn(name), to(hub), to(network) if network else ABSENT, tuple(to(s) for s in subnets), far))
        if table is not None:
            self.associate(table, name)
        return self

    def propagate(self, table: str, source: str) -> "World":
        return self.say(PropagationFact(to(table), to(source), because(table, "propagation")))

    def filter(self, name: str, *rules: Rule, stateful: bool = True, network: str | None = None) -> "World":
        self.resource(name)
        return self.say(FilterFact(urn(name), stateful, to(network) if network else ABSENT, rules))

    def guard(self, name: str, *subnets: str | Reference) -> "World":
        for subnet in subnets:
            self.say(FilterUseFact(to(name), to(subnet), because(name, "subnetIds")))
        return self

    def guard_by_default(self, name: str, network: str) -> "World":
        return self.say(DefaultFilterFact(to(network), to(name), because(network, "defaultNetworkAclId")))

    def workload(
        self,
        name: str,
        *subnets: str | Reference,
        groups: tuple[str | Reference, ...] = (),
        public: bool = False,
        certain: bool = True,
        network: str | None = None,
        **tags: Any,
    ) -> "World":
        self.resource(name, **tags)
        return self.say(
            WorkloadFact(
                urn(name),
                tuple(to(s) for s in subnets),
                tuple(to(g) for g in groups),
                public,
                certain=certain,
                network=to(network) if network else ABSENT,
            )
        )

    def store(
        self,
        name: str,
        service: str = "s3",
        *subnets: str,
        groups: tuple[str, ...] = (),
        keyed: bool = False,
        network: str | None = None,
        **tags: Any,
    ) -> "World":
        self.resource(name, **tags)
        return self.say(
            StoreFact(
                urn(name),
                service,
                to(network) if network else ABSENT,
                tuple(to(s) for s in subnets),
                tuple(to(g) for g in groups),
                keyed=keyed,
            )
        )

    def endpoint(
        self,
        name: str,
        network: str,
        service: str,
        *subnets: str,
        groups: tuple[str, ...] = (),
        tables: tuple[str, ...] = (),
        producer: str | Reference | None = None,
        **tags: Any,
    ) -> "World":
        self.resource(name, **tags)
        return self.say(
            EndpointFact(
                urn(name),
                to(network),
                service,
                to(producer) if producer is not None else ABSENT,
                tuple(to(s) for s in subnets),
                tuple(to(g) for g in groups),
                tuple(to(t) for t in tables),
                because=because(name, "serviceName", ""),
            )
        )

    def service(self, name: str, *targets: str, ports: tuple[int, ...] = (443,), **tags: Any) -> "World":
        self.resource(name, **tags)
        return self.say(ServiceFact(urn(name), tuple(to(t) for t in targets), ports, tags.get("offers"), because=because(name, "targets")))

    def listener(self, workload: str, port: int) -> "World":
        return self.say(ListenerFact(to(workload), port))

    def identity(self, name: str, **tags: Any) -> "World":
        self.resource(name, **tags)
        return self.say(IdentityFact(urn(name)))

    def edge(
        self,
        source: str | Reference,
        target: str | Reference,
        kind: EdgeKind,
        text: str = "",
        *,
        moves: Moves = Moves.BOTH,
        certain: bool = True,
        ports: tuple[tuple[int, int], ...] = ((0, 65535),),
    ) -> "World":
        name = source if isinstance(source, str) else str(target)
        self._edges.append((source, target, kind, because(name, "policy", text), moves, certain, ports))
        return self

    def unreadable(self, name: str, reason: str, *theorems: str) -> "World":
        self._unreadable.append((urn(name), reason, theorems))
        return self

    def builder(self) -> GraphBuilder:
        builder = GraphBuilder(Stack(tuple(self._resources.values()), Form.STATE, "test"), self.approved)
        for fact in self._facts:
            builder.add(fact)
        for source, target, kind, why, moves, certain, ports in self._edges:
            ends = [_end(builder, end) for end in (source, target)]
            builder.edge(ends[0], ends[1], kind, why, moves=moves, certain=certain, ports=ports)
        for about, reason, theorems in self._unreadable:
            builder.unreadable(about, reason, *theorems)
        return builder

    def graph(self) -> Graph:
        return build(self.builder())

    def judge(self) -> dict[str, TheoremResult]:
        return {result.theorem: result for result in judge(self.graph(), self.approved)}

    def verdicts(self) -> dict[str, str]:
        return {theorem: result.verdict.value for theorem, result in self.judge().items()}

    def found(self, verdict: Verdict = Verdict.VIOLATED) -> set[tuple[str, str]]:
        """Theorem and short path of every finding of one verdict."""
        return {(f.theorem, f.shown_path) for result in self.judge().values() for f in result.findings if f.verdict is verdict}


def _end(builder: GraphBuilder, end: str | Reference) -> Reference:
    if isinstance(end, Reference):
        return end
    match end.split(":", 1):
        case ["internet"]:
            return builder.internet()
        case ["anybody"]:
            return builder.anybody()
        case ["account", account]:
            return builder.aws_account(account)
        case ["any", service]:
            return builder.any_account(service)
        case ["region", region]:
            return builder.region(region)
        case ["bucket", literal]:
            return builder.somewhere("bucket", literal)
    return to(end)
