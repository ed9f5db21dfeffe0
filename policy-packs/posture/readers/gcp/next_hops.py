"""Next hops that are machines: an instance, an internal passthrough load balancer before machines, a policy-based route to such a balancer.

A balancer hands packets on to its backends, which forward them by the tables of all subnets in which they have a leg.

Sources: Google Cloud documentation, "Internal passthrough Network Load Balancers as next hops" (backends with several interfaces),
"Policy-based routes" (asked before subnet and static routes; which resources one applies to; `DEFAULT_ROUTING`).
"""

from dataclasses import replace
from typing import Final

from posture.graph.addresses import ANY_V4, ANY_V6, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import AssociationFact, Because, Destination, GatewayFact, RouteFact, TableFact
from posture.graph.kinds import GatewayKind
from posture.graph.topology import ROUTES_OF
from posture.readers.gcp.balancing import behind
from posture.readers.gcp.layout import Part, addresses, network_of
from posture.readers.gcp.machines import at_address, cards
from posture.readers.gcp.names import text_of
from posture.readers.gcp.tokens import FORWARDING_RULE, POLICY_ROUTE
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

BACKENDS: Final = "#backends"
"""Ends the key of the machines behind a balancer, as one next hop."""


def handed_on(graph: GraphBuilder, hop: Reference) -> Reference:
    """A next hop; of a load balancer, the machines behind it."""
    made = tuple(_machines(graph, urn) for urn in hop.targets)
    return Reference(made, hop.literal, hop.certain, hop.prop) if made else hop


def _machines(graph: GraphBuilder, urn: str) -> str:
    if graph.stack.by_urn[urn].type != FORWARDING_RULE:
        return urn
    known = graph.once("gcp next hops", dict[str, str])
    if urn not in known:
        machines = set(behind(graph, graph.view(urn)))
        legs = dict.fromkeys(card.subnet for card in cards(graph) if card.owner.resource.urn in machines and card.subnet.targets)
        known[urn] = f"{urn}{BACKENDS}" if legs else urn
        if legs:
            graph.add(GatewayFact(known[urn], GatewayKind.APPLIANCE, subnets=tuple(legs)))
    return known[urn]


@reads(POLICY_ROUTE)
def policy_route(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with the subnets of its network. Here: only what can't be placed."""
    urn = resource.resource.urn
    where = network_of(graph, resource)
    if not where.targets:
        graph.unreadable(urn, f"a policy-based route of {where.literal or 'an unknown network'}, which no resource of the stack is")
    if resource.value("nextHopIlbIp") is not None and _hop(graph, resource).absent:
        graph.unreadable(urn, "where a policy-based route sends packets before any other route is asked is unknown until the update")


def _hop(graph: GraphBuilder, view: ResourceView) -> Reference:
    value = view.value("nextHopIlbIp")
    if isinstance(value, str) and value:
        return at_address(graph, value)
    found = view.refers_to("nextHopIlbIp", (FORWARDING_RULE,))
    return found if found.targets else Reference()


def policy_tables(graph: GraphBuilder, part: Part) -> None:
    """A table for each policy-based route of a subnet's network, beside the others: which packets it takes hangs on more than where they go."""
    for resource in graph.stack.of_type(POLICY_ROUTE):
        view = graph.view(resource.urn)
        where = network_of(graph, view)
        hop = _hop(graph, view)
        if not set(where.targets) & set(part.network.targets) or view.value("nextHopIlbIp") is None or hop.absent:
            continue
        if view.value("interconnectAttachment") is not None or not _applies(view, part):
            continue
        table = f"{part.key} ({resource.name}){ROUTES_OF}"
        because = Because(resource.urn, "nextHopIlbIp")
        text = text_of(view, "filter.destRange") or "0.0.0.0/0"
        via = handed_on(graph, hop)
        graph.add(TableFact(table, part.network, because))
        graph.add(AssociationFact(Reference.to(table), Reference.to(part.key), because))
        graph.add(
            RouteFact(
                Reference.to(table),
                Destination(_destination(view), text=text),
                via if where.certain else replace(via, certain=False),
                because,
            )
        )


def _applies(view: ResourceView, part: Part) -> bool:
    source = _range(view, "filter.srcRange")
    return source is None or part.cidrs is None or source.overlaps(part.cidrs)


def _destination(view: ResourceView) -> AddressSet | None:
    if view.value("filter.destRange") is not None:
        return _range(view, "filter.destRange")
    return ANY_V6 if str(view.value("filter.protocolVersion")).upper() == "IPV6" else ANY_V4


def _range(view: ResourceView, path: str) -> AddressSet | None:
    value = view.value(path)
    return None if value is None or is_unknown(value) else addresses([value])
