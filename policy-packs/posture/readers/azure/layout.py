"""Virtual networks and their subnets, however they are written: inside the network, as resources of their own, or both.

A subnet that stands in both forms is one node, the resource. Source: Azure REST API reference, "Virtual Networks", "Subnets"; Azure
documentation, "What is Azure Virtual Network?".
"""

from dataclasses import replace
from typing import Final

from posture.graph.addresses import EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.readers.azure.arm import inline_children, inline_key, look_up, name_of, parent_of, refer
from posture.readers.azure.tokens import NETWORK, SUBNET
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

FIREWALL_SUBNET: Final = "azurefirewallsubnet"
NEXT_HOPS_ONLY: Final = frozenset({FIREWALL_SUBNET, "azurefirewallmanagementsubnet", "gatewaysubnet", "routeserversubnet"})
"""Reserved names: Azure lets nothing but its own next hops stand there ("What is Azure Firewall?", "VPN Gateway configuration settings")."""


@record
class Part:
    """A subnet: a resource, or a block inside its network's."""

    key: str
    view: ResourceView
    base: Path
    """What stands before the name of a property: empty, or `subnets[0].`."""
    network: Reference
    name: str
    """In lower case."""

    def refer(self, graph: GraphBuilder, path: Path, *tokens: str) -> Reference:
        """Where a property points."""
        return refer(graph, self.view, self.base + path, *tokens)

    @property
    def only_next_hops(self) -> bool:
        """Whether nothing but Azure's own gateways may stand there."""
        return self.name in NEXT_HOPS_ONLY


def parts(graph: GraphBuilder) -> dict[str, Part]:
    """Every subnet of the stack by key."""

    def index() -> dict[str, Part]:
        found: dict[str, Part] = {}
        own: dict[tuple[str, str], str] = {}
        for resource in graph.stack.of_type(SUBNET):
            view = graph.view(resource.urn)
            network = parent_of(view, graph, NETWORK)
            name = (name_of(view) or "").lower()
            found[resource.urn] = Part(resource.urn, view, "", network, name)
            if network.certain:
                own.update(dict.fromkeys(((urn, name) for urn in network.targets), resource.urn))
        for resource in graph.stack.of_type(NETWORK):
            view = graph.view(resource.urn)
            for name, block in inline_children(view, "subnets"):
                part = Part(inline_key(resource.urn, "subnets", name), view, f"{block}.", Reference.to(resource.urn), name)
                twin = own.get((resource.urn, name))
                if twin is None:
                    found[part.key] = part
                elif _declares(view, "subnets"):
                    _compare(graph, found[twin], part)
        return found

    return graph.once("azure subnets", index)


def _declares(view: ResourceView, prop: str) -> bool:
    declared = view.resource.declared
    return declared is not None and prop in declared


_COMPARED: Final = ("networkSecurityGroup.id", "routeTable.id", "natGateway.id", "defaultOutboundAccess")


def _compare(graph: GraphBuilder, own: Part, inline: Part) -> None:
    """Whoever writes last decides what stands: where the two differ, nobody can tell."""
    for prop in _COMPARED:
        one, other = own.view.value(own.base + prop), inline.view.value(inline.base + prop)
        if is_unknown(one) or is_unknown(other):
            continue
        alike = one.lower() == other.lower() if isinstance(one, str) and isinstance(other, str) else one == other
        if not alike:
            graph.unreadable(own.key, f"{inline.view.resource.name} declares this subnet too, with another {prop.partition('.')[0]}")


def parts_of(graph: GraphBuilder, network: str) -> tuple[Part, ...]:
    """The subnets that surely or possibly stand in a network."""

    def index() -> dict[str, list[Part]]:
        found: dict[str, list[Part]] = {}
        for part in parts(graph).values():
            for key in part.network.targets or ((part.network.literal,) if part.network.literal else ()):
                found.setdefault(key, []).append(part)
        return found

    return tuple(graph.once("azure subnets by network", index).get(network, ()))


def part_at(graph: GraphBuilder, reference: Reference) -> Part | None:
    """The one subnet that a reference surely points to."""
    if len(reference.targets) == 1 and reference.certain:
        return parts(graph).get(reference.targets[0])
    return None


def network_of(graph: GraphBuilder, subnet: Reference) -> Reference:
    """The network of the subnets that a reference points to; by the id of one that is no resource of the stack."""
    found = [parts(graph)[key].network for key in subnet.targets if key in parts(graph)]
    targets = tuple(dict.fromkeys(urn for reference in found for urn in reference.targets))
    if targets:
        return Reference(targets=targets, certain=len(targets) == 1 and all(ref.certain for ref in found), prop=subnet.prop)
    if found and found[0].literal is not None:
        return replace(found[0], prop=subnet.prop)
    if subnet.literal is not None and "/subnets/" in subnet.literal.lower():
        return look_up(graph, subnet.literal[: subnet.literal.lower().rindex("/subnets/")], (NETWORK,), subnet.prop)
    return Reference(certain=False, prop=subnet.prop)


def space_of(graph: GraphBuilder, network: str) -> AddressSet | None:
    """Addresses of a network; None when a part of them is unknown (IPAM pools, values that only the update tells)."""
    spaces = graph.once("azure address spaces", dict[str, AddressSet | None])
    if network not in spaces:
        spaces[network] = None
        if network in graph.stack.by_urn:
            view = graph.view(network)
            known, complete = addresses(graph, view, "addressSpace.addressPrefixes")
            spaces[network] = known if complete and not known.is_empty else None
    return spaces[network]


def range_of(graph: GraphBuilder, part: Part) -> AddressSet | None:
    """Addresses of a subnet; None when unknown."""
    ranges = graph.once("azure subnet ranges", dict[str, AddressSet | None])
    if part.key not in ranges:
        known, complete = addresses(graph, part.view, f"{part.base}addressPrefixes")
        if known.is_empty and complete:
            known, complete = addresses(graph, part.view, f"{part.base}addressPrefix")
        ranges[part.key] = known if complete and not known.is_empty else None
    return ranges[part.key]


def addresses(graph: GraphBuilder, view: ResourceView, *paths: Path) -> tuple[AddressSet, bool]:
    """Addresses of CIDRs at the paths (one or a list each), and whether that is all."""
    known, complete = EMPTY, True
    for path in paths:
        texts = view.texts(path)
        if is_unknown(texts):
            complete = False
            continue
        for text in texts:
            parsed = None if is_unknown(text) else parse(graph, view, path, text)
            complete = complete and parsed is not None
            known = known | (parsed or EMPTY)
    return known, complete


def parse(graph: GraphBuilder, view: ResourceView, path: Path, text: str) -> AddressSet | None:
    """Addresses of one CIDR or address; None, and said so, when it is none."""
    try:
        return AddressSet.parse(text)
    except ValueError:
        graph.unreadable(view.resource.urn, f"{path} is not a CIDR: {text[:60]}")
        return None


def where_is(graph: GraphBuilder, address: str, near: frozenset[str] | None = None) -> tuple[Part, ...]:
    """Subnets whose range has an address; `near`: only of these networks."""
    try:
        wanted = AddressSet.parse(address)
    except ValueError:
        return ()
    return tuple(
        part
        for part in parts(graph).values()
        if (near is None or near & set(part.network.targets)) and (found := range_of(graph, part)) is not None and found.contains(wanted)
    )
