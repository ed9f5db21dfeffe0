"""Virtual hubs: who is attached, by which table their packets go, and what each table is told.

Sources: Azure documentation, "About virtual hub routing" (associated table, propagation, labels, static routes), "How to configure Virtual WAN
Hub routing intent and routing policies", "What is Azure Virtual WAN?".
"""

from collections.abc import Iterator

from posture.graph.addresses import EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.azure.arm import parent_of, parse_arm_id, refer
from posture.readers.azure.layout import addresses, space_of
from posture.readers.azure.tokens import (
    HUB_CIRCUIT_CONNECTION,
    HUB_CIRCUIT_GATEWAY,
    HUB_CONNECTION,
    HUB_PEOPLE_GATEWAY,
    HUB_ROUTE_TABLE,
    HUB_VPN_CONNECTION,
    HUB_VPN_GATEWAY,
    NETWORK,
    ROUTING_INTENT,
    VIRTUAL_HUB,
    VPN_SITE,
)
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

DEFAULT = "defaultroutetable"
NONE = "noneroutetable"


@record
class Attached:
    """A network's connection to a hub."""

    urn: str
    view: ResourceView
    hub: Reference
    network: Reference

    @property
    def because(self) -> Because:
        """What to mend."""
        return Because(self.urn, "remoteVirtualNetwork")


@record
class Branch:
    """A circuit or VPN that ends at a hub."""

    urn: str
    hub: Reference
    prefixes: AddressSet | None
    name: str
    because: Because


def attachments(graph: GraphBuilder) -> tuple[Attached, ...]:
    """Networks attached to hubs."""

    def index() -> tuple[Attached, ...]:
        found = []
        for resource in graph.stack.of_type(HUB_CONNECTION):
            view = graph.view(resource.urn)
            network = refer(graph, view, "remoteVirtualNetwork.id", NETWORK)
            found.append(Attached(resource.urn, view, parent_of(view, graph, VIRTUAL_HUB), network))
        return tuple(found)

    return graph.once("azure hub attachments", index)


def branches(graph: GraphBuilder) -> tuple[Branch, ...]:
    """Circuits, sites and people at hubs."""
    return graph.once("azure hub branches", lambda: tuple(_branches(graph)))


def _branches(graph: GraphBuilder) -> Iterator[Branch]:
    for resource in graph.stack.of_type(HUB_VPN_CONNECTION):
        view = graph.view(resource.urn)
        yield _site(graph, view, "", _hub_of(graph, parent_of(view, graph, HUB_VPN_GATEWAY)), resource.urn)
    for resource in graph.stack.of_type(HUB_VPN_GATEWAY):
        view = graph.view(resource.urn)
        blocks = view.blocks("connections")
        for number, block in enumerate([] if is_unknown(blocks) else blocks):
            hub = refer(graph, view, "virtualHub.id", VIRTUAL_HUB)
            yield _site(graph, view, f"{block}.", hub, f"{resource.urn}#{number}")
    for resource in graph.stack.of_type(HUB_CIRCUIT_CONNECTION):
        view = graph.view(resource.urn)
        hub = _hub_of(graph, parent_of(view, graph, HUB_CIRCUIT_GATEWAY))
        circuit = view.text("expressRouteCircuitPeering.id")
        name = circuit if isinstance(circuit, str) else resource.name
        yield Branch(resource.urn, hub, None, name, Because(resource.urn, "expressRouteCircuitPeering", "circuit"))
    for resource in graph.stack.of_type(HUB_PEOPLE_GATEWAY):
        view = graph.view(resource.urn)
        hub = refer(graph, view, "virtualHub.id", VIRTUAL_HUB)
        yield Branch(resource.urn, hub, None, resource.name, Because(resource.urn, "virtualHub", "people"))


def _hub_of(graph: GraphBuilder, gateway: Reference) -> Reference:
    found = [refer(graph, graph.view(urn), "virtualHub.id", VIRTUAL_HUB) for urn in gateway.targets]
    return found[0] if len(found) == 1 else Reference(certain=False)


def _site(graph: GraphBuilder, view: ResourceView, base: Path, hub: Reference, key: str) -> Branch:
    site = refer(graph, view, f"{base}remoteVpnSite.id", VPN_SITE)
    prefixes: AddressSet | None = None
    name = site.literal or view.resource.name
    if len(site.targets) == 1:
        device = graph.view(site.targets[0])
        found, complete = addresses(graph, device, "addressSpace.addressPrefixes")
        prefixes = found if complete and found and device.value("bgpProperties") is None else None
        address = device.text("ipAddress")
        name = address if isinstance(address, str) else device.resource.name
    return Branch(key, hub, prefixes, name, Because(view.resource.urn, f"{base}remoteVpnSite", "VPN"))


