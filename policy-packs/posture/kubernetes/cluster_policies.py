"""Policies of the whole cluster: tiers before and behind the NetworkPolicies, in which the first rule that matches decides.

`ClusterNetworkPolicy` (v1alpha2: tiers Admin and Baseline; Accept, Deny, Pass) and what it was before: `AdminNetworkPolicy` and
`BaselineAdminNetworkPolicy` (v1alpha1: Allow, Deny, Pass). Lower priorities come first; of two with one priority nobody can say which is asked.
Sources: SIG Network, "Network Policy API: API overview" and reference of `policy.networking.k8s.io`; Google Cloud documentation, "Configure cluster
network policies" (order of the tiers).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from posture.graph.addresses import AddressSet
from posture.graph.ports import LAST
from posture.kubernetes.network_policies import Direction
from posture.kubernetes.parties import Outside, Party, Pod
from posture.kubernetes.permits import EVERYTHING, NOTHING, Permit, union
from posture.kubernetes.rules import PROTOCOLS, Peer, PortRule
from posture.kubernetes.selectors import Selector, parse_selector
from posture.kubernetes.truth import Truth, every, some
from posture.record import record


class Tier(StrEnum):
    """Before the NetworkPolicies, or behind them."""

    ADMIN = "Admin"
    BASELINE = "Baseline"


class Action(StrEnum):
    """What a rule does with what it matches."""

    ALLOW = "Allow"
    DENY = "Deny"
    PASS = "Pass"  # noqa: S105  what a rule does, no password


_ACTIONS: Final = {"Allow": Action.ALLOW, "Accept": Action.ALLOW, "Deny": Action.DENY, "Pass": Action.PASS}
_BASELINE_PRIORITY: Final = 0


@record
class TierRule:
    """A rule that stands in an order."""

    action: Action | None
    """None when unknown."""
    peers: tuple[Peer, ...] | None
    """None when they are unknown."""
    ports: tuple[PortRule, ...] | None
    """None means every port."""
    names: tuple[str, ...] = ()
    """Domain names that it lets pass: addresses that nobody knows."""
    readable: bool = True
    at: str = ""

    def matches(self, other: Party, target: Party) -> Permit:
        """The ports on which it speaks of a connection."""
        if not self.readable or self.peers is None:
            return EVERYTHING.perhaps()
        meant = some(peer.matches(other, None) for peer in self.peers)
        if self.names and isinstance(other, Outside):
            meant = some((meant, None))
        if meant is False:
            return NOTHING
        ports = EVERYTHING if self.ports is None else union(port.ports(target) for port in self.ports)
        return ports if meant else ports.perhaps()


@record
class ClusterPolicy:
    """A policy of the whole cluster."""

    key: str
    name: str
    tier: Tier | None
    """None when unknown."""
    priority: int | None
    namespaces: Selector | None
    pods: Selector | None
    rules: Mapping[Direction, tuple[TierRule, ...] | None]
    whole: bool = True

    def selects(self, pod: Pod) -> Truth:
        """Whether it speaks of a pod. None does of pods in their node's network."""
        on_host = None if pod.on_host is None else not pod.on_host
        asked: list[Truth] = [on_host]
        if self.namespaces is None and self.pods is None:
            asked.append(None)
        if self.namespaces is not None:
            asked.append(self.namespaces.matches(pod.namespace.labels))
        if self.pods is not None:
            asked.append(self.pods.matches(pod.labels))
        found = every(asked)
        return found if self.whole or found is False else None


@record
class Decided:
    """What a tier did with what came to it."""

    allowed: Permit
    onward: Permit
    """What the next tier is asked about."""


def decide(policies: Sequence[ClusterPolicy], tier: Tier, subject: Pod, direction: Direction, other: Party, asked: Permit) -> Decided:
    """One tier: rule by rule, in order."""
    allowed, passed, left = NOTHING, NOTHING, asked
    target: Party = subject if direction is Direction.INGRESS else other
    for rule, meant in _in_order(policies, tier, subject, direction):
        match = rule.matches(other, target)
        if meant is not True:
            match = match.perhaps()
        taken = left & match
        if not taken.may:
            continue
        if rule.action is None:
            allowed, passed = allowed | taken.perhaps(), passed | taken.perhaps()
            left = Permit(left.may, (left - match).must)
            continue
        if rule.action is Action.ALLOW:
            allowed = allowed | taken
        elif rule.action is Action.PASS:
            passed = passed | taken
        left = left - match
    return Decided(allowed, passed | left)


def _in_order(policies: Sequence[ClusterPolicy], tier: Tier, subject: Pod, direction: Direction) -> Iterable[tuple[TierRule, Truth]]:
    """Rules that may speak of a pod, each with whether its policy certainly does so at this place of the order."""
    standing = [(policy, policy.selects(subject)) for policy in policies if policy.tier in (tier, None)]
    standing = [(policy, selects) for policy, selects in standing if selects is not False and policy.rules[direction] != ()]
    shared = Counter(policy.priority for policy, _ in standing)
    unordered = any(policy.priority is None or policy.tier is None for policy, _ in standing)
    for policy, selects in sorted(standing, key=lambda pair: (pair[0].priority is None, pair[0].priority or 0)):
        sure = selects if shared[policy.priority] == 1 and not unordered else None
        rules = policy.rules[direction]
        if rules is None:
            yield TierRule(None, None, None, readable=False), None
            continue
        for rule in rules:
            yield rule, sure


