"""What stands in a cluster and is not in the program: pods of other namespaces, objects of kinds that no reader knows, charts that nobody can see into.

A namespace that the program does not show has the label that the server sets, its name, and none that a selector asks for: who labels
namespaces administers the cluster (docs/decisions/0013). Its pods have whatever labels they like. In a cluster of a known zone they are of that zone.
Source: Kubernetes documentation, "Namespaces", "Network Policies" (selectors see every pod of the cluster); Pulumi Registry, "Kubernetes: Helm Release", "Chart",
"ConfigFile" (a Release is installed by Helm, and its objects are no resources of the program).
"""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.addresses import EMPTY
from posture.graph.builder import GraphBuilder
from posture.graph.facts import EdgeFact
from posture.graph.kinds import EdgeKind, Outside
from posture.graph.ports import Ports, subtract
from posture.kubernetes.network_policies import Direction
from posture.kubernetes.parties import NAME_LABEL, Namespace, Pod
from posture.kubernetes.permits import in_graph_words
from posture.kubernetes.selectors import Labels
from posture.readers.kubernetes.clusters import cluster_of
from posture.readers.kubernetes.layout import Layout
from posture.readers.kubernetes.pods import Made
from posture.readers.kubernetes.quiet import is_known
from posture.readers.kubernetes.why import why
from posture.reference import Reference

DNS: Final[Ports] = (("tcp", 53, 53), ("udp", 53, 53))
"""Asking names is what T5 judges."""
_SOMEBODY: Final = "\0"
_SHOWN: Final = 3
RELEASES: Final = ("kubernetes:helm.sh/v3:Release",)
_RENDERED: Final = ("kubernetes:helm.sh/", "kubernetes:yaml", "kubernetes:kustomize")
"""Components whose objects are resources of the program, when they could be rendered."""


def draw_strangers(graph: GraphBuilder, layout: Layout) -> None:
    """Roads between the program's pods and those that it does not show."""
    if not layout.classified:
        return
    for stranger in _strangers(layout):
        name = stranger.namespace.name
        shown = f"namespace {name}" if name != _SOMEBODY else "namespaces"
        literal = f"namespace/{name}" if name != _SOMEBODY else "namespace/*"
        entry = next((one for one in graph.approved.asserted if one.literal == literal), None)
        key = f"{layout.key}:{literal}"
        if entry is not None:
            reference = graph.somewhere("kubernetes", literal)
        else:
            reference = graph.named_outside(key, f"pods of {shown} outside of the program", Outside.UNKNOWN)
        for made in layout.pods:
            _roads(graph, layout, made, stranger, reference)


def _strangers(layout: Layout) -> Iterator[Pod]:
    known = [home for home in layout.homes if home.object is None and home.zone is None and home.party.name is not None]
    for home in known:
        yield _stranger(home.party)
    if known:
        yield _stranger(Namespace("strangers", _SOMEBODY, Labels({NAME_LABEL: _SOMEBODY})))


def _stranger(namespace: Namespace) -> Pod:
    """Whoever: with any labels and ports. What blocks of addresses let pass is judged by address (`beyond`)."""
    return Pod(f"stranger of {namespace.key}", "somebody", namespace, Labels(complete=False), None, addresses=EMPTY)


def _roads(graph: GraphBuilder, layout: Layout, made: Made, stranger: Pod, reference: Reference) -> None:
    if stranger.namespace is made.home.party:
        return
    for direction in Direction:
        verdict = layout.policies.one_way(made.pod, direction, stranger)
        ports = in_graph_words(subtract(verdict.permit.may, DNS if direction is Direction.EGRESS else ()))
        if not ports or made.pod.on_host is True or (direction is Direction.INGRESS and made.home.zone is ZoneName.ACCESS):
            continue  # whoever comes in by the access zone is its business
        because = why(layout, made, direction, stranger, verdict.by)
        mine = Reference.to(made.pod.key)
        ends = (mine, reference) if direction is Direction.EGRESS else (reference, mine)
        graph.add(EdgeFact(*ends, EdgeKind.ROUTE, because, certain=False, protocols=ports))


def name_strange_kinds(graph: GraphBuilder, layout: Layout) -> None:
    """Objects of kinds that no reader knows."""
    for one in layout.objects:
        if is_known(one):
            continue
        reason = f"no reader knows the kind {one.kind} of {one.group}"
        home = layout.home_of(one)
        if home is not None and (home.zone is not None or home.unknown):
            graph.unreadable(home.key if home.object is not None else one.key, f"{reason} ({one.resource.name})")
            continue
        for about in _touched(layout):
            graph.unreadable(about, f"{reason} ({one.resource.name})")


def name_opaque(graph: GraphBuilder, layout: Layout) -> None:
    """Releases of Helm: whatever they install may stand anywhere in the cluster. The reviewer may vouch for one by its name."""
    asserted = {entry.literal for entry in graph.approved.asserted}
    found = [
        resource
        for resource in graph.stack.of_type(*RELEASES)
        if cluster_of(graph.stack, resource) == layout.key and not asserted & {resource.name, f"release/{resource.props.get('name')}"}
    ]
    if not found:
        return
    names = ", ".join(resource.name for resource in found[:_SHOWN]) + (f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else "")
    reason = f"what is installed by Helm is out of sight ({names}): render it as a Chart (helm.sh/v4), or name it under `asserted`"
    for about in _touched(layout) or (found[0].urn,):
        graph.unreadable(about, reason)


def name_unrendered(graph: GraphBuilder, layouts: tuple[Layout, ...]) -> None:
    """Charts, files and folders of manifests of which no object is in the program: not rendered yet, or empty."""
    parents = {resource.parent for resource in graph.stack}
    for resource in graph.stack:
        if resource.custom or not resource.type.startswith(_RENDERED) or resource.urn in parents:
            continue
        reason = f"none of the objects of {resource.name} ({resource.type.rsplit(':', 1)[-1]}) is in the program yet"
        touched = [about for layout in layouts for about in _touched(layout)]
        for about in touched or (resource.urn,):
            graph.unreadable(about, reason)


def _touched(layout: Layout) -> tuple[str, ...]:
    """One namespace of each zone of a cluster."""
    found = {home.zone: home.key for home in reversed(layout.homes) if home.zone is not None and home.object is not None}
    return tuple(found[zone] for zone in sorted(found, key=str))
