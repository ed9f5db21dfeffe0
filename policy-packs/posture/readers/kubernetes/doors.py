"""Doors: how somebody from outside of the cluster comes in to pods.

| door | who comes |
|---|---|
| Service `LoadBalancer` | the internet, or the private network (`balancers`); narrowed by `loadBalancerSourceRanges` |
| Service `NodePort` or with `externalIPs`, a container's `hostPort` | whoever reaches the nodes |
| Ingress; HTTPRoute, GRPCRoute, TLSRoute, TCPRoute, UDPRoute of a Gateway | as its load balancer, to the Services that it names |

Behind a door the pod's ingress policies still hold, but packets may come under the node's address, which always passes. So a door to an isolated pod is
uncertain, unless its rules let every address in.
Sources: Kubernetes documentation, "Service", "Ingress", "Network Policies" ("Cluster ingress and egress mechanisms often require rewriting the source or
destination IP"); Gateway API, "API overview".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Any, Final

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EdgeFact
from posture.graph.kinds import EdgeKind
from posture.graph.ports import LAST, Ports, common, merge, subtract
from posture.kubernetes.network_policies import Direction
from posture.kubernetes.permits import EVERYTHING, Permit, in_graph_words, union
from posture.kubernetes.rules import PROTOCOLS
from posture.readers.kubernetes.balancers import faces_internet
from posture.readers.kubernetes.beyond import Beyond, End
from posture.readers.kubernetes.layout import Layout
from posture.readers.kubernetes.objects import KubernetesObject, given, value_at
from posture.readers.kubernetes.pods import Made, containers
from posture.readers.kubernetes.services import Services, ports_of, selects, target_port
from posture.reference import Reference
from posture.values import is_unknown

ROUTES: Final = ("HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute")
GATEWAY_API: Final = "gateway.networking.k8s.io"
_INGRESS_GROUPS: Final = ("networking.k8s.io", "extensions")
_ANY_PORT: Final[Ports] = merge((protocol, 0, LAST) for protocol in ("tcp", "udp", "sctp"))


@dataclass
class Doors:
    """Doors of one cluster."""

    graph: GraphBuilder
    layout: Layout
    services: Services
    beyond: Beyond

    def open(self) -> None:
        """Every door."""
        if not self.layout.classified:
            return
        for service in self.layout.of_kind("Service"):
            if service.group == "core":
                self._service(service)
        for made in self.layout.pods:
            self._host_ports(made)
        for ingress in self.layout.of_kind("Ingress"):
            if ingress.group in _INGRESS_GROUPS:
                self._by_name(ingress, _ingress_backends(ingress), faces_internet(ingress, "spec.ingressClassName"), "spec")
        for route in self.layout.of_kind(*ROUTES):
            if route.group == GATEWAY_API:
                self._by_name(route, _route_backends(route), self._gateway(route), "spec.rules")

    def _service(self, service: KubernetesObject) -> None:
        kind, addresses = service.text("spec.type"), service.value("spec.externalIPs")
        if kind == "LoadBalancer" or is_unknown(kind):
            outward = faces_internet(service, "spec.loadBalancerClass")
            for end in self._callers(service, outward):
                self._let(service, end, "spec.type", "load balancer", sure=not is_unknown(kind))
        if kind == "NodePort" or is_unknown(addresses) or addresses:
            prop, text = ("spec.type", "node port") if kind == "NodePort" else ("spec.externalIPs", "external addresses")
            for end in self._at_nodes(service):
                self._let(service, end, prop, text)

    def _callers(self, one: KubernetesObject, outward: bool | None) -> Iterator[End]:
        """Who can call a load balancer."""
        zone = home.zone if (home := self.layout.home_of(one)) is not None else None
        ranges = one.items("spec.loadBalancerSourceRanges") if one.kind == "Service" else []
        if is_unknown(ranges) or outward is None:
            yield End(self.graph.internet(), False)
        elif ranges and all(isinstance(text, str) for text in ranges):
            try:
                addresses = AddressSet.parse(*ranges)
            except ValueError:
                yield End(self.graph.internet(), False)
                return
            yield from self.beyond.at(addresses, None) if outward else self.beyond.around(zone)
        elif outward:
            yield End(self.graph.internet())
        else:
            yield from self.beyond.around(zone)

    def _at_nodes(self, one: KubernetesObject) -> Iterator[End]:
        """Who can call a node: its network; where that is out of sight, its nodes may have public addresses."""
        zone = home.zone if (home := self.layout.home_of(one)) is not None else None
        yield from self.beyond.around(zone)
        if not self.beyond.subnets and self.beyond.asserted is None:
            yield End(self.graph.internet(), False)

    def _let(
        self, service: KubernetesObject, end: End, prop: str, text: str, *, sure: bool = True, ports: set[object] | None = None
    ) -> None:
        """A caller comes in by a Service to the pods behind it. `ports`: those of the Service that the door leads to; None: all."""
        for made in self.layout.pods:
            selected = selects(self.layout, service, made)
            if selected is False:
                continue
            opened = []
            for mapped in ports_of(service):
                if ports is None or mapped.port in ports or None in ports:
                    number = target_port(mapped, made)
                    opened.append((mapped.protocol, number, number) if number is not None else (mapped.protocol, 0, LAST))
            certain = sure and end.certain and selected is True
            because = Because(service.urn, service.prop(prop), text)
            self._enter(end.reference, made, merge(opened), because, certain)

    def _enter(self, caller: Reference, made: Made, ports: Ports, because: Because, certain: bool) -> None:
        permit = self._admits(made)
        let = self.services.as_called(made, None, Permit(common(permit.may, ports), common(permit.must, ports) if certain else ()))
        must, may = in_graph_words(let.must), in_graph_words(let.may)
        for found, sure in ((must, True), (subtract(may, must), False)):
            if found:
                mine = Reference.to(made.pod.key)
                self.graph.add(EdgeFact(caller, mine, EdgeKind.ROUTE, because, certain=sure, protocols=found))

    def _admits(self, made: Made) -> Permit:
        """What comes in, whatever address it comes under."""
        if made.pod.on_host is True:
            return EVERYTHING
        cells = [verdict.permit for _, verdict in self.layout.policies.cells(made.pod, Direction.INGRESS)]
        return union((*cells, EVERYTHING.perhaps())) & EVERYTHING.perhaps() | reduce(and_, cells)

    def _host_ports(self, made: Made) -> None:
        for path, container in containers(made.object):
            ports = value_at(container, "ports")
            for index, port in enumerate(ports if isinstance(ports, (list, tuple)) else ()):
                number = value_at(port, "hostPort")
                if number is None or made.pod.on_host is True:
                    continue
                behind = value_at(port, "containerPort")
                said = given(value_at(port, "protocol"), "TCP")
                protocol = said.lower() if isinstance(said, str) else ""
                known = isinstance(behind, (int, float)) and not is_unknown(number) and protocol in PROTOCOLS
                opened = ((protocol, int(behind), int(behind)),) if known else _ANY_PORT
                because = Because(made.object.urn, made.object.prop(f"{path}.ports[{index}].hostPort"), "host port")
                for end in self._at_nodes(made.object):
                    self._enter(end.reference, made, opened, because, end.certain and known)

    def _by_name(self, door: KubernetesObject, backends: list[Mapping[str, Any]] | None, outward: bool | None, prop: str) -> None:
        """A door that names Services."""
        text = f"{door.kind} {door.resource.name}"
        home = self.layout.home_of(door)
        if backends is None:
            about = door.key if home is None else home.key
            self.graph.unreadable(about, f"which Services {text} leads to is unknown until the update")
            return
        for end in self._callers(door, outward):
            for backend in backends:
                for service, ports, sure in self._backends(door, backend):
                    self._let(service, End(end.reference, end.certain), prop, text, sure=sure, ports=ports)

    def _backends(self, door: KubernetesObject, backend: Mapping[str, Any]) -> Iterator[tuple[KubernetesObject, set[object] | None, bool]]:
        name, port = backend.get("name"), backend.get("port")
        stated = backend.get("namespace")
        home = self.layout.home_of(door)
        wanted = stated if isinstance(stated, str) else home.party.name if home is not None and stated is None else None
        for service in self.layout.of_kind("Service"):
            stands = self.layout.home_of(service)
            named = (
                True if isinstance(name, str) and service.name == name else None if is_unknown(name) or is_unknown(service.name) else False
            )
            here = True if stands is home and stated is None else stands is not None and stands.party.name == wanted and wanted is not None
            if named is not False and (here or is_unknown(stated)):
                yield service, _door_ports(service, port), named is True and bool(here)

    def _gateway(self, route: KubernetesObject) -> bool | None:
        """Whether a Gateway that the route hangs on answers the internet; one that nobody shows may."""
        parents = route.items("spec.parentRefs")
        if is_unknown(parents):
            return None
        answers: set[bool | None] = set()
        for parent in parents:
            name = value_at(parent, "name")
            found = [one for one in self.layout.of_kind("Gateway") if one.group == GATEWAY_API and one.name == name]
            answers.update(faces_internet(one, "spec.gatewayClassName") for one in found)
            if not found:
                answers.add(None)
        return True if True in answers else None if None in answers else False


def _door_ports(service: KubernetesObject, port: Any) -> set[object] | None:
    """Ports of a Service by number or name; None: any."""
    if isinstance(port, str):
        listed = service.items("spec.ports")
        named = [value_at(one, "port") for one in ([] if is_unknown(listed) else listed) if value_at(one, "name") == port]
        return {one for one in named if isinstance(one, (int, float))} or None
    return {int(port)} if isinstance(port, (int, float)) else None


def _ingress_backends(ingress: KubernetesObject) -> list[Mapping[str, Any]] | None:
    """Services that an Ingress names, in the words of every version."""
    default = given(ingress.value("spec.defaultBackend"), ingress.value("spec.backend"))
    rules = ingress.items("spec.rules")
    if is_unknown(rules) or is_unknown(default):
        return None
    found = [default] if default is not None else []
    for rule in rules:
        paths = value_at(rule, "http.paths")
        if not isinstance(paths, (list, tuple, type(None))):
            return None
        found.extend(value_at(path, "backend") for path in _listed(paths))
    if any(not isinstance(one, Mapping) for one in found):
        return None
    return [_ingress_service(one) for one in found]


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _ingress_service(backend: Mapping[str, Any]) -> Mapping[str, Any]:
    service = backend.get("service")
    if isinstance(service, Mapping):
        port = service.get("port")
        return {"name": service.get("name"), "port": given(value_at(port, "number"), value_at(port, "name"))}
    return {"name": backend.get("serviceName"), "port": backend.get("servicePort")}


def _route_backends(route: KubernetesObject) -> list[Mapping[str, Any]] | None:
    """Services that a route names."""
    rules = route.items("spec.rules")
    if is_unknown(rules):
        return None
    found: list[Mapping[str, Any]] = []
    for rule in rules:
        listed = value_at(rule, "backendRefs")
        if not isinstance(listed, (list, tuple, type(None))) or any(not isinstance(one, Mapping) for one in _listed(listed)):
            return None
        found.extend(_listed(listed))
    return found