def hub_table(hub: str, name: str) -> str:
    """Key of a table that every hub has."""
    return f"{hub}#{name}"


def table_named(graph: GraphBuilder, view: ResourceView, path: Path, hub: str) -> Reference:
    """A table by id: a resource, or one that every hub has."""
    value = view.value(path)
    found = refer(graph, view, path, HUB_ROUTE_TABLE)
    if found.targets or found.unknown:
        return found
    parsed = parse_arm_id(value)
    if parsed is not None and parsed.name in (DEFAULT, NONE):
        return Reference.to(hub_table(hub, parsed.name), path)
    return found if value is not None else Reference.to(hub_table(hub, DEFAULT), path)


def told(graph: GraphBuilder, attached: Attached, hub: str) -> tuple[Reference, ...]:
    """Tables into which an attachment's addresses go: those listed, else the default one."""
    path = "routingConfiguration.propagatedRouteTables.ids"
    blocks = attached.view.blocks(path)
    if is_unknown(blocks):
        return (Reference((hub_table(hub, DEFAULT),), certain=False, prop=path),)
    if not blocks:
        return (Reference.to(hub_table(hub, DEFAULT), path),)
    return tuple(table_named(graph, attached.view, f"{block}.id", hub) for block in blocks)


@record
class Intent:
    """Routing intent of a hub: what goes to its firewall."""

    urn: str
    internet: Reference | None
    private: Reference | None


def intent_of(graph: GraphBuilder, hub: str) -> Intent | None:
    """The hub's routing intent."""
    for resource in graph.stack.of_type(ROUTING_INTENT):
        view = graph.view(resource.urn)
        if hub not in parent_of(view, graph, VIRTUAL_HUB).targets:
            continue
        found: dict[str, Reference] = {}
        blocks = view.blocks("routingPolicies")
        for block in [] if is_unknown(blocks) else blocks:
            texts = view.texts(f"{block}.destinations")
            for text in [] if is_unknown(texts) else texts:
                if isinstance(text, str):
                    found[text.lower()] = refer(graph, view, f"{block}.nextHop")
        return Intent(resource.urn, found.get("internet"), found.get("privatetraffic"))
    return None


def spaces_beyond(graph: GraphBuilder, network: str) -> AddressSet | None:
    """Addresses of whatever else hangs at a network's hubs; None when a part is unknown."""
    hubs = {urn for one in attachments(graph) if network in one.network.targets for urn in one.hub.targets}
    found = EMPTY
    for one in attachments(graph):
        if hubs & set(one.hub.targets) and network not in one.network.targets:
            space = space_of(graph, one.network.targets[0]) if len(one.network.targets) == 1 else None
            if space is None:
                return None
            found = found | space
    for branch in branches(graph):
        if hubs & set(branch.hub.targets):
            if branch.prefixes is None:
                return None
            found = found | branch.prefixes
    return found


def static_routes(graph: GraphBuilder, table: str) -> Iterator[tuple[str, Reference, Because]]:
    """Prefix and next hop of each static route of a hub's table."""
    view = graph.view(table)
    blocks = view.blocks("routes")
    if is_unknown(blocks):
        graph.unreadable(table, "its routes are unknown until the update")
        return
    for block in blocks:
        texts = view.texts(f"{block}.destinations")
        hop = refer(graph, view, f"{block}.nextHop")
        if is_unknown(texts) or any(is_unknown(text) for text in texts) or not hop.targets:
            graph.unreadable(table, f"{block}: its destinations or next hop are unknown, or no resource of the stack")
            continue
        for text in texts:
            yield str(text), hop, Because(table, block, str(text))


def tables_in(graph: GraphBuilder, hub: str) -> tuple[str, ...]:
    """Tables of a hub that are resources."""
    return tuple(
        resource.urn
        for resource in graph.stack.of_type(HUB_ROUTE_TABLE)
        if hub in parent_of(graph.view(resource.urn), graph, VIRTUAL_HUB).targets
    )


def all_attached(graph: GraphBuilder, hub: str) -> tuple[Attached, ...]:
    """Networks attached to one hub."""
    return tuple(one for one in attachments(graph) if hub in one.hub.targets)
