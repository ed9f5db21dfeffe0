"""Packet mirroring: copies of what machines send and receive go to a collector, by no route and whatever their own firewall says.

Source: Google Cloud documentation, "Packet Mirroring" (mirrored sources: subnets, tags, instances; a collector in the same or a peered network).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.gcp.layout import network_of
from posture.readers.gcp.names import given, parse, refer
from posture.readers.gcp.tokens import FORWARDING_RULE, INSTANCE, SUBNET, tokens
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_MIRRORING: Final = tokens("compute:PacketMirroring")
_SOURCES: Final = (("subnetworks", SUBNET), ("instances", INSTANCE))


@reads(*_MIRRORING)
def mirroring(resource: ResourceView, graph: GraphBuilder) -> None:
    """A move from what is mirrored to the collector."""
    urn = resource.resource.urn
    if str(resource.value("enable")).upper() == "FALSE":
        return
    collector = _collector(graph, resource)
    because = Because(urn, "collectorIlb")
    for source in _sources(graph, resource):
        if not source.targets:
            graph.unreadable(urn, f"packets of {source.literal or 'something unknown'} are mirrored, which no resource of the stack is")
        elif collector.targets or collector.literal is not None:
            certain = source.certain and collector.certain
            graph.edge(source, collector, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=certain)


def _collector(graph: GraphBuilder, view: ResourceView) -> Reference:
    found = refer(graph, view, "collectorIlb.url", FORWARDING_RULE)
    if found.targets:
        return found
    project = parse(found.literal).project if found.literal else None
    if project is None or project in graph.own_projects:
        graph.unreadable(view.resource.urn, "packets are copied to a collector that no resource of the stack is")
        return Reference(certain=False)
    return graph.gcp_project(project)


def _sources(graph: GraphBuilder, view: ResourceView) -> list[Reference]:
    found: list[Reference] = []
    for name, kind in _SOURCES:
        blocks = view.blocks(f"mirroredResources.{name}")
        if is_unknown(blocks):
            found.append(Reference(certain=False))
            continue
        found.extend(refer(graph, view, f"{block}.url", kind) for block in blocks)
    if given(view, "mirroredResources.tags"):
        found.append(network_of(graph, view, "network.url"))  # a tag is anybody's to carry
    return found
