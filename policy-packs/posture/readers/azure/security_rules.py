"""One rule of a network security group, and what it means at a place: peers, own addresses, ports, certainty.

Sources: Azure documentation, "Network security groups" (properties, default rules), "Azure service tags overview"; Azure REST API
reference, "Security Rules".
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from posture.graph.addresses import ANY, EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, Rule
from posture.readers.azure.arm import refer_all
from posture.readers.azure.interfaces import filters_of_members
from posture.readers.azure.service_tags import Meaning, meaning
from posture.readers.azure.tokens import APPLICATION_GROUP
from posture.record import record
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

_FIRST, _LAST = 0, 65535
Ports = tuple[tuple[int, int], ...]

_DEFAULTS: Final[tuple[tuple[str, bool, bool, int, str, str], ...]] = (
    # Name, inbound, allow, priority, source, destination.
    ("AllowVnetInBound", True, True, 65000, "VirtualNetwork", "VirtualNetwork"),
    ("AllowAzureLoadBalancerInBound", True, True, 65001, "AzureLoadBalancer", "*"),
    ("DenyAllInBound", True, False, 65500, "*", "*"),
    ("AllowVnetOutBound", False, True, 65000, "VirtualNetwork", "VirtualNetwork"),
    ("AllowInternetOutBound", False, True, 65001, "*", "Internet"),
    ("DenyAllOutBound", False, False, 65500, "*", "*"),
)


@record
class Site:
    """Where a rule works: a subnet, or an interface in it."""

    subnet: str
    network: str | None
    addresses: AddressSet | None
    groups: frozenset[str] | None = None
    """Application groups of an interface; None for a subnet, where any interface may stand."""


@record
class End:
    """Source or destination of a rule."""

    prefixes: tuple[str, ...] = ()
    groups: tuple[Reference, ...] = ()
    complete: bool = True


@record
class Written:
    """A rule as written."""

    name: str
    inbound: bool | None
    """None: unknown, so it may be either."""
    allow: bool | None
    protocol: str
    priority: int | None
    ports: Ports
    any_source_port: bool
    source: End
    destination: End
    because: Because
    certain: bool = True

    def unsure(self) -> "Written":
        """The same, if it is there at all."""
        return replace(self, certain=False)


def written(graph: GraphBuilder, view: ResourceView, base: Path) -> Written:
    """Reads a rule; unknown or odd values make it uncertain, never absent."""
    urn = view.resource.urn
    direction, access = _word(view, f"{base}direction"), _word(view, f"{base}access")
    protocol, priority = _word(view, f"{base}protocol"), view.number(f"{base}priority")
    name = view.value(f"{base}name")
    name = name if isinstance(name, str) else view.value(f"{base}securityRuleName")
    ports, ports_known = _ports(view, f"{base}destinationPortRange")
    source_ports, _ = _ports(view, f"{base}sourcePortRange")
    certain = direction in ("inbound", "outbound") and access in ("allow", "deny") and isinstance(priority, int) and ports_known
    if not certain or protocol is None:
        graph.unreadable(
            urn, f"{base.rstrip('.') or 'the rule'}: its direction, access, priority, protocol or ports are unknown until the update"
        )
    text = f"{access or 'unknown'} {'any port' if ports == ((0, 65535),) else ', '.join(_show(port) for port in ports)}"
    return Written(
        name.lower() if isinstance(name, str) else "",
        {"inbound": True, "outbound": False}.get(direction or ""),
        {"allow": True, "deny": False}.get(access or ""),
        "-1" if protocol in ("*", None) else protocol,
        priority if isinstance(priority, int) else None,
        ports,
        source_ports == ((_FIRST, _LAST),),
        _end(graph, view, f"{base}source"),
        _end(graph, view, f"{base}destination"),
        Because(urn, base.rstrip("."), text),
        certain and protocol is not None,
    )


def _word(view: ResourceView, path: Path) -> str | None:
    found = view.text(path)
    return found.lower() if isinstance(found, str) else None


def _show(port: tuple[int, int]) -> str:
    return str(port[0]) if port[0] == port[1] else f"{port[0]}-{port[1]}"


def _ports(view: ResourceView, path: Path) -> tuple[Ports, bool]:
    """Port ranges of `…PortRange` and `…PortRanges` together; all of them where one can't be read."""
    found: list[tuple[int, int]] = []
    one = view.text(path)
    many = view.texts(f"{path}s")
    texts: list[str | Unknown] = [] if is_unknown(many) else list(many)
    if isinstance(one, str) or is_unknown(one):
        texts.append(one)
    for text in texts:
        if is_unknown(text):
            return ((_FIRST, _LAST),), False
        for piece in text.split(","):
            low, _, high = piece.strip().partition("-")
            if piece.strip() == "*":
                found.append((_FIRST, _LAST))
            elif low.isdigit() and (high or low).isdigit():
                found.append((int(low), int(high or low)))
            else:
                return ((_FIRST, _LAST),), False
    if is_unknown(many):
        return ((_FIRST, _LAST),), False
    return tuple(dict.fromkeys(found)) or ((_FIRST, _LAST),), True


