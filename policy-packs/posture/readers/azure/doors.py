"""Who may come in by a service's public address: everybody, addresses, every service of Azure, or subnets by service endpoints.

A service that answers on the internet is on a road to it, whoever holds a key: a shared key, a signature (SAS) or a password of it leads out
from anywhere, and none of these can be seen in a program. Where the service answers nobody outside, they lead nowhere.
Sources: see `door_table`; Azure documentation, "Azure Storage firewall rules" (a signature grants no access beyond the network rules),
"Azure SQL Database and Azure Synapse IP firewall rules", "Virtual Network service endpoints".
"""

from collections.abc import Iterable
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.azure import arm
from posture.readers.azure.door_table import DOORS, RULE_SETS, RULES, Admits, Door
from posture.readers.azure.look import chosen, parent, spread
from posture.readers.azure.perimeters import enforced, inbound
from posture.readers.azure.sending import asserted, outsider
from posture.readers.azure.tokens import SUBNETS
from posture.readers.azure.unclear import OUTSIDE, unclear
from posture.readers.registry import joins, reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

AZURE_SERVICES: Final = "services of Azure"
_ANY_AZURE: Final = "0.0.0.0"  # noqa: S104 (the rule that stands for every service of Azure)
_PRIVATE: Final = tuple(
    ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10")
)


class Access(StrEnum):
    """Whether the public endpoint is on."""

    ON = "enabled"
    OFF = "disabled"
    PERIMETER = "securedbyperimeter"
    UNKNOWN = "unknown"


@record
class Opening:
    """One way in, and whether it is sure."""

    who: Reference
    because: Because
    kind: EdgeKind = EdgeKind.ROUTE
    certain: bool = True


def access_of(view: ResourceView, path: Path) -> Access:
    """Absent means on: every service of the table is public unless told otherwise."""
    value = chosen(view, path) if path else None
    if value is None:
        return Access.ON
    if is_unknown(value):
        return Access.UNKNOWN
    return {"disabled": Access.OFF, "securedbyperimeter": Access.PERIMETER, "false": Access.OFF}.get(str(value), Access.ON)


def openings(graph: GraphBuilder, urn: str) -> tuple[Opening, ...]:
    """Every way into a service by its public address, worked out once."""
    known = graph.once("azure openings", dict[str, tuple[Opening, ...]])
    if urn not in known:
        resource = graph.stack.by_urn.get(urn)
        door = DOORS.get(resource.type) if resource is not None else None
        known[urn] = _openings(graph, graph.view(urn), door) if door is not None else ()
    return known[urn]


def answers_outside(graph: GraphBuilder, urn: str) -> tuple[bool, bool]:
    """Whether it may answer on the internet at all, and whether it surely does."""
    ways = [way for way in openings(graph, urn) if way.kind is not EdgeKind.USE]
    return bool(ways), any(way.certain for way in ways)


@reads(*DOORS)
def door(resource: ResourceView, graph: GraphBuilder) -> None:
    """A service with a public address; rules that stand on their own are read with it, so the join says who comes in."""


@reads(*RULES, *RULE_SETS)
def rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """Lets addresses or a subnet in; the join reads it with its service. Here: only what opens something out of sight."""
    prop, kinds = _owner(resource)
    owner = parent(graph, resource, prop, kinds)
    if not owner.targets:
        unclear(graph, resource.resource.urn, f"what the rule opens, {owner.literal or 'unknown'}, is no resource of the stack", OUTSIDE)


def _owner(view: ResourceView) -> tuple[str, tuple[str, ...]]:
    kind = RULES.get(view.resource.type)
    if kind is not None:
        return kind.owner, kind.owners
    return "namespaceName", tuple(token for token in DOORS if token.split(":")[1] == view.resource.type.split(":")[1])


@joins
def public_sides(graph: GraphBuilder) -> None:
    """An edge for each way in."""
    for resource in graph.stack.of_type(*DOORS):
        door = DOORS[resource.type]
        own = Reference.to(resource.urn)
        for way in openings(graph, resource.urn):
            sure = way.certain and way.who.certain
            if way.kind is EdgeKind.SHARE:
                graph.edge(own, way.who, EdgeKind.SHARE, way.because, moves=Moves.BOTH, certain=sure)
            else:
                ports = door.ports if way.kind is EdgeKind.ROUTE else ((0, 65535),)
                graph.edge(way.who, own, way.kind, way.because, certain=sure, ports=ports)


def _openings(graph: GraphBuilder, view: ResourceView, door: Door) -> tuple[Opening, ...]:
    if door.injected and view.value(door.injected) is not None:
        return ()
    rules = rules_of(graph, view.resource.urn)
    access = _by_rule_set(rules) or access_of(view, door.access)
    if access is Access.OFF:
        return ()
    if access is Access.PERIMETER or enforced(graph, view):
        return tuple(Opening(who, because, EdgeKind.SHARE, sure) for who, because, sure in inbound(graph, view))
    sure = access is Access.ON
    found = [*_listed(graph, view, door, sure), *(way for rule in rules for way in _by_rule(graph, rule, sure))]
    everybody = _everybody(graph, view, door, rules, sure)
    return (*everybody, *found) if everybody else tuple(found)


def rules_of(graph: GraphBuilder, urn: str) -> list[ResourceView]:
    """Rules and sets of rules of a service that are resources of their own."""
    return [graph.view(rule) for rule in _rules_by_owner(graph).get(urn, ())]