def parse_cluster_policy(key: str, name: str, kind: str, spec: Any, *, whole: bool = True) -> ClusterPolicy:
    """The `spec` of a ClusterNetworkPolicy, AdminNetworkPolicy or BaselineAdminNetworkPolicy."""
    if not isinstance(spec, Mapping):
        return ClusterPolicy(key, name, None, None, None, None, {Direction.INGRESS: None, Direction.EGRESS: None}, whole)
    tier, priority = _tier(kind, spec.get("tier")), spec.get("priority")
    if kind == "BaselineAdminNetworkPolicy":
        priority = _BASELINE_PRIORITY
    namespaces, pods = _subject(spec.get("subject"))
    rules = {
        Direction.INGRESS: _rules(spec.get("ingress"), "from", "spec.ingress"),
        Direction.EGRESS: _rules(spec.get("egress"), "to", "spec.egress"),
    }
    known = int(priority) if isinstance(priority, (int, float)) and not isinstance(priority, bool) else None
    return ClusterPolicy(key, name, tier, known, namespaces, pods, rules, whole)


def _tier(kind: str, given: Any) -> Tier | None:
    if kind != "ClusterNetworkPolicy":
        return Tier.BASELINE if kind.startswith("Baseline") else Tier.ADMIN
    return next((tier for tier in Tier if isinstance(given, str) and given.lower() == tier.value.lower()), None)


def _subject(value: Any) -> tuple[Selector | None, Selector | None]:
    if not isinstance(value, Mapping):
        return None, None
    if value.get("namespaces") is not None:
        return parse_selector(value["namespaces"]), None
    pods = value.get("pods")
    if not isinstance(pods, Mapping):
        return None, None
    return parse_selector(pods.get("namespaceSelector")), parse_selector(pods.get("podSelector"))


def _rules(value: Any, side: str, at: str) -> tuple[TierRule, ...] | None:
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        return None
    return tuple(_rule(one, side, f"{at}[{index}]") for index, one in enumerate(value))


def _rule(value: Any, side: str, at: str) -> TierRule:
    if not isinstance(value, Mapping):
        return TierRule(None, None, None, readable=False, at=at)
    action, listed = value.get("action"), value.get(side)
    known = _ACTIONS.get(action) if isinstance(action, str) else None
    ports, readable = _ports(value)
    if not isinstance(listed, (list, tuple)):
        return TierRule(known, None, ports, readable=readable, at=at)
    names = tuple(
        name
        for one in listed
        if isinstance(one, Mapping) and isinstance(one.get("domainNames"), (list, tuple))
        for name in one["domainNames"]
        if isinstance(name, str)
    )
    peers = tuple(_peer(one) for one in listed if not (isinstance(one, Mapping) and one.get("domainNames") is not None))
    return TierRule(known, peers, ports, names, readable, at)


def _peer(value: Any) -> Peer:
    if not isinstance(value, Mapping):
        return Peer(readable=False)
    if value.get("namespaces") is not None:
        return Peer(namespaces=parse_selector(value["namespaces"]))
    if isinstance(pods := value.get("pods"), Mapping):
        return Peer(namespaces=parse_selector(pods.get("namespaceSelector")), pods=parse_selector(pods.get("podSelector")))
    networks = value.get("networks")
    if isinstance(networks, (list, tuple)) and networks and all(isinstance(one, str) for one in networks):
        try:
            return Peer(block=AddressSet.parse(*networks))
        except ValueError:
            return Peer(readable=False)
    return Peer(readable=False)  # Nodes by their labels: at addresses that no manifest tells.


def _ports(rule: Mapping[str, Any]) -> tuple[tuple[PortRule, ...] | None, bool]:
    """Ports of a rule, in the words of either version; and whether they could be read."""
    listed = rule.get("protocols", rule.get("ports"))
    if listed is None:
        return None, True
    if not isinstance(listed, (list, tuple)) or not listed:
        return None, False
    found = tuple(_port(one) for one in listed)
    return found, all(one.readable for one in found)


def _port(value: Any) -> PortRule:
    unreadable = PortRule(None, readable=False)
    if not isinstance(value, Mapping):
        return unreadable
    if isinstance(name := value.get("namedPort", value.get("destinationNamedPort")), str):
        return PortRule(None, name=name)
    if isinstance(number := value.get("portNumber"), Mapping):
        return _range(number.get("protocol"), number.get("port"), number.get("port"))
    if isinstance(span := value.get("portRange"), Mapping):
        return _range(span.get("protocol"), span.get("start"), span.get("end"))
    for protocol in PROTOCOLS:
        if protocol in value:
            return _destination(protocol, value[protocol])
    return unreadable


def _destination(protocol: str, value: Any) -> PortRule:
    """`tcp: {destinationPort: {number: 443}}`; without a port, every port of the protocol."""
    port = value.get("destinationPort") if isinstance(value, Mapping) else None
    if value is None or value == {} or (isinstance(value, Mapping) and port is None and set(value) <= {"destinationPort"}):
        return PortRule(protocol)
    if not isinstance(port, Mapping):
        return PortRule(protocol, readable=False)
    if isinstance(span := port.get("range"), Mapping):
        return _range(protocol, span.get("start"), span.get("end"))
    return _range(protocol, port.get("number"), port.get("number"))


def _range(protocol: Any, low: Any, high: Any) -> PortRule:
    named = "tcp" if protocol is None else protocol.lower() if isinstance(protocol, str) else None
    whole = all(isinstance(one, (int, float)) and not isinstance(one, bool) and 0 <= one <= LAST for one in (low, high))
    if named not in PROTOCOLS or not whole:
        return PortRule(named if named in PROTOCOLS else None, readable=False)
    return PortRule(named, int(low), int(high))
