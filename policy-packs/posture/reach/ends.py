"""The ends of a question: whom `--from` and `--to` mean.

| written | means |
|---|---|
| `internet` | whoever is on the internet |
| `203.0.113.0/24`, `10.0.0.7` | addresses outside of the cluster |
| `zone:phi` | everything of a zone |
| `namespace:phi` | pods of a namespace |
| `label:app=web` or `label:app=web,tier=front` | pods with labels |
| anything else | names, with `*` and `?`: `records`, `phi/records`, `ward-*` |
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from ai_zones.plan import ZoneName
from posture.errors import InputError
from posture.graph.addresses import AddressSet
from posture.graph.builder import INTERNET
from posture.graph.graph import Graph, Node
from posture.readers.kubernetes.layout import Layout
from posture.readers.kubernetes.pods import Made
from posture.record import record

_SHOWN: Final = 8
_KINDS: Final = ("zone", "namespace", "label")


@record
class PodEnd:
    """Pods of one template."""

    made: Made
    layout: Layout

    @property
    def name(self) -> str:
        """`namespace/name`."""
        one = self.made.object
        return f"{self.made.home.name}/{one.name if isinstance(one.name, str) else one.resource.name}"

    @property
    def key(self) -> str:
        """Key in the graph."""
        return self.made.pod.key


@record
class AddressEnd:
    """Addresses outside of the cluster."""

    addresses: AddressSet
    name: str


@record
class NodeEnd:
    """A node of the graph that is no pod."""

    node: Node

    @property
    def name(self) -> str:
        """Its name in the program."""
        return self.node.name

    @property
    def key(self) -> str:
        """Key in the graph."""
        return self.node.key


End = PodEnd | AddressEnd | NodeEnd


def ends(text: str, option: str, graph: Graph, layouts: tuple[Layout, ...]) -> tuple[End, ...]:
    """Whom a text means. Raises InputError, with what there is, when it means nobody."""
    if (addresses := _addresses(text)) is not None:
        return (AddressEnd(addresses, text),)
    pods = [PodEnd(made, layout) for layout in layouts for made in layout.pods]
    taken = {pod.key for pod in pods}
    nodes = [NodeEnd(node) for key, node in graph.nodes.items() if key not in taken]
    found = tuple(_meant(text, option, pods, nodes, graph))
    if not found:
        known = sorted({*(pod.name for pod in pods), *(node.name for node in nodes)})
        more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
        raise InputError(f"{option} {text!r}: nothing in the program is called so. There are: {', '.join(known[:_SHOWN]) or 'none'}{more}.")
    return found


def _addresses(text: str) -> AddressSet | None:
    try:
        return AddressSet.parse(text)
    except ValueError:
        return None


def _meant(text: str, option: str, pods: list[PodEnd], nodes: list[NodeEnd], graph: Graph) -> Iterator[End]:
    kind, colon, value = text.partition(":")
    if text == INTERNET:
        yield NodeEnd(graph.nodes[INTERNET])
    elif colon and kind == "zone":
        if value not in frozenset(ZoneName):
            raise InputError(f"{option} {text!r}: {value!r} is no zone. Allowed: {', '.join(ZoneName)}.")
        yield from (pod for pod in pods if graph.nodes[pod.key].zone == value)
        yield from (node for node in nodes if node.node.zone == value)
    elif colon and kind == "namespace":
        yield from (pod for pod in pods if fnmatchcase(pod.made.home.name, value))
    elif colon and kind == "label":
        yield from (pod for pod in pods if _labelled(pod, value, option, text))
    else:
        yield from (pod for pod in pods if _called(text, pod.name, pod.name.split("/", 1)[1], pod.made.object.resource.name))
        yield from (node for node in nodes if _called(text, node.name, node.key))


def _called(pattern: str, *names: str) -> bool:
    return any(name == pattern or fnmatchcase(name, pattern) for name in names)


def _labelled(pod: PodEnd, value: str, option: str, text: str) -> bool:
    pairs = [one.partition("=") for one in value.split(",")]
    if any(not name or not equals for name, equals, _ in pairs):
        raise InputError(f"{option} {text!r}: labels are written `label:name=value`, several with commas between them.")
    labels = pod.made.pod.labels.known
    return all(labels.get(name) == wanted for name, _, wanted in pairs)
