"""Firewall rules as written: of a network (VPC firewall rules), and of policies (hierarchical, global and regional network firewall policies).

Sources: Google Cloud documentation, "VPC firewall rules" (direction, priority, targets, sources; a rule without sources is for any), "Firewall
policy rules" (match conditions, `goto_next`, `apply_security_profile_group`), "Address groups", "FQDN objects".
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from posture.graph.addresses import ANY, EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.packets import PRIVATE, PUBLIC
from posture.readers.gcp.layout import addresses
from posture.readers.gcp.names import given, refer_all, text_of
from posture.readers.gcp.tokens import NETWORK, SERVICE_ACCOUNT, tokens
from posture.readers.gcp.vips import VIPS
from posture.record import record
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

ADDRESS_GROUP: Final = tokens("networksecurity:AddressGroup")
ALLOW, DENY, NEXT = "allow", "deny", "goto_next"
_ACTIONS: Final = {
    "allow": ALLOW,
    "deny": DENY,
    "goto_next": NEXT,
    "apply_security_profile_group": ALLOW,
    "mirror": NEXT,
    "do_not_mirror": NEXT,
}

_GOOGLES: Final = ("googleapis.com", "gcr.io", "pkg.dev")

Ports = tuple[tuple[str, int, int], ...]


@record
class Who:
    """Machines by what they carry. Empty: any. `unknown`: nobody can say."""

    tags: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    unknown: bool = False

    @property
    def anyone(self) -> bool:
        """Whether nothing is asked."""
        return not self.tags and not self.accounts and not self.unknown

    def fits(self, tags: frozenset[str], accounts: frozenset[str], *, exact: bool) -> bool | None:
        """Whether a machine is meant; None: it may be. `exact`: all that it carries is known."""
        if self.anyone or self.tags & tags or self.accounts & accounts:
            return True
        return None if self.unknown or not exact else False


@record
class Written:
    """A rule."""

    inbound: bool
    action: str
    priority: int
    ports: Ports
    peers: AddressSet | None
    """None: given by `sources`, or unknown."""
    because: Because
    sources: Who = Who()
    targets: Who = Who()
    networks: tuple[str, ...] | None = None
    """Networks that it is for; None: all."""
    home: AddressSet = ANY
    """Own addresses of the machines that it is for."""
    names: tuple[str, ...] = ()
    """FQDNs: its peers are whatever these resolve to."""
    certain: bool = True


def listed(graph: GraphBuilder, view: ResourceView, path: Path, kind: tuple[str, ...] = ()) -> frozenset[str] | Unknown:
    """Texts, or resources that texts or dependencies name."""
    value = view.texts(path)
    if value == []:
        return frozenset()
    if is_unknown(value) or any(is_unknown(item) for item in value):
        if not kind:
            return Unknown()
        found = refer_all(graph, view, path, *kind)
        if any(not one.targets for one in found):
            return Unknown()
        return frozenset(urn for one in found for urn in one.targets)
    texts = {str(item) for item in value}
    if kind:
        owned = {text: refer_all(graph, view, path, *kind) for text in texts}
        return frozenset({urn for found in owned.values() for one in found for urn in one.targets} | texts)
    return frozenset(texts)


def who(graph: GraphBuilder, view: ResourceView, tags: Path, accounts: Path) -> Who:
    """Machines by tags and service accounts."""
    by_tag = listed(graph, view, tags, tokens("tags:TagValue") if "Secure" in tags else ())
    by_account = listed(graph, view, accounts, (SERVICE_ACCOUNT,))
    unknown = is_unknown(by_tag) or is_unknown(by_account)
    return Who(
        frozenset() if is_unknown(by_tag) else by_tag,
        frozenset() if is_unknown(by_account) else by_account,
        unknown,
    )


def ports_of(protocol: object, ports: object) -> Ports | None:
    """Protocol and port ranges; None when they can't be read. No ports: all of them."""
    if not isinstance(protocol, str):
        return None
    if ports is None or ports == []:
        return ((protocol, 0, 65_535),)
    if not isinstance(ports, (list, tuple)):
        return None
    made: list[tuple[str, int, int]] = []
    for text in ports:
        low, _, high = str(text).partition("-")
        if is_unknown(text) or not low.strip().isdigit() or (high and not high.strip().isdigit()):
            return None
        made.append((protocol, int(low), int(high or low)))
    return tuple(made)


def vpc_rule(graph: GraphBuilder, view: ResourceView) -> Iterator[Written]:
    """A VPC firewall rule."""
    urn = view.resource.urn
    if view.flag("disabled") is True:
        return
    direction = view.text("direction")
    if direction is None and not view.value("sourceRanges") and view.value("destinationRanges") and not view.value("sourceTags"):
        direction = "EGRESS"
    inbound = str(direction).upper() != "EGRESS"
    certain = not is_unknown(direction) and not is_unknown(view.value("disabled"))
    here, there = ("destinationRanges", "sourceRanges") if inbound else ("sourceRanges", "destinationRanges")
    texts = view.value(there)
    sources = who(graph, view, "sourceTags", "sourceServiceAccounts") if inbound else Who()
    peers: AddressSet | None = ANY
    if is_unknown(texts):
        certain = False
    elif texts:
        found = addresses(texts)
        certain, peers = certain and found is not None, ANY if found is None else found
    elif not sources.anyone:
        peers = None
    own = view.value(here)
    certain = certain and not is_unknown(own)
    home = ANY if is_unknown(own) or not own else (addresses(own) or ANY)
    if is_unknown(direction):
        graph.unreadable(urn, "the direction of the firewall rule is unknown until the update")
    priority = view.number("priority")
    for action, prop in ((ALLOW, "allows"), (DENY, "denies")):
        blocks = view.blocks(prop)
        if is_unknown(blocks):
            graph.unreadable(urn, f"what the firewall rule lets through is unknown until the update ({prop})")
            continue
        for block in blocks:
            ports = ports_of(view.value(f"{block}.protocol"), view.value(f"{block}.ports"))
            yield Written(
                inbound,
                action,
                priority if isinstance(priority, int) else 0 if is_unknown(priority) else 1_000,
                ports or (("all", 0, 65_535),),
                peers,
                Because(
                    urn,
                    there if isinstance(texts, (list, tuple)) and texts else prop,
                    ", ".join(str(t) for t in texts) if isinstance(texts, list) else "",
                ),
                sources,
                who(graph, view, "targetTags", "targetServiceAccounts"),
                home=home,
                certain=certain and ports is not None and not is_unknown(priority),
            )


