"""Names: what a network's resolver answers, whom it asks, and where forwarding rules send questions.

Machines ask the network's name servers: Azure's own, or the addresses in `dhcpOptions`. Azure's answers by the network's DNS security
policy. An inbound endpoint, and a firewall's proxy, answer as the network does in which they stand.

Sources: Azure documentation, "Name resolution for resources in Azure virtual networks", "What is Azure DNS Private Resolver?", "Azure DNS
Private Resolver endpoints and rulesets", "Azure Firewall DNS settings".
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ResolverFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.azure.arm import parent_of, refer
from posture.readers.azure.dns_policy import Answer, answers
from posture.readers.azure.firewalls import firewalls
from posture.readers.azure.layout import network_of, where_is
from posture.readers.azure.tokens import (
    FIREWALL_POLICY,
    FORWARDING_RULE,
    FORWARDING_RULESET,
    INBOUND_ENDPOINT,
    NETWORK,
    OUTBOUND_ENDPOINT,
    PRIVATE_RECORDS,
    PRIVATE_ZONE,
    PRIVATE_ZONE_LINK,
    RESOLVER,
    RULESET_LINK,
    SUBNETS,
)
from posture.readers.registry import inert, reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_AZURES: Final = frozenset({"168.63.129.16", "azureprovideddns"})
_DEEPEST: Final = 4
"""How many networks are asked one after the other (a firewall's proxy that asks a resolver that asks …)."""


@reads(NETWORK)
def resolver(resource: ResourceView, graph: GraphBuilder) -> None:
    """The resolver of one network."""
    urn = resource.resource.urn
    found = _answer(graph, urn, _DEEPEST)
    closed = found.closed
    if closed is False and resource.resource.external:
        # A network that is only read here: what else closes its resolver stands in the stack that manages it.
        closed = None
    graph.add(ResolverFact(f"{urn}#resolver", (Reference.to(urn),), closed, found.allows, found.because or Because(urn, "dhcpOptions")))
    for server, because in _outside_servers(graph, resource):
        graph.edge(Reference.to(urn), server, EdgeKind.RESOLVE, because, moves=Moves.FORWARD)


def _answer(graph: GraphBuilder, network: str, depth: int) -> Answer:
    """What machines of a network get answered: by its policy, by its name servers, and past its forwarding rules."""
    found = answers(graph, network)
    if any(rule.everything and not rule.inside for rule in forwarded(graph, network)) and found.closed is True:
        because = next(rule.because for rule in forwarded(graph, network) if rule.everything and not rule.inside)
        found = replace(found, closed=None, because=because)
    if network not in graph.stack.by_urn:
        return Answer(None)
    view = graph.view(network)
    servers = view.texts("dhcpOptions.dnsServers")
    if is_unknown(servers) or any(is_unknown(server) for server in servers):
        graph.unreadable(network, "its name servers (dhcpOptions) are unknown until the update", "dns-closed")
        return Answer(None)
    for number, server in enumerate(servers):
        other = _asked(graph, network, str(server), depth)
        if other is not None and _worse(other.closed, found.closed):
            found = Answer(other.closed, found.allows, Because(network, f"dhcpOptions.dnsServers[{number}]", str(server)))
    return found


def _worse(one: bool | None, other: bool | None) -> bool:
    order = {False: 0, None: 1, True: 2}
    return order[one] < order[other]


def _asked(graph: GraphBuilder, network: str, server: str, depth: int) -> Answer | None:
    """What a name server answers: as the network does in which it stands. None for Azure's own, and for one outside (an edge says it)."""
    if server.lower() in _AZURES:
        return None
    homes = {urn for part in where_is(graph, server) for urn in part.network.targets}
    homes |= {
        urn
        for firewall in firewalls(graph)
        if server in firewall.addresses
        for ref in firewall.subnets
        for urn in network_of(graph, ref).targets
    }
    if network in homes or not homes:
        return None
    if not depth:
        return Answer(None)
    found = [_answer(graph, home, depth - 1) for home in sorted(homes)]
    return min(found, key=lambda answer: {False: 0, None: 1, True: 2}[answer.closed])


def _outside_servers(graph: GraphBuilder, view: ResourceView) -> Iterator[tuple[Reference, Because]]:
    servers = view.texts("dhcpOptions.dnsServers")
    for number, server in enumerate([] if is_unknown(servers) else servers):
        if isinstance(server, str) and server.lower() not in _AZURES and not _is_ours(graph, server):
            yield graph.name_server(server), Because(view.resource.urn, f"dhcpOptions.dnsServers[{number}]", server)


def _is_ours(graph: GraphBuilder, address: str) -> bool:
    if where_is(graph, address) or any(address in firewall.addresses for firewall in firewalls(graph)):
        return True
    try:
        wanted = AddressSet.parse(address)
    except ValueError:
        return False
    return any(AddressSet.parse(peer.cidr).contains(wanted) for peer in graph.approved.peers)


@record
class Forwarded:
    """One target of a forwarding rule, as a linked network sees it."""

    everything: bool
    inside: bool
    target: Reference
    certain: bool
    because: Because


def forwarded(graph: GraphBuilder, network: str) -> tuple[Forwarded, ...]:
    """Where the rulesets linked to a network send its questions."""
    known = graph.once("azure forwarding", dict[str, tuple[Forwarded, ...]])
    if network not in known:
        known[network] = tuple(_forwarded(graph, network))
    return known[network]


def _forwarded(graph: GraphBuilder, network: str) -> Iterator[Forwarded]:
    for resource in graph.stack.of_type(RULESET_LINK):
        link = graph.view(resource.urn)
        where = refer(graph, link, "virtualNetwork.id", NETWORK)
        ruleset = parent_of(link, graph, FORWARDING_RULESET)
        if network in where.targets:
            for urn in ruleset.targets:
                yield from _rules(graph, urn, certain=where.certain and ruleset.certain)


def _rules(graph: GraphBuilder, ruleset: str, *, certain: bool) -> Iterator[Forwarded]:
    for resource in graph.stack.of_type(FORWARDING_RULE):
        view = graph.view(resource.urn)
        owner = parent_of(view, graph, FORWARDING_RULESET)
        state = view.text("forwardingRuleState")
        if ruleset not in owner.targets or (isinstance(state, str) and state.lower() == "disabled"):
            continue
        domain = view.text("domainName")
        blocks = view.blocks("targetDnsServers")
        sure = certain and owner.certain and not is_unknown(state)
        everything = not isinstance(domain, str) or domain == "."
        for block in [] if is_unknown(blocks) else blocks:
            yield _target(graph, view, f"{block}.ipAddress", everything=everything, certain=sure)


def _target(graph: GraphBuilder, view: ResourceView, path: Path, *, everything: bool, certain: bool) -> Forwarded:
    address = view.text(path)
    because = Because(view.resource.urn, path, str(address) if isinstance(address, str) else "unknown")
    if isinstance(address, str):
        inside = _is_ours(graph, address)
        return Forwarded(everything, inside, Reference() if inside else graph.name_server(address), certain, because)
    inside = bool(view.refers_to(path, (INBOUND_ENDPOINT,)).targets)
    return Forwarded(everything, inside, Reference(certain=False, prop=path), certain, because)


@reads(RULESET_LINK)
def ruleset_link(resource: ResourceView, graph: GraphBuilder) -> None:
    """Questions of a linked network go to the rules' targets: names carry data."""
    urn = resource.resource.urn
    where = refer(graph, resource, "virtualNetwork.id", NETWORK)
    ruleset = parent_of(resource, graph, FORWARDING_RULESET)
    if not where.targets:
        graph.unreadable(urn, f"the network {where.literal or 'is unknown until the update: it'} is no resource of the stack")
    if not ruleset.targets:
        graph.unreadable(urn, f"the ruleset {ruleset.literal or 'is unknown until the update: it'} is no resource of the stack")
    for network in where.targets:
        for rule in forwarded(graph, network):
            if not rule.inside:
                target = rule.target if not rule.target.absent else Reference(certain=False)
                graph.edge(
                    Reference.to(network),
                    target,
                    EdgeKind.RESOLVE,
                    rule.because,
                    moves=Moves.FORWARD,
                    certain=rule.certain and where.certain,
                )


@reads(FORWARDING_RULE)
def forwarding_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with the networks that its ruleset is linked to. Here: only what can't be understood."""
    for prop, value in (("targetDnsServers", resource.blocks("targetDnsServers")), ("domainName", resource.text("domainName"))):
        if is_unknown(value):
            graph.unreadable(resource.resource.urn, f"{prop} is unknown until the update: where questions go")


@reads(INBOUND_ENDPOINT)
def inbound_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """Answers as its network does. Here: only one that stands nowhere in sight."""
    blocks = resource.blocks("ipConfigurations")
    places = [refer(graph, resource, f"{block}.subnet.id", *SUBNETS) for block in ([] if is_unknown(blocks) else blocks)]
    if not any(place.targets for place in places):
        graph.unreadable(resource.resource.urn, "an inbound endpoint in a subnet that no resource of the stack is", "dns-closed")


@reads(FIREWALL_POLICY)
def dns_proxy(resource: ResourceView, graph: GraphBuilder) -> None:
    """A firewall that answers for others asks Azure's servers, or those that its policy names."""
    if resource.flag("dnsSettings.enableProxy") is not True:
        return
    servers = resource.texts("dnsSettings.servers")
    urn = resource.resource.urn
    if is_unknown(servers) or any(is_unknown(server) for server in servers):
        graph.unreadable(urn, "the name servers of its DNS proxy are unknown until the update")
        return
    homes = [
        key
        for firewall in firewalls(graph)
        if urn in refer(graph, firewall.view, "firewallPolicy.id", FIREWALL_POLICY).targets
        for subnet in firewall.subnets
        for key in network_of(graph, subnet).targets
    ]
    for number, server in enumerate(servers):
        if isinstance(server, str) and server.lower() not in _AZURES and not _is_ours(graph, server):
            for home in dict.fromkeys(homes):
                because = Because(urn, f"dnsSettings.servers[{number}]", server)
                graph.edge(Reference.to(home), graph.name_server(server), EdgeKind.RESOLVE, because, moves=Moves.FORWARD)


inert(
    "Read by the networks that rulesets are linked to (Azure documentation, Azure DNS Private Resolver endpoints and rulesets)",
    RESOLVER,
    OUTBOUND_ENDPOINT,
    FORWARDING_RULESET,
)
inert(
    "A zone answers questions and carries none on; a private one answers in linked networks only (Azure documentation, What is Azure Private DNS?)",
    PRIVATE_ZONE,
    PRIVATE_ZONE_LINK,
    PRIVATE_RECORDS,
    "azure-native:dns:Zone",
    "azure-native:dns:RecordSet",
    "azure-native:dns:DnssecConfig",
)
