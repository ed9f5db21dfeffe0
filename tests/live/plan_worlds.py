"""What a cluster's plan says who reaches whom, beside the NetworkPolicies that our components make of it: pods, flows, and the few doors that no plan names.

The expected matrix is read off the plan's flows and tables that a person writes; it never looks at a policy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any, Final

from ai_zones.plan import CEILING, ZoneName, ZonePlan
from tests.kubernetes.recording import Recording
from tests.live.policy_sets import Pod, PolicySet

CUT: Final = " in quarantine"
RESOLVER, ISTIOD, ISTIO_CSR = "kube-system/kube-dns", "istio-system/istiod", "cert-manager/cert-manager-istio-csr"
SYSTEM: Final[Mapping[str, Mapping[str, str]]] = {
    RESOLVER: {"k8s-app": "kube-dns"},
    ISTIOD: {"app": "istiod"},
    ISTIO_CSR: {"app": "cert-manager-istio-csr"},
    "kube-system/node-agent": {"k8s-app": "node-agent"},
    "cert-manager/controller": {"app": "cert-manager"},
}
"""Pods of the platform: those that our policies name, and others beside them."""

End = Pod | str


@dataclass(frozen=True)
class Opening:
    """Connections from each of `sources` to each of `targets`. An end is `<namespace>/<service>`, `<namespace>/*`, or a range of addresses."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    ports: frozenset[tuple[int, str]]

    def has(self, source: str, target: str, port: int, protocol: str) -> bool:
        """Whether this connection is one of them."""
        return (
            (port, protocol) in self.ports
            and any(_is(source, one) for one in self.sources)
            and any(_is(target, one) for one in self.targets)
        )


@cache
def _is(end: str, wanted: str) -> bool:
    if end.endswith(CUT):
        return False
    if end[0].isdigit():
        return wanted[0].isdigit() and ip_address(end) in ip_network(wanted)
    return fnmatchcase(end, wanted)


@dataclass
class World:
    """A cluster, as its plan has it."""

    set: PolicySet
    """Namespaces, pods and policies."""
    zones: Mapping[str, ZoneName]
    """Namespaces that belong to a zone."""
    openings: list[Opening] = field(default_factory=list)
    """All that may connect."""
    outside: tuple[str, ...] = ()
    """Addresses outside of the cluster that are asked about."""
    names: dict[int, str] = field(default_factory=dict)
    ports: tuple[tuple[int, str], ...] = ()
    """Ports that are asked about."""
    judged: tuple[str, ...] = ()
    """Namespaces of which connections have an end; none given: those of zones."""

    def add(self, name: str, labels: Mapping[str, str]) -> None:
        """One more pod, with an address of its own."""
        number = len(self.set.pods)
        self.set.pods.append(Pod(name.split("/")[0], dict(labels), f"100.64.{number // 200}.{number % 200 + 1}", {}))
        self.names[id(self.set.pods[-1])] = name

    def add_service(self, namespace: str, service: str, *, cut: bool = False) -> None:
        """A pod of a service; `cut` puts it in quarantine."""
        quarantine = {"ai-quarantine": "true"} if cut else {}
        zone = {"ai-zone": self.zones[namespace].value} if namespace in self.zones else {}
        self.add(f"{namespace}/{service}{CUT if cut else ''}", {"ai-service": service, **zone, **quarantine})

    def name(self, end: End) -> str:
        """Of a pod its name here; of an address itself."""
        return end if isinstance(end, str) else self.names[id(end)]

    def questions(self) -> Iterator[tuple[End, End, int, str]]:
        """All connections that have an end in a judged namespace: what others do among themselves is no business of the plan."""
        ends: list[End] = [*self.set.pods, *self.outside]
        judged = self.judged or tuple(self.zones)
        for source in ends:
            for target in ends:
                if source is not target and any(isinstance(one, Pod) and one.namespace in judged for one in (source, target)):
                    for port, protocol in self.ports:
                        yield source, target, port, protocol

    def expected(self, source: End, target: End, port: int, protocol: str) -> bool:
        """What the plan says of one connection."""
        return any(one.has(self.name(source), self.name(target), port, protocol) for one in self.openings)


def policies(made: Recording) -> list[dict[str, Any]]:
    """NetworkPolicies that a program registered, with whole numbers for ports as the server has them."""
    return [
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {key: one.inputs["metadata"][key] for key in ("name", "namespace")},
            "spec": _whole(one.spec),
        }
        for one in made.objects("NetworkPolicy").values()
    ]


def namespaces(made: Recording) -> dict[str, dict[str, str]]:
    """Namespaces that a program registered, and their labels with the name that the server adds."""
    return {
        name: {**one.inputs["metadata"]["labels"], "kubernetes.io/metadata.name": name} for name, one in made.objects("Namespace").items()
    }


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _whole(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return int(value) if isinstance(value, float) else value


def doors(zones: Mapping[str, ZoneName]) -> list[Opening]:
    """What no plan names and each namespace of a zone needs of the platform."""
    everybody = tuple(f"{one}/*" for one in zones)
    return [
        # Names: each program asks the cluster's resolver, which answers for private names alone (`KubernetesClusterDns`).
        Opening(everybody, (RESOLVER,), frozenset({(53, "TCP"), (53, "UDP")})),
        # The mesh: sidecars take their settings from istiod, and their certificates from istio-csr.
        Opening(everybody, (ISTIOD,), frozenset({(15012, "TCP")})),
        Opening(everybody, (ISTIO_CSR,), frozenset({(6443, "TCP")})),
    ]


def of_plan(plan: ZonePlan, names: list[str], held: Mapping[ZoneName, list[str]], made: Recording) -> World:
    """The cluster of a plan alone: each flow between zones that it holds, from all pods of the one, or from the service that may open it."""
    zones = {name: zone for zone, found in held.items() for name in found}
    flows = [flow for flow in plan.flows.values() if flow.source in held and flow.target in held]
    world = World(PolicySet(namespaces(made), [], policies(made)), zones)
    world.openings += doors(zones)
    world.ports = ((53, "UDP"), *((port, "TCP") for port in sorted({443, *(flow.port for flow in flows)})))
    for flow in flows:
        found = CEILING.find(flow.source, flow.target, flow.service)
        opener = found.initiator if found and found.initiator else "*"
        sources = tuple(f"{name}/{opener}" for name in held[flow.source])
        targets = tuple(f"{name}/{flow.service}" for name in held[flow.target])
        world.openings.append(Opening(sources, targets, frozenset({(flow.port, "TCP")})))
    for name in names:
        own = {service.value for service in CEILING.services[zones[name]]}
        for service in sorted({*own, "agent", "vault"}):
            world.add_service(name, service)
        world.add_service(name, sorted(own or {"agent"})[0], cut=True)
    return world
