"""Services: which pods stand behind one, and the ports by which they are called.

An `ExternalName` is a name and no road: the pod's own policies decide whether it gets there.
Source: Kubernetes documentation, "Service" (`targetPort` is the port's own number, unless given).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ai_zones.plan import ZoneName
from posture.graph.builder import GraphBuilder
from posture.graph.ports import Ports, merge, subtract
from posture.kubernetes.permits import Permit
from posture.kubernetes.selectors import parse_selector
from posture.kubernetes.truth import Truth
from posture.readers.kubernetes.layout import Layout
from posture.readers.kubernetes.objects import KubernetesObject, given
from posture.readers.kubernetes.pods import Made
from posture.record import record
from posture.values import is_unknown


@record
class Mapped:
    """A port of a Service and the pod's port behind it."""

    protocol: str
    port: int | None
    target: int | str | None
    """A number, a name, or None when unknown."""


@dataclass
class Services:
    """Services of one cluster."""

    graph: GraphBuilder
    layout: Layout
    _known: dict[str, list[tuple[KubernetesObject, Truth]]] = field(default_factory=dict)

    def before(self, made: Made) -> list[tuple[KubernetesObject, Truth]]:
        """Services that select pods, each with how sure that is."""
        if made.pod.key not in self._known:
            found = ((one, selects(self.layout, one, made)) for one in self.layout.of_kind("Service") if one.group == "core")
            self._known[made.pod.key] = [(one, sure) for one, sure in found if sure is not False]
        return self._known[made.pod.key]

    def as_called(self, made: Made, caller: ZoneName | None, permit: Permit) -> Permit:
        """Ports under the number by which they are called.

        A flow is declared by its Service's port; policies see the pod's. Where a pod's port is no approved one and a Service leads to it from one
        that is, it is said as that.
        """
        approved = {flow.port for flow in self.graph.approved.flows if flow.target == made.home.zone and caller in (None, flow.source)}
        renamed: dict[tuple[str, int], int] = {}
        for service, sure in self.before(made):
            if is_unknown(service.items("spec.ports")):
                return _doubted(permit)
            for mapped in ports_of(service):
                number = target_port(mapped, made)
                if mapped.port is not None and (mapped.port not in approved or number in approved):
                    continue
                if number is None and isinstance(mapped.target, str) and made.pod.ports is not None:
                    continue  # a name that no container has: it leads nowhere
                if not sure or number is None or mapped.port is None:
                    permit = _doubted(permit)
                else:
                    renamed[mapped.protocol, number] = mapped.port
        if not renamed:
            return permit
        return Permit(_renamed(permit.may, renamed), _renamed(permit.must, renamed))


def _doubted(permit: Permit) -> Permit:
    """Single ports may be called by an approved one: that they are open is no certain fault. A range is more than any Service's port."""
    return Permit(permit.may, tuple(port for port in permit.must if port[1] < port[2]))


def _renamed(ports: Ports, numbers: Mapping[tuple[str, int], int]) -> Ports:
    singles = {(protocol, low) for protocol, low, high in ports if low == high}
    meant = {key: number for key, number in numbers.items() if key in singles}
    gone = tuple((protocol, port, port) for protocol, port in meant)
    return merge((*subtract(ports, gone), *((protocol, number, number) for (protocol, _), number in meant.items())))


def selects(layout: Layout, service: KubernetesObject, made: Made) -> Truth:
    """Whether a Service leads to pods. Without a selector it leads to what Endpoints say."""
    home = layout.home_of(service)
    if home is not made.home:
        return None if home is None or (home.object is None and home.party.name is None) else False
    if service.text("spec.type") == "ExternalName":
        return False
    selector = service.value("spec.selector")
    if is_unknown(selector):
        return None
    if not isinstance(selector, Mapping) or not selector:
        return False
    return parse_selector({"matchLabels": selector}).matches(made.pod.labels)


def ports_of(service: KubernetesObject) -> Iterator[Mapped]:
    """The ports of a Service."""
    listed = service.items("spec.ports")
    for port in [] if is_unknown(listed) else listed:
        if not isinstance(port, Mapping):
            continue
        protocol = given(port.get("protocol"), "TCP")
        number, target = port.get("port"), port.get("targetPort")
        named = protocol.lower() if isinstance(protocol, str) else "tcp"
        yield Mapped(named, _whole(number), _whole(number) if _unset(target) else _target(target))


def target_port(mapped: Mapped, made: Made) -> int | None:
    """The pod's port behind a Service's; None when nothing tells."""
    if not isinstance(mapped.target, str):
        return mapped.target
    return next((one.port for one in made.pod.ports or () if (one.name, one.protocol) == (mapped.target, mapped.protocol)), None)


def _unset(target: Any) -> bool:
    return target is None or (isinstance(target, (int, float, str)) and target in (0, ""))


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _target(value: Any) -> int | str | None:
    if isinstance(value, str):
        return int(value) if value.isdigit() else value
    return _whole(value)