def _by_rule_set(rules: list[ResourceView]) -> Access | None:
    """A namespace's set of rules is put after it, and says the same property again: what it says holds."""
    for rule in rules:
        if rule.resource.type in RULE_SETS and rule.value("publicNetworkAccess") is not None:
            return access_of(rule, "publicNetworkAccess")
    return None


def _everybody(graph: GraphBuilder, view: ResourceView, door: Door, rules: list[ResourceView], sure: bool) -> list[Opening]:
    """Whether no rule keeps anybody out."""
    urn = view.resource.urn
    internet = graph.internet()
    sets = [rule for rule in rules if rule.resource.type in RULE_SETS]
    if sets:
        return [way for rule in sets if (way := _by_action(graph, rule, "defaultAction", "defaultAction", sure)) is not None]
    if door.admits is Admits.LISTED:
        return []
    if door.admits is Admits.BY_ACTION:
        way = _by_action(graph, view, door.action, door.access, sure)
        return [way] if way is not None else []
    because = Because(urn, door.access, "public network access")
    if rules:
        return []
    lists = [view.value(path.rpartition(".")[0] or path) for path in (door.addresses, door.networks) if path]
    unknown = any(is_unknown(value) for value in lists)
    listed = any(not is_unknown(value) and bool(value) for value in lists)
    filters = view.flag(door.filters) if door.filters else None
    if filters is True or (listed and not unknown):
        return []
    return [Opening(internet, because, certain=sure and not unknown and not is_unknown(filters))]


def _by_action(graph: GraphBuilder, view: ResourceView, action: Path, access: Path, sure: bool) -> Opening | None:
    block = action.rpartition(".")[0]
    value = chosen(view, action)
    if value == "deny":
        return None
    because = Because(view.resource.urn, action if value is not None else access, "public network access")
    # A block of rules without a default action leaves open what holds; no block at all is no rule.
    told = value == "allow" or (value is None and (not block or view.value(block) is None))
    return Opening(graph.internet(), because, certain=sure and told)


def _listed(graph: GraphBuilder, view: ResourceView, door: Door, sure: bool) -> Iterable[Opening]:
    """Addresses and subnets that the service's own rules name."""
    if door.admits is Admits.BY_ACTION and chosen(view, door.action) == "allow":
        return
    for place in spread(view, door.addresses) if door.addresses else ():
        texts = view.texts(place) if "." not in door.addresses else [text] if (text := view.text(place)) is not None else []
        for text in [texts] if is_unknown(texts) else texts:
            yield from _address(graph, Because(view.resource.urn, place, "" if is_unknown(text) else text), text, text, sure)
    for place in spread(view, door.networks) if door.networks else ():
        if view.value(place) is not None:
            yield _subnet(graph, view, place, sure)


def _by_rule(graph: GraphBuilder, rule: ResourceView, sure: bool) -> Iterable[Opening]:
    kind = RULES.get(rule.resource.type)
    if kind is None:
        for place in spread(rule, "ipRules.ipMask"):
            text = rule.text(place)
            if text is not None:
                yield from _address(graph, Because(rule.resource.urn, place, "" if is_unknown(text) else text), text, text, sure)
        for place in spread(rule, "virtualNetworkRules.subnet.id"):
            if rule.value(place) is not None:
                yield _subnet(graph, rule, place, sure)
    elif kind.subnet:
        yield _subnet(graph, rule, kind.subnet, sure)
    else:
        start = rule.text(kind.start)
        end = rule.text(kind.end) if kind.end else start
        text = f"{start}-{end}" if isinstance(start, str) and isinstance(end, str) else ""
        yield from _address(graph, Because(rule.resource.urn, kind.start, text), start, end, sure)


def _subnet(graph: GraphBuilder, view: ResourceView, place: Path, sure: bool) -> Opening:
    found = arm.refer(graph, view, place, *SUBNETS)
    if not found.targets and found.literal is not None:
        found = outsider(graph, found.literal)
    return Opening(found, Because(view.resource.urn, place, "service endpoint"), EdgeKind.USE, sure)


def _address(graph: GraphBuilder, because: Because, start: object, end: object, sure: bool) -> Iterable[Opening]:
    """A range of addresses. What is private comes by no public endpoint, and says nothing."""
    if not isinstance(start, str) or not isinstance(end, str):
        yield Opening(graph.internet(), because, certain=False)
        return
    if start == _ANY_AZURE and end == _ANY_AZURE:
        who = graph.any_account(AZURE_SERVICES)
        yield Opening(who, Because(because.urn, because.prop, "every service of Azure"), EdgeKind.SHARE, sure)
        return
    if _is_private(start) and _is_private(end):
        return
    named = asserted(graph, start if start == end else f"{start}-{end}", start, f"{start}/32")
    who = graph.somewhere("address", named) if named is not None else graph.internet()
    yield Opening(who, because, certain=sure)


def _is_private(text: str) -> bool:
    try:
        first = ip_network(text, strict=False) if "/" in text else ip_network(ip_address(text))
    except ValueError:
        return False
    return any(first.version == block.version and first.subnet_of(block) for block in _PRIVATE)  # type: ignore[arg-type]


def _rules_by_owner(graph: GraphBuilder) -> dict[str, list[str]]:
    def index() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for resource in graph.stack.of_type(*RULES, *RULE_SETS):
            view = graph.view(resource.urn)
            prop, kinds = _owner(view)
            for owner in parent(graph, view, prop, kinds).targets:
                found.setdefault(owner, []).append(resource.urn)
        return found

    return graph.once("azure rules by owner", index)
