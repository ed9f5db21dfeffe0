"""Which names a network's resolver answers, and to whom it hands questions on.

A response policy comes before every zone: a rule for `*.` with data of its own answers whatever no longer rule lets by. A private zone for the
root closes all names that no longer zone has. Forwarding zones, outbound server policies and peering zones hand questions on.

Sources: Google Cloud documentation, "Manage response policies and rules" (one policy per network; the longest matching rule;
`bypassResponsePolicy`), "DNS name resolution order", "Forwarding zones", "Peering zones", "DNS server policies" (alternative name servers).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ResolverFact
from posture.graph.kinds import EdgeKind, Moves, Outside
from posture.readers.gcp.layout import network_of
from posture.readers.gcp.names import given, refer
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import inert, reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

(_POLICY, _RULE, _ZONE, _SERVERS, _RECORDS) = tokens(
    "dns:ResponsePolicy", "dns:ResponsePolicyRule", "dns:ManagedZone", "dns:Policy", "dns:RecordSet"
)
_EVERY: Final = frozenset({"*.", "."})
_NOBODYS: Final = frozenset(
    {"internal", "local", "lan", "corp", "home", "intranet", "private", "localhost", "test", "arpa", "invalid", "example"}
)
"""Single labels under which nobody can register a name."""


@record
class _Rule:
    name: str
    lets_by: bool
    urn: str


@reads(_POLICY)
def response_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a response policy leaves of all names."""
    urn = resource.resource.urn
    asked = [(network, _asks_elsewhere(graph, network)) for network in _networks(graph, resource, "networks", "networkUrl")]
    networks = tuple(replace(network, certain=False) if elsewhere is None else network for network, elsewhere in asked if not elsewhere)
    rules = list(_rules(graph, urn))
    if resource.resource.external or any(rule is None for rule in rules):
        graph.unreadable(urn, "a rule of the response policy is unknown, or out of sight", "dns-closed")
        graph.add(ResolverFact(urn, networks, None, because=Because(urn, "networks")))
        return
    known = [rule for rule in rules if rule is not None]
    wide = next((rule for rule in known if rule.lets_by and _is_anybodys(rule.name)), None)
    last = next((rule for rule in known if rule.name in _EVERY), None)
    allows = tuple(rule.name.removeprefix("*.").rstrip(".") for rule in known if rule.lets_by)
    closed = last is not None and not last.lets_by and wide is None
    at = wide or last
    because = Because(at.urn, "dnsName", at.name) if at is not None else Because(urn, "networks", "no rule for *.")
    graph.add(ResolverFact(urn, networks, closed, allows, because))


def _asks_elsewhere(graph: GraphBuilder, network: Reference) -> bool | None:
    """Whether each question of a network goes to other servers, so that its response policy is never asked ("DNS name resolution order").

    None: nobody can tell of which network such a policy is.
    """
    if len(network.targets) != 1:
        return False
    views = (graph.view(found.urn) for found in graph.stack.of_type(_SERVERS))
    others = [
        other
        for view in views
        if given(view, "alternativeNameServerConfig.targetNameServers")
        for other in _networks(graph, view, "networks", "networkUrl")
    ]
    if any(other.certain and other.targets == network.targets for other in others):
        return True
    return None if any(other.unknown or (not other.certain and set(network.targets) & set(other.targets)) for other in others) else False


def _rules(graph: GraphBuilder, policy: str) -> Iterator[_Rule | None]:
    for resource in graph.stack.of_type(_RULE):
        view = graph.view(resource.urn)
        owner = refer(graph, view, "responsePolicy", _POLICY)
        if policy not in owner.targets:
            continue
        name, behavior = view.text("dnsName"), view.value("behavior")
        if not owner.certain or not isinstance(name, str) or is_unknown(behavior):
            yield None
        else:
            yield _Rule(
                name.lower() if name.endswith(".") else f"{name.lower()}.", bool(behavior) or not given(view, "localData"), resource.urn
            )


def _is_anybodys(name: str) -> bool:
    """Every name, or all names under a label where anybody may register one."""
    bare = name.removeprefix("*.").rstrip(".")
    return bare == "" or ("." not in bare and bare not in _NOBODYS and name.startswith("*."))