def policy_rule(graph: GraphBuilder, view: ResourceView, base: Path) -> Iterator[Written]:
    """A rule of a policy: a resource of its own (`base` empty), or one of a list."""
    urn = view.resource.urn
    if view.flag(f"{base}disabled") is True:
        return
    direction, action, priority = view.text(f"{base}direction"), view.text(f"{base}action"), view.number(f"{base}priority")
    inbound = str(direction).upper() != "EGRESS"
    peers, certain, names = _peers(graph, view, base, inbound=inbound)
    sources = Who()
    if inbound:
        tags = view.value(f"{base}match.srcSecureTags")
        if is_unknown(tags) or tags:
            sources = Who(unknown=True) if is_unknown(tags) else Who(frozenset(_secure(graph, view, f"{base}match.srcSecureTags")))
            peers = None if view.value(f"{base}match.srcIpRanges") is None else peers
    certain = certain and not is_unknown(direction) and isinstance(priority, int)
    targets = who(graph, view, f"{base}targetTags", f"{base}targetServiceAccounts")
    if given(view, f"{base}targetSecureTags"):
        targets = Who(frozenset(_secure(graph, view, f"{base}targetSecureTags")) | targets.tags, targets.accounts, targets.unknown)
    given_resources = given(view, f"{base}targetResources")
    networks = (
        tuple(u for one in refer_all(graph, view, f"{base}targetResources", NETWORK) for u in one.targets) if given_resources else None
    )
    made = Written(
        inbound,
        _ACTIONS.get(action.lower(), ALLOW) if isinstance(action, str) else ALLOW,
        priority if isinstance(priority, int) else 0,
        (("all", 0, 65_535),),
        peers,
        Because(urn, f"{base}match", ", ".join(names)),
        sources,
        targets,
        networks,
        _home(view, f"{base}match.{'dest' if inbound else 'src'}IpRanges"),
        names,
        certain and isinstance(action, str),
    )
    blocks = view.blocks(f"{base}match.layer4Configs")
    if is_unknown(blocks):
        yield replace(made, certain=False)
        return
    for block in blocks:
        ports = ports_of(view.value(f"{block}.ipProtocol"), view.value(f"{block}.ports"))
        yield replace(made, ports=ports or made.ports, certain=made.certain and ports is not None)
    if not blocks:
        yield made


def _home(view: ResourceView, path: Path) -> AddressSet:
    """Own addresses of the machines that a rule is for."""
    value = view.value(path)
    found = None if is_unknown(value) or not value else addresses(value)
    return ANY if found is None else found


def _secure(graph: GraphBuilder, view: ResourceView, path: Path) -> list[str]:
    """Names of secure tags: resources of the stack, or as written."""
    blocks = view.blocks(path)
    if is_unknown(blocks):
        return ["unknown tag"]
    found = []
    for block in blocks:
        value = view.value(f"{block}.name")
        found.append(value if isinstance(value, str) else "unknown tag")
    return found


def _peers(graph: GraphBuilder, view: ResourceView, base: Path, *, inbound: bool) -> tuple[AddressSet | None, bool, tuple[str, ...]]:
    side = "src" if inbound else "dest"
    ranges = view.value(f"{base}match.{side}IpRanges")
    certain = True
    found: AddressSet | None = None
    if is_unknown(ranges):
        certain = False
    elif ranges:
        found = addresses(ranges)
        certain = found is not None
    groups = view.value(f"{base}match.{side}AddressGroups")
    if given(view, f"{base}match.{side}AddressGroups"):
        for one in refer_all(graph, view, f"{base}match.{side}AddressGroups", *ADDRESS_GROUP):
            items = graph.view(one.targets[0]).value("items") if len(one.targets) == 1 else None
            known = addresses(items) if isinstance(items, (list, tuple)) else None
            certain = certain and known is not None and one.certain
            found = (found or EMPTY) | (known if known is not None else ANY)
    listed_names = view.texts(f"{base}match.{side}Fqdns")
    names = () if is_unknown(listed_names) else tuple(name for name in listed_names if isinstance(name, str))
    if is_unknown(listed_names) or any(given(view, f"{base}match.{side}{more}") for more in ("RegionCodes", "ThreatIntelligences")):
        certain, found = False, ANY
    scopes = (f"{base}match.{side}NetworkType", f"{base}match.{side}NetworkContext")
    kind = (text_of(view, scopes[0]) or text_of(view, scopes[1])).upper()
    certain = certain and not any(is_unknown(view.value(scope)) for scope in scopes)
    within = PUBLIC if kind == "INTERNET" else PRIVATE if kind in ("NON_INTERNET", "INTRA_VPC", "VPC_NETWORKS") else ANY
    if names and ranges is None and groups is None:
        within = PUBLIC if any(name.rstrip(".").endswith(_GOOGLES) for name in names) else PUBLIC - VIPS
    return (ANY if found is None else found) & within, certain, names
