"""The clusters of a stack, in the graph: namespaces are networks, pods are workloads, policies decide what is between them."""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, NetworkFact, WorkloadFact
from posture.readers.kubernetes.beyond import Beyond
from posture.readers.kubernetes.doors import Doors
from posture.readers.kubernetes.kinds import PREFIX
from posture.readers.kubernetes.layout import Layout, layouts
from posture.readers.kubernetes.mixing import say_mixed
from posture.readers.kubernetes.names import say_names
from posture.readers.kubernetes.namespaces import cluster_holder
from posture.readers.kubernetes.roads import Roads
from posture.readers.kubernetes.services import Services
from posture.readers.kubernetes.strangers import draw_strangers, name_opaque, name_strange_kinds, name_unrendered
from posture.readers.kubernetes.volumes import say_volumes
from posture.readers.registry import joins, reads_whole
from posture.reference import ABSENT, Reference

reads_whole(PREFIX)


@joins
def kubernetes_clusters(graph: GraphBuilder) -> None:
    """Every cluster that the program puts objects into."""
    found = layouts(graph)
    for layout in found:
        _stand(graph, layout)
        beyond = Beyond(graph, layout.key)
        services = Services(graph, layout)
        Roads(graph, layout, services, beyond).draw()
        Doors(graph, layout, services, beyond).open()
        draw_strangers(graph, layout)
        say_volumes(graph, layout, beyond)
        say_names(graph, layout, beyond)
        say_mixed(graph, layout)
        name_strange_kinds(graph, layout)
        name_opaque(graph, layout)
    name_unrendered(graph, found)


def _stand(graph: GraphBuilder, layout: Layout) -> None:
    holder = cluster_holder(graph, layout.key)
    within = Reference.to(holder) if holder is not None else ABSENT
    used = {made.home.key for made in layout.pods}
    for home in layout.homes:
        if home.object is None and home.key not in used:
            continue
        graph.add(NetworkFact(home.key, None, within))
        if home.unknown and home.key in used:
            graph.unreadable(home.key, f"the zone of {home.name} can't be told")
    for made in layout.pods:
        because = Because(made.object.urn, made.object.prop("metadata.namespace"))
        graph.add(WorkloadFact(made.pod.key, (), (), because=because, network=Reference.to(made.home.key)))