def _end(graph: GraphBuilder, view: ResourceView, path: Path) -> End:
    prefixes: list[str] = []
    complete = True
    for found in (view.texts(f"{path}AddressPrefix"), view.texts(f"{path}AddressPrefixes")):
        if is_unknown(found):
            complete = False
            continue
        for text in found:
            if is_unknown(text):
                complete = False
            else:
                prefixes.extend(piece.strip() for piece in text.split(",") if piece.strip())
    groups = _groups(graph, view, f"{path}ApplicationSecurityGroups")
    return End(tuple(dict.fromkeys(prefixes)), groups, complete)


def _groups(graph: GraphBuilder, view: ResourceView, path: Path) -> tuple[Reference, ...]:
    return refer_all(graph, view, path, APPLICATION_GROUP)


def rules_at(graph: GraphBuilder, rule: Written, site: Site) -> Iterator[Rule]:
    """The rule as it works at a place. Where it may or may not speak of the place, it is uncertain."""
    for inbound in (True, False) if rule.inbound is None else (rule.inbound,):
        for allow in (True, False) if rule.allow is None else (rule.allow,):
            yield from _directed(graph, rule, site, inbound=inbound, allow=allow)


def _directed(graph: GraphBuilder, rule: Written, site: Site, *, inbound: bool, allow: bool) -> Iterator[Rule]:
    own, peers = (rule.destination, rule.source) if inbound else (rule.source, rule.destination)
    speaks = _speaks_of(graph, own, site, allow=allow)
    if speaks is False:
        return
    certain = rule.certain and speaks is True and (allow or rule.any_source_port)
    order = rule.priority if rule.priority is not None else 1
    for addresses, group, sure in _peers(graph, peers, site, allow=allow):
        for low, high in rule.ports:
            yield Rule(inbound, allow, rule.protocol, low, high, addresses, group or Reference(), order, certain and sure, rule.because)


def _speaks_of(graph: GraphBuilder, end: End, site: Site, *, allow: bool) -> bool | None:
    """Whether a rule's own end is this place: all of it, none of it, or None for some of it.

    A subnet is a place where any workload may stand, in any application group: what is allowed to one is allowed there. Whoever stands there
    today is told apart by a guard of his own.
    """
    if end.groups:
        if site.groups is None:
            return True if allow else None
        named = {urn for reference in end.groups for urn in reference.targets if reference.certain}
        if named & site.groups:
            return True
        return False if all(reference.certain and reference.targets for reference in end.groups) else None
    if not end.prefixes:
        return True if end.complete else None
    covered, touched = EMPTY, False
    for prefix in end.prefixes:
        found = meaning(graph, prefix, site.network, site.subnet)
        if prefix in ("*", "Any", "VirtualNetwork") or found.sure == ANY:
            return True
        covered = covered | found.sure
        touched = touched or bool(found.sure or found.may)
        if site.addresses is not None:
            touched = touched or (found.sure | found.may).overlaps(site.addresses)
    if site.addresses is None:
        return None if touched or not end.complete else False
    if covered.contains(site.addresses):
        return True
    overlaps = any(
        (found.sure | found.may).overlaps(site.addresses) for found in (meaning(graph, p, site.network, site.subnet) for p in end.prefixes)
    )
    return None if overlaps or not end.complete else False


def _peers(graph: GraphBuilder, end: End, site: Site, *, allow: bool) -> Iterator[tuple[AddressSet | None, Reference | None, bool]]:
    """Addresses or groups of the other end, and whether surely."""
    if not end.prefixes and not end.groups and end.complete:
        yield ANY, None, True
        return
    if not end.complete:
        yield ANY, None, False
    sure, may = EMPTY, EMPTY
    for prefix in end.prefixes:
        found: Meaning = meaning(graph, prefix, site.network, site.subnet)
        sure, may = sure | found.sure, may | found.may
    if sure:
        yield sure, None, True
    if may - sure:
        yield may - sure, None, False
    for reference in end.groups:
        yield from _members(graph, reference)


def _members(graph: GraphBuilder, group: Reference) -> Iterator[tuple[AddressSet | None, Reference | None, bool]]:
    """Interfaces of an application group: each kind of them is a filter of its own (`interfaces`)."""
    for urn in group.targets:
        for key in filters_of_members(graph, urn):
            yield None, Reference.to(key), group.certain
    if not group.targets:
        yield ANY, None, False


def default_rules(graph: GraphBuilder, group: str, site: Site) -> Iterator[Rule]:
    """The six rules that every group ends with, and nobody can remove."""
    for name, inbound, allow, priority, source, destination in _DEFAULTS:
        rule = Written(
            name,
            inbound,
            allow,
            "-1",
            priority,
            ((_FIRST, _LAST),),
            True,
            End((source,)),
            End((destination,)),
            Because(group, "defaultSecurityRules", name),
        )
        yield from rules_at(graph, rule, site)


def unknown_rules(group: str) -> Iterator[Rule]:
    """Rules that only the update tells: they may allow anything, and deny anything."""
    because = Because(group, "securityRules", "unknown")
    for inbound in (True, False):
        for allow in (True, False):
            yield Rule(inbound, allow, "-1", _FIRST, _LAST, ANY, order=1, certain=False, because=because)
