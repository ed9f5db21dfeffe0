"""Azure Firewalls: where they stand, in a network's `AzureFirewallSubnet` or in a virtual hub, with which addresses.

Sources: Azure documentation, "What is Azure Firewall?", "Azure Firewall forced tunneling" (no public address but the management one).
"""

from posture.graph.builder import GraphBuilder
from posture.readers.azure.arm import refer
from posture.readers.azure.layout import Part
from posture.readers.azure.tokens import FIREWALL, SUBNETS, VIRTUAL_HUB
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView


@record
class Firewall:
    """One firewall."""

    urn: str
    view: ResourceView
    subnets: tuple[Reference, ...]
    hub: Reference
    public: bool | None
    """Whether it sends to the internet by an address of its own; None when that can't be told."""
    addresses: tuple[str, ...]
    """Private addresses, as far as they are known."""


def firewalls(graph: GraphBuilder) -> tuple[Firewall, ...]:
    """Every firewall of the stack."""
    return graph.once("azure firewalls", lambda: tuple(_read(graph, graph.view(r.urn)) for r in graph.stack.of_type(FIREWALL)))


def firewalls_in(graph: GraphBuilder, part: Part) -> tuple[Firewall, ...]:
    """Firewalls that stand in a subnet."""
    return tuple(found for found in firewalls(graph) if any(part.key in reference.targets for reference in found.subnets))


def _read(graph: GraphBuilder, view: ResourceView) -> Firewall:
    blocks = view.blocks("ipConfigurations")
    hub = refer(graph, view, "virtualHub.id", VIRTUAL_HUB)
    subnets: list[Reference] = []
    known: list[str] = []
    public: bool | None = not hub.absent
    if is_unknown(blocks):
        subnets.append(Reference(certain=False, prop="ipConfigurations"))
        public, blocks = None, []
    for block in blocks:
        subnet = refer(graph, view, f"{block}.subnet.id", *SUBNETS)
        if not subnet.absent:
            subnets.append(subnet)
        public = public or view.value(f"{block}.publicIPAddress") is not None
        address = view.value(f"{block}.privateIPAddress")
        if isinstance(address, str) and address:
            known.append(address)
    address = view.value("hubIPAddresses.privateIPAddress")
    if isinstance(address, str) and address:
        known.append(address)
    return Firewall(view.resource.urn, view, tuple(dict.fromkeys(subnets)), hub, public, tuple(known))
