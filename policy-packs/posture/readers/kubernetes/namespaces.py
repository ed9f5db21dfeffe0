"""Namespaces: each is a network of its own in the graph, within its cluster, and has the zone of its label `ai-zone`, else its cluster's.

One that the program does not make stands all the same: `default`, `kube-system`, whatever objects or selectors name. Of such a one only the label
that the server sets is known.
Source: Kubernetes documentation, "Namespaces", "Automatic labelling".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ai_zones.plan import ZoneName
from posture.graph.builder import GraphBuilder
from posture.graph.classify import ZONE_TAG, Classifier
from posture.kubernetes.parties import Namespace
from posture.kubernetes.selectors import Labels
from posture.readers.kubernetes.nodes import standing_of
from posture.readers.kubernetes.objects import KubernetesObject
from posture.values import UNKNOWN

PART: Final = "#::"
"""Between a cluster's key and the name of what stands in it and is no resource of the program."""


@dataclass(frozen=True, slots=True, eq=False)
class Home:
    """A namespace of a cluster, with the object that makes it, where the program has it."""

    party: Namespace
    object: KubernetesObject | None
    zone: ZoneName | None = None
    unknown: bool = False
    """Whether its zone can't be told."""

    @property
    def key(self) -> str:
        """Key in the graph."""
        return self.party.key

    @property
    def name(self) -> str:
        """For people."""
        return self.party.name or "a namespace without a known name"


def tags_of(value: Mapping[str, Any] | object, *more: object) -> dict[str, Any]:
    """Labels as the graph's tags; of the later ones only what the earlier ones lack."""
    found: dict[str, Any] = {}
    for labels in (value, *more):
        if isinstance(labels, Mapping):
            found = {**{key: one for key, one in labels.items() if isinstance(key, str)}, **found}
        elif labels is not None:  # unknown, or no map of labels at all
            found.setdefault("*", UNKNOWN)
    return found


def homes(graph: GraphBuilder, cluster: str, objects: Iterable[KubernetesObject], named: Iterable[str]) -> list[Home]:
    """Namespaces that the program makes, and those that it only names."""
    made = [one for one in objects if one.kind == "Namespace"]
    found = []
    for one in made:
        graph.tags[one.key] = tags_of(one.labels)
        name = one.name if isinstance(one.name, str) else None
        labels = Labels.of(one.labels)
        party = Namespace.make(one.key, name, labels if one.whole else Labels(labels.known, False))
        found.append(_classified(graph, party, one, cluster))
    known = {one.party.name for one in found}
    for name in dict.fromkeys(named):
        if name not in known:
            found.append(_classified(graph, Namespace.make(f"{cluster}{PART}namespace {name}", name, Labels()), None, cluster))
    return found


def nowhere(graph: GraphBuilder, cluster: str) -> Home:
    """The namespace of what stands in one that nobody knows yet."""
    key = f"{cluster}{PART}a namespace that is unknown until the update"
    return _classified(graph, Namespace(key, None, Labels(complete=False)), None, cluster)


def _classified(graph: GraphBuilder, party: Namespace, one: KubernetesObject | None, cluster: str) -> Home:
    if one is None:
        graph.tags.setdefault(party.key, {})
    classifier = Classifier(graph)
    found = classifier.zone(party.key, [(cluster, classifier.zone(holder)) for holder in (cluster_holder(graph, cluster),) if holder])
    return Home(party, one, found.zone, bool(found.unknown) or (one is None and party.name is None))


def cluster_holder(graph: GraphBuilder, cluster: str) -> str | None:
    """What passes a zone on to a cluster's namespaces: itself if it says one, else what its nodes stand in; None for a cluster out of sight."""

    def find() -> str | None:
        if cluster not in graph.stack.by_urn:
            return None
        classifier = Classifier(graph)
        for holder in (cluster, *standing_of(graph, cluster)):
            own = classifier.own(holder)
            if own.zone is not None or own.unknown:
                return holder
        return cluster

    return graph.once(f"holder of {cluster}", find)


def inherited_tags(one: KubernetesObject, home: Home | None, *more: object) -> dict[str, Any]:
    """Tags of an object that stands in a namespace: its own labels, and its namespace's zone where it says none."""
    found = tags_of(one.labels, *more)
    if home is not None and home.zone is not None:
        found.setdefault(ZONE_TAG, home.zone.value)
    return found
