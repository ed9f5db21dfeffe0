"""Machines: instances, templates of them, and what else has an address in a subnet by itself.

Sources: Google Cloud documentation, "Network interfaces", "IP addresses" (external addresses: `accessConfigs`, `ipv6AccessConfigs`),
"Instance templates"; "Configure internet access and firewall rules" (Dataflow); "Private GKE clusters" (nodes without external addresses);
"About network attachments".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.gcp.layout import place
from posture.readers.gcp.names import refer, refer_all
from posture.readers.gcp.tokens import FORWARDING_RULE, INSTANCES, NETWORK_ATTACHMENT, SUBNET, tokens
from posture.readers.registry import reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

CLUSTER: Final = tokens("container:Cluster")
NODE_POOL: Final = tokens("container:NodePool")
WORKERS: Final = tokens("dataflow:FlexTemplateJob", "dataflow:Job")
"""Jobs whose workers stand in a subnet that the job names."""
GUARD: Final = "#firewall"
"""Ends the key of a workload's effective firewall."""


@record
class Card:
    """One interface of a machine."""

    owner: ResourceView
    base: Path
    subnet: Reference
    network: Reference
    public: bool | None
    """None: may have an external address."""


def cards(graph: GraphBuilder) -> tuple[Card, ...]:
    """Every interface."""
    return graph.once("gcp cards", lambda: tuple(_cards(graph)))


def _cards(graph: GraphBuilder) -> Iterator[Card]:
    for resource in graph.stack.of_type(*INSTANCES):
        view = graph.view(resource.urn)
        blocks = view.blocks("networkInterfaces")
        for block in [] if is_unknown(blocks) else blocks:
            for subnet, network in _places(graph, view, f"{block}."):
                yield Card(view, f"{block}.", subnet, network, _public(view, block))
    for resource in graph.stack.of_type(*CLUSTER):
        view = graph.view(resource.urn)
        subnet, network = place(graph, view)
        private = view.flag("privateClusterConfig.enablePrivateNodes")
        yield Card(view, "", subnet, network, None if is_unknown(private) else private is not True)
    for resource in graph.stack.of_type(*WORKERS):
        view = graph.view(resource.urn)
        if view.value("subnetwork") is None and view.value("network") is None:
            continue  # in the default network (`dataflow`)
        subnet, network = place(graph, view)
        addresses = view.text("ipConfiguration")
        yield Card(view, "", subnet, network, None if is_unknown(addresses) else addresses != "WORKER_IP_PRIVATE")
    for resource in graph.stack.of_type(*NODE_POOL):
        view = graph.view(resource.urn)
        own = view.flag("networkConfig.enablePrivateNodes")
        for urn in refer(graph, view, "cluster", *CLUSTER).targets:
            cluster = graph.view(urn)
            subnet, network = place(graph, cluster)
            private = cluster.flag("privateClusterConfig.enablePrivateNodes") if own is None else own
            yield Card(view, "", subnet, network, None if is_unknown(private) else private is not True)


def _places(graph: GraphBuilder, view: ResourceView, base: Path) -> Iterator[tuple[Reference, Reference]]:
    """Where an interface stands; by a network attachment, in each subnet of the other network that it offers."""
    if view.value(f"{base}networkAttachment") in (None, ""):
        yield place(graph, view, base)
        return
    found = refer(graph, view, f"{base}networkAttachment", NETWORK_ATTACHMENT)
    if not found.targets:
        yield Reference(literal=found.literal, certain=found.certain, prop=f"{base}networkAttachment"), Reference()
    for urn in found.targets:
        for subnet in refer_all(graph, graph.view(urn), "subnetworks", SUBNET):
            yield subnet, Reference()


def _public(view: ResourceView, block: Path) -> bool | None:
    maybe = False
    for prop in ("accessConfigs", "ipv6AccessConfigs"):
        given = view.value(f"{block}.{prop}")
        if is_unknown(given):
            maybe = True
        elif given:
            return True
    return None if maybe else False


def has_public(graph: GraphBuilder, subnet: str) -> bool:
    """Whether something with an external address stands in a subnet."""
    return any(card.public is True and subnet in card.subnet.targets for card in cards(graph))


def at_address(graph: GraphBuilder, address: str) -> Reference:
    """The machine or forwarding rule that has an internal address; the address itself where none says that it has it."""
    found = [card.owner.resource.urn for card in cards(graph) if card.owner.value(f"{card.base}networkIp") == address]
    found += [resource.urn for resource in graph.stack.of_type(FORWARDING_RULE) if resource.props.get("ipAddress") == address]
    owners = tuple(dict.fromkeys(found))
    return Reference(owners, address, len(owners) == 1) if owners else Reference(literal=address)


@reads(*INSTANCES)
def instance(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by its interfaces. Here: only what can't be placed."""
    urn = resource.resource.urn
    if is_unknown(resource.blocks("networkInterfaces")):
        graph.unreadable(urn, "its network interfaces are unknown until the update")
    if resource.value("networkInterfaces") is None and resource.resource.type not in tokens("compute:Instance", "compute:InstanceTemplate"):
        graph.unreadable(urn, "its interfaces are those of a template or image, which is not followed")


@reads(*CLUSTER, *NODE_POOL)
def cluster(resource: ResourceView, graph: GraphBuilder) -> None:
    """Nodes of a cluster stand in its subnet. Here: only what can't be placed."""
    if resource.resource.type in NODE_POOL and not refer(graph, resource, "cluster", *CLUSTER).targets:
        graph.unreadable(resource.resource.urn, "nodes of a cluster that no resource of the stack is")
