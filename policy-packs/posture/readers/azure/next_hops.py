"""Who stands at the address that a user-defined route names: a firewall, an appliance's interface, a load balancer before appliances.

An address that only the update tells is told by what it comes from. Source: Azure documentation, "Virtual network traffic routing" (Virtual
appliance: the private address of an interface or of an internal load balancer, with IP forwarding).
"""

from dataclasses import replace
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import GatewayFact
from posture.graph.kinds import GatewayKind
from posture.readers.azure.balancing import frontends, members
from posture.readers.azure.firewalls import firewalls, firewalls_in
from posture.readers.azure.interfaces import MACHINES, interfaces
from posture.readers.azure.layout import Part, where_is
from posture.readers.azure.manager import meshed_with
from posture.readers.azure.peerings import peerings_of
from posture.readers.azure.route_entries import Entry
from posture.readers.azure.tokens import FIREWALL, INTERFACE, LOAD_BALANCER
from posture.reference import Reference
from posture.values import is_unknown

_TOKENS: Final = (FIREWALL, INTERFACE, LOAD_BALANCER, *MACHINES)


def hop_at(graph: GraphBuilder, part: Part, entry: Entry) -> Reference:
    """The next hop of a route to a virtual appliance."""
    path = f"{entry.base}nextHopIpAddress"
    value = entry.view.value(path)
    if is_unknown(value):
        found = entry.view.refers_to(path, _TOKENS)
        if not found.targets:
            graph.unreadable(entry.view.resource.urn, f"{path} is unknown until the update, and comes from no next hop of the stack")
            return found
        return _machines(graph, found)
    if not isinstance(value, str) or not value:
        graph.unreadable(entry.view.resource.urn, f"{path}: a virtual appliance without an address")
        return Reference(certain=False, prop=path)
    return replace(_at(graph, part, value), prop=path)


def _at(graph: GraphBuilder, part: Part, address: str) -> Reference:
    near = set(part.network.targets)
    for network in part.network.targets:
        for side in peerings_of(graph, network):
            near.update(side.remote.targets)
        near.update(meshed_with(graph, network))
    found = [firewall.urn for firewall in firewalls(graph) if address in firewall.addresses]
    homes = where_is(graph, address, frozenset(near))
    if not found:
        found = [firewall.urn for home in homes for firewall in firewalls_in(graph, home)]
    if found:
        return Reference(tuple(dict.fromkeys(found)), certain=len(set(found)) == 1, literal=address)
    fixed = [
        interface.owner for interface in interfaces(graph) if address in interface.addresses and _stands_near(interface.subnets, homes)
    ]
    if fixed:
        return _machines(graph, Reference(tuple(dict.fromkeys(fixed)), certain=len(set(fixed)) == 1, literal=address))
    for resource in graph.stack.of_type(LOAD_BALANCER):
        if any(frontend.address == address for frontend in frontends(graph, graph.view(resource.urn))):
            return _machines(graph, Reference.to(resource.urn))
    return graph.somewhere("next hop", address)


def _stands_near(subnets: tuple[Reference, ...], homes: tuple[Part, ...]) -> bool:
    keys = {home.key for home in homes}
    return not keys or any(keys & set(reference.targets) for reference in subnets)


def _machines(graph: GraphBuilder, found: Reference) -> Reference:
    """Machines become gateways by being somebody's next hop; a load balancer hands on to those behind it."""
    targets: list[str] = []
    certain = found.certain
    for urn in found.targets:
        token = graph.stack.by_urn[urn].type if urn in graph.stack.by_urn else ""
        if token == LOAD_BALANCER:
            behind = [target for member in members(graph, urn) for target in member.targets]
            targets.extend(behind or [urn])
            certain = certain and bool(behind)
        elif token == INTERFACE:
            targets.extend(interface.owner for interface in interfaces(graph) if interface.view.resource.urn == urn)
        else:
            targets.append(urn)
    made = graph.once("azure appliances", set[str])
    for urn in targets:
        token = graph.stack.by_urn[urn].type if urn in graph.stack.by_urn else ""
        if token != FIREWALL and urn not in made:
            made.add(urn)
            places = tuple(dict.fromkeys(ref for interface in interfaces(graph) if interface.owner == urn for ref in interface.subnets))
            graph.add(GatewayFact(urn, GatewayKind.APPLIANCE, subnets=places))
    unique = tuple(dict.fromkeys(targets))
    # Several behind one load balancer: packets take any of them; each is a road.
    return Reference(unique, certain=certain and len(unique) == 1, literal=found.literal, prop=found.prop)
