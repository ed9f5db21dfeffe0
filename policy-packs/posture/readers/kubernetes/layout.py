"""One cluster as the readers see it: its namespaces, pods and policies, put together once for the whole stack."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.classify import FLOW_TAG
from posture.kubernetes.cluster_policies import parse_cluster_policy
from posture.kubernetes.network_policies import parse_policy
from posture.kubernetes.parties import NAME_LABEL
from posture.kubernetes.reach import Policies
from posture.readers.kubernetes.namespaces import Home, homes, inherited_tags, nowhere
from posture.readers.kubernetes.objects import KubernetesObject, objects
from posture.readers.kubernetes.pods import TEMPLATES, Made, in_template, make_pod

CLUSTER_POLICIES: Final = ("AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy")
_POLICY_GROUPS: Final = ("networking.k8s.io", "extensions")
_CLUSTER_POLICY_GROUP: Final = "policy.networking.k8s.io"
_NOT_PODS: Final = frozenset({"PodTemplate"})
"""A template that makes no pod by itself."""


@dataclass
class Layout:
    """One cluster."""

    key: str
    objects: tuple[KubernetesObject, ...]
    homes: list[Home] = field(default_factory=list)
    pods: list[Made] = field(default_factory=list)
    policies: Policies = field(default_factory=Policies)
    by_key: dict[str, KubernetesObject] = field(default_factory=dict)
    _placed: dict[str, Home] = field(default_factory=dict)

    def home_of(self, one: KubernetesObject) -> Home | None:
        """The namespace that an object stands in; None for what stands in none."""
        return self._placed.get(one.key)

    def place(self, one: KubernetesObject, home: Home) -> None:
        """Say where an object stands."""
        self._placed[one.key] = home

    def of_kind(self, *kinds: str) -> Iterator[KubernetesObject]:
        """Objects of some kinds."""
        return (one for one in self.objects if one.kind in kinds)

    @property
    def classified(self) -> bool:
        """Whether anything in it has a zone, or may have one."""
        return any(home.zone is not None or home.unknown for home in self.homes)


def layouts(graph: GraphBuilder) -> tuple[Layout, ...]:
    """Every cluster that the program puts objects into."""
    return graph.once("kubernetes layouts", lambda: tuple(_layouts(graph)))


def _layouts(graph: GraphBuilder) -> Iterator[Layout]:
    grouped: dict[str, list[KubernetesObject]] = defaultdict(list)
    for one in objects(graph.stack):
        grouped[one.cluster].append(one)
    for key, found in grouped.items():
        layout = Layout(key, tuple(found), by_key={one.key: one for one in found})
        named = [one.namespace for one in found if isinstance(one.namespace, str)]
        layout.homes = homes(graph, key, found, [*named, *_selected(found), "kube-system"])
        _settle(graph, layout)
        layout.pods = [
            make_pod(one, home)
            for one in found
            if one.kind in TEMPLATES and one.kind not in _NOT_PODS and (home := layout.home_of(one)) is not None
        ]
        layout.policies = _policies(layout)
        yield layout


def _settle(graph: GraphBuilder, layout: Layout) -> None:
    """Namespace of every object: by name, else by the one namespace that its metadata came from."""
    by_name = {home.party.name: home for home in layout.homes if home.party.name is not None}
    by_urn = {home.object.urn: home for home in layout.homes if home.object is not None}
    unknown: Home | None = None
    for one in layout.objects:
        if one.kind == "Namespace" or one.namespace is None:
            if one.kind != "Namespace":
                graph.tags.setdefault(one.key, inherited_tags(one, None))
            continue
        if isinstance(one.namespace, str):
            home = by_name[one.namespace]
        else:
            came = [by_urn[urn] for urn in one.resource.property_dependencies.get("metadata", ()) if urn in by_urn]
            if len(came) == 1:
                home = came[0]
            else:
                if unknown is None:
                    unknown = nowhere(graph, layout.key)
                    layout.homes.append(unknown)
                home = unknown
        layout.place(one, home)
        if one.kind in TEMPLATES:
            graph.tags[one.key] = {**_said(one), **inherited_tags(one, None, in_template(one, "metadata.labels"))}
        else:
            graph.tags.setdefault(one.key, inherited_tags(one, home))


def _said(one: KubernetesObject) -> Mapping[str, Any]:
    """What a label can't hold: the flow, which has a slash, is an annotation."""
    for each in (one.annotations, in_template(one, "metadata.annotations")):
        if isinstance(each, Mapping) and isinstance(flow := each.get(FLOW_TAG), str):
            return {FLOW_TAG: flow}
    return {}


def _selected(found: Iterable[KubernetesObject]) -> Iterator[str]:
    """Namespaces that selectors of policies name."""
    for one in found:
        if one.kind in ("NetworkPolicy", *CLUSTER_POLICIES):
            yield from _named(one.body.get("spec"))


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        name = value.get(NAME_LABEL)
        if isinstance(name, str):
            yield name
        if value.get("key") == NAME_LABEL and isinstance(value.get("values"), (list, tuple)):
            yield from (one for one in value["values"] if isinstance(one, str))
        for each in value.values():
            yield from _named(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _named(each)


def _policies(layout: Layout) -> Policies:
    network = []
    cluster = []
    for one in layout.objects:
        name = one.name if isinstance(one.name, str) else one.resource.name
        if one.kind == "NetworkPolicy" and one.group in _POLICY_GROUPS:
            home = layout.home_of(one)
            known = home is not None and not (home.object is None and home.party.name is None)
            network.append(parse_policy(one.key, name, home.key if home and known else None, one.body.get("spec"), whole=one.whole))
        elif one.kind in CLUSTER_POLICIES and one.group == _CLUSTER_POLICY_GROUP:
            cluster.append(parse_cluster_policy(one.key, name, one.kind, one.body.get("spec"), whole=one.whole))
    return Policies(tuple(network), tuple(cluster))
