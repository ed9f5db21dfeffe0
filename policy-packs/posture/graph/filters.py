"""What filters let through: ordered rules (network ACL, NSG, GCP firewall: the first that matches decides) and united ones (security groups).

An answer is two sets of boxes (protocol, ports, peer addresses): what *may* pass, and what certainly does.

Sources: Amazon VPC User Guide, "Network ACL rules", "Security group rules"; Azure documentation, "Network security groups";
Google Cloud documentation, "VPC firewall rules" (priority; deny wins among equals); Kubernetes documentation, "Network Policies".
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from posture.graph.addresses import ANY, EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import AddressGroupFact, ExtraRuleFact, FilterFact, Rule
from posture.graph.ports import ALL_PORTS, Ports, merge, protocols
from posture.graph.topology import Choice, choices
from posture.record import record

Box = tuple[str, int, int, AddressSet]
"""Protocol, first and last port, peer addresses."""
Boxes = tuple[Box, ...]


@dataclass(frozen=True)
class Peer:
    """The other side of a connection, as a filter sees it."""

    key: str
    addresses: AddressSet
    exact: bool = True
    """False when the addresses are only some of these."""
    marks: frozenset[str] = frozenset()
    """Groups, subnets and networks that it certainly belongs to."""
    possible: frozenset[str] = frozenset()
    """Groups that it may belong to."""
    networks: frozenset[str] = frozenset()
    """A bare subnet: any group of these networks may come to stand there."""


@record
class Permit:
    """What passes."""

    may: Boxes
    must: Boxes

    def both(self, other: "Permit") -> "Permit":
        """What passes both."""
        return Permit(_meet(self.may, other.may), _meet(self.must, other.must))

    def ports(self) -> tuple[Ports, Ports]:
        """Ports that may be reached, and those that certainly are."""
        return merge(box[:3] for box in self.may), merge(box[:3] for box in self.must)


@lru_cache(maxsize=4096)
def everything(addresses: AddressSet) -> Permit:
    """No filter at all."""
    boxes = tuple((protocol, low, high, addresses) for protocol, low, high in ALL_PORTS) if addresses else ()
    return Permit(boxes, boxes)


class Filters:
    """All filters of the stack."""

    def __init__(self, builder: GraphBuilder, groups: dict[str, AddressGroupFact]) -> None:
        self._groups = groups
        self._rules: dict[str, list[Rule]] = defaultdict(list)
        self._stateful: dict[str, bool] = {}
        self._networks: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[str, bool, str], Permit] = {}
        for fact in builder.of(FilterFact):
            self._rules[fact.urn].extend(fact.rules)
            self._stateful[fact.urn] = fact.stateful
            self._networks[fact.urn] = frozenset(choice.key for choice in choices(fact.network)) | self._networks.get(fact.urn, frozenset())
        for extra in builder.of(ExtraRuleFact):
            for target in choices(extra.filter):
                self._rules[target.key].append(extra.rule if target.certain else replace(extra.rule, certain=False))
        self._named: dict[tuple[tuple[Choice, ...], bool], frozenset[str] | None] = {}
        self._ordered = {urn: any(rule.order or not rule.allow for rule in rules) for urn, rules in self._rules.items()}

    def anyone(self, *standing: str) -> Peer:
        """Whoever it may be: any address, possibly of any group, and of any of the given subnets and networks."""
        return Peer(f"anyone {len(standing)}", ANY, False, possible=frozenset((*self._stateful, *standing)))

    def is_stateful(self, urn: str) -> bool:
        """Whether answers pass by themselves. A filter that nobody describes counts as stateful: it may let everything pass anyway."""
        return self._stateful.get(urn, True)

    def tells(self, groups: Sequence[Choice]) -> bool:
        """Whether anything can be certain of what passes these groups: one of them is of the stack, or there is none."""
        return not groups or any(group.certain and group.key in self._stateful for group in groups)

    def named(self, groups: tuple[Choice, ...], inbound: bool) -> frozenset[str] | None:
        """The groups, or lists of members, that the rules of these filters name where they name nothing else. None: they speak of addresses too."""
        key = (groups, inbound)
        if key not in self._named:
            self._named[key] = self._names(groups, inbound)
        return self._named[key]

    def _names(self, groups: tuple[Choice, ...], inbound: bool) -> frozenset[str] | None:
        found: set[str] = set()
        for group in groups:
            if group.key not in self._stateful:
                return None
            for rule in self._rules.get(group.key, ()):
                if rule.inbound != inbound or not rule.allow:
                    continue
                keys = [choice.key for choice in choices(rule.group)]
                by_address = rule.addresses is not None or rule.group.absent or rule.group.unknown
                if by_address or not all(key in self._stateful and key not in self._groups for key in keys):
                    return None
                found.update(keys)
        return frozenset(found) if groups else None

    def permit(self, urn: str, inbound: bool, peer: Peer) -> Permit:
        """What one filter lets pass from (inbound) or to the peer."""
        if urn not in self._stateful:
            return Permit(everything(peer.addresses).may, ())
        key = (urn, inbound, peer.key)
        if key not in self._known:
            rules = [rule for rule in self._rules.get(urn, ()) if rule.inbound == inbound]
            self._known[key] = self._first_match(rules, peer) if self._ordered.get(urn) else self._union(rules, peer)
        return self._known[key]

    def any_of(self, groups: Iterable[Choice], inbound: bool, peer: Peer) -> Permit:
        """United filters before a workload: what one lets pass, passes. No group at all filters nothing."""
        used = tuple(groups)
        if not used:
            return everything(peer.addresses)
        if len(used) == 1 and used[0].certain:
            return self.permit(used[0].key, inbound, peer)
        may: list[Box] = []
        must: list[Box] = []
        for group in used:
            found = self.permit(group.key, inbound, peer)
            may.extend(found.may)
            must.extend(found.must if group.certain else ())
        return Permit(tuple(may), tuple(must))

    def before(self, filters: Sequence[Choice], inbound: bool, peer: Peer, *, stateless_only: bool = False) -> Permit:
        """Filters before a subnet. One that only may stand there takes from what certainly passes, and from nothing else."""
        result: Permit | None = None
        for choice in filters:
            if stateless_only and self.is_stateful(choice.key):
                continue
            found = self.permit(choice.key, inbound, peer)
            if not choice.certain:
                found = Permit(everything(peer.addresses).may, found.must)
            result = found if result is None else result.both(found)
        return result if result is not None else everything(peer.addresses)

    def _union(self, rules: Iterable[Rule], peer: Peer) -> Permit:
        may: list[Box] = []
        must: list[Box] = []
        for rule in rules:
            wide, narrow = self._boxes(rule, peer)
            may.extend(wide)
            must.extend(narrow)
        return Permit(tuple(may), tuple(must))

    def _first_match(self, rules: Iterable[Rule], peer: Peer) -> Permit:
        may: list[Box] = []
        must: list[Box] = []
        decided: list[Box] = []
        denied: list[Box] = []
        for rule in sorted(rules, key=lambda rule: (rule.order, rule.allow)):
            wide, narrow = self._boxes(rule, peer)
            if rule.allow:
                may.extend(_without(wide, decided))
                must.extend(_without(narrow, denied))
            else:
                decided.extend(narrow)
                denied.extend(wide)
        return Permit(tuple(may), tuple(must))

    def _boxes(self, rule: Rule, peer: Peer) -> tuple[list[Box], list[Box]]:
        wide, narrow = self._matching(rule, peer)
        # A rule for one unnamed protocol is no rule for the whole bucket of the others.
        exact = rule.protocol.strip().lower() not in ("other",)
        buckets = protocols(rule.protocol)
        ports = [(0, 65535) if bucket in ("icmp", "other") else (rule.from_port, rule.to_port) for bucket in buckets]
        if "tcp" in buckets and len(buckets) > 1:
            # All protocols means all ports, whatever the rule says (AWS: "protocol -1").
            ports = [(0, 65535)] * len(buckets)
        may = [(b, low, high, wide) for b, (low, high) in zip(buckets, ports, strict=True) if wide and low <= high]
        certain = rule.certain and exact and (rule.allow or buckets != ("other",))
        must = [(b, low, high, narrow) for b, (low, high) in zip(buckets, ports, strict=True) if narrow and low <= high and certain]
        return may, must

    def _matching(self, rule: Rule, peer: Peer) -> tuple[AddressSet, AddressSet]:
        """Which of the peer's addresses the rule may, and certainly does, speak of."""
        if rule.addresses is not None:
            wide = rule.addresses & peer.addresses
            return wide, wide if peer.exact or wide == peer.addresses else EMPTY
        if rule.group.absent or rule.group.unknown:
            return peer.addresses, EMPTY
        may, must = EMPTY, EMPTY
        for choice in choices(rule.group):
            wide, narrow = self._members(choice.key, peer)
            may |= wide
            must |= narrow if choice.certain else EMPTY
        return may, must

    def _members(self, key: str, peer: Peer) -> tuple[AddressSet, AddressSet]:
        if key in self._groups:
            found = self._groups[key]
            wide = found.addresses & peer.addresses
            return (wide if found.complete else peer.addresses), wide if peer.exact or wide == peer.addresses else EMPTY
        if key in peer.marks:
            return peer.addresses, peer.addresses
        if key in peer.possible:
            return peer.addresses, EMPTY
        if peer.networks and peer.networks & self._networks.get(key, frozenset()):
            return peer.addresses, peer.addresses
        if key not in self._stateful and key.startswith("pl-"):
            # A prefix list that is no resource of the stack: its addresses are out of sight.
            return peer.addresses, EMPTY
        return EMPTY, EMPTY


def _meet(left: Boxes, right: Boxes) -> Boxes:
    found: list[Box] = []
    for protocol, low, high, addresses in left:
        for other, first, last, others in right:
            if protocol == other and max(low, first) <= min(high, last):
                shared = addresses & others
                if shared:
                    found.append((protocol, max(low, first), min(high, last), shared))
    return tuple(dict.fromkeys(found))


def _without(boxes: Iterable[Box], taken: Iterable[Box]) -> list[Box]:
    left = list(boxes)
    for protocol, low, high, addresses in taken:
        rest: list[Box] = []
        for other, first, last, others in left:
            if other != protocol or last < low or first > high:
                rest.append((other, first, last, others))
                continue
            if first < low:
                rest.append((other, first, low - 1, others))
            if last > high:
                rest.append((other, high + 1, last, others))
            remaining = others - addresses
            if remaining:
                rest.append((other, max(first, low), min(last, high), remaining))
        left = rest
    return left