def _networks(graph: GraphBuilder, view: ResourceView, path: Path, prop: str) -> Iterator[Reference]:
    blocks = view.blocks(path)
    if is_unknown(blocks):
        yield Reference(certain=False, prop=path)
        return
    for block in blocks:
        yield network_of(graph, view, f"{block}.{prop}")


@reads(_RULE)
def rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with its policy. Here: only what can't be placed."""
    owner = refer(graph, resource, "responsePolicy", _POLICY)
    if not owner.targets:
        graph.unreadable(resource.resource.urn, "a rule of a response policy that no resource of the stack is", "dns-closed")


@reads(_ZONE)
def zone(resource: ResourceView, graph: GraphBuilder) -> None:
    """A private zone: it answers by itself, or hands questions on."""
    urn = resource.resource.urn
    visibility = resource.text("visibility")
    if is_unknown(visibility):
        leads = given(resource, "forwardingConfig") or given(resource, "peeringConfig")
        graph.unreadable(urn, "whether the zone is private is unknown until the update", *(() if leads else ("dns-closed",)))
        return
    if str(visibility or "public").lower() != "private":
        return
    networks = tuple(_networks(graph, resource, "privateVisibilityConfig.networks", "networkUrl"))
    if any(network.unknown for network in networks) and (given(resource, "forwardingConfig") or given(resource, "peeringConfig")):
        graph.unreadable(urn, "which networks hand their questions on is unknown until the update")
    name = resource.value("dnsName")
    _forwards(graph, resource, networks, "forwardingConfig.targetNameServers", "forwarding zone")
    peer = network_of(graph, resource, "peeringConfig.targetNetwork.networkUrl")
    if not peer.absent:
        because = Because(urn, "peeringConfig.targetNetwork")
        target = peer if peer.targets else graph.somewhere("network", peer.literal or resource.resource.name)
        for network in networks:
            graph.edge(network, target, EdgeKind.RESOLVE, because, moves=Moves.FORWARD, certain=network.certain and peer.certain)
    elif name == "." and resource.value("forwardingConfig") is None:
        graph.add(ResolverFact(urn, networks, True, (), Because(urn, "dnsName", ".")))


@reads(_SERVERS)
def server_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Alternative name servers take every question of the network, before response policies and private zones."""
    networks = tuple(_networks(graph, resource, "networks", "networkUrl"))
    blocks = resource.blocks("alternativeNameServerConfig.targetNameServers")
    if is_unknown(blocks) or blocks:
        _forwards(graph, resource, networks, "alternativeNameServerConfig.targetNameServers", "alternative")
        because = Because(resource.resource.urn, "alternativeNameServerConfig", "every name goes to other servers")
        # They are asked before response policies: nothing of the stack closes what they answer. A stranger's answers every name.
        known = [] if is_unknown(blocks) else blocks
        closed = False if any(_is_strangers(graph, resource.value(f"{block}.ipv4Address")) for block in known) else None
        graph.add(ResolverFact(resource.resource.urn, networks, closed, because=because))


def _is_strangers(graph: GraphBuilder, address: object) -> bool:
    """Whether a name server is one on the internet."""
    target = graph.name_server(address).literal if isinstance(address, str) and address else None
    return target is not None and graph.externals[target].outside is Outside.INTERNET


def _forwards(graph: GraphBuilder, view: ResourceView, networks: tuple[Reference, ...], path: Path, what: str) -> None:
    urn = view.resource.urn
    blocks = view.blocks(path)
    if is_unknown(blocks):
        graph.unreadable(urn, f"to which servers questions go is unknown until the update ({what})")
        return
    for block in blocks:
        address = next(
            (v for prop in ("ipv4Address", "ipv6Address", "domainName") if (v := view.value(f"{block}.{prop}")) is not None and v != ""),
            None,
        )
        if not isinstance(address, str):
            graph.unreadable(urn, f"to which server questions go is unknown until the update ({block})")
            continue
        for network in networks:
            target = graph.name_server(address)
            because = Because(urn, block, address)
            if target.literal is not None and target.literal.startswith("resolver:") and address[:1].isdigit():
                continue  # an address of one of our networks: T5 asks whether names are closed, and routes where packets go
            graph.edge(network, target, EdgeKind.RESOLVE, because, moves=Moves.FORWARD, certain=network.certain)


inert("Answers a name of its zone, and moves nothing ('Records overview')", _RECORDS)
