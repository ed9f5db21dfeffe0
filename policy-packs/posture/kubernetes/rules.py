"""One rule of a policy: peers and ports.

Source: Kubernetes documentation, "Network Policies" and the API reference of `NetworkPolicyPeer` and `NetworkPolicyPort`: peers and ports of a rule are
each a union; none given means all; a named port is the number that the *target* pod gives to the name.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from posture.graph.addresses import AddressSet
from posture.graph.ports import LAST, Ports, merge
from posture.kubernetes.parties import Outside, Party, Pod
from posture.kubernetes.permits import EVERYTHING, NOTHING, Permit, union
from posture.kubernetes.selectors import Selector, parse_selector
from posture.kubernetes.truth import Truth, every, some
from posture.record import record
from posture.values import Unknown, is_unknown

PROTOCOLS: Final = frozenset({"tcp", "udp", "sctp"})


@record
class PortRule:
    """Ports of one protocol: a range, a name, or all of them."""

    protocol: str | None = "tcp"
    """None when unknown; of a named port, any that the target has by that name."""
    low: int | None = 0
    high: int | None = LAST
    name: str | None = None
    """A named port; then the numbers are the target's."""
    readable: bool = True

    def ports(self, target: Party) -> Permit:
        """The ports that it means at a target."""
        if self.name is not None and self.readable:
            return self._named(target)
        if not self.readable or self.protocol is None:
            return Permit(self._every_port())
        assert self.low is not None
        assert self.high is not None
        ports = ((self.protocol, self.low, self.high),) if self.low <= self.high else ()
        return Permit(ports, ports)

    def _named(self, target: Party) -> Permit:
        if isinstance(target, Outside):
            return NOTHING
        if target.ports is None:
            return Permit(self._every_port())
        meant = (one for one in target.ports if one.name == self.name and self.protocol in (one.protocol, None))
        ports = merge((one.protocol, one.port, one.port) for one in meant)
        return Permit(ports, ports)

    def _every_port(self) -> Ports:
        return merge((protocol, 0, LAST) for protocol in ((self.protocol,) if self.protocol is not None else PROTOCOLS))


@record
class Peer:
    """Pods by selectors, or addresses. A pod selector alone means pods of the policy's own namespace."""

    namespaces: Selector | None = None
    pods: Selector | None = None
    block: AddressSet | None = None
    readable: bool = True
    own: bool = False
    """Whether it means the policy's own namespace."""

    def matches(self, party: Party, namespace: str | None) -> Truth:
        """Whether it means a party. `namespace`: key of the policy's namespace; None when unknown."""
        if not self.readable:
            return None
        if self.block is not None:
            return _at(party, self.block)
        if isinstance(party, Outside):
            return False
        asked: list[Truth] = []
        if self.own:
            asked.append(party.namespace.key == namespace if namespace is not None else None)
        elif self.namespaces is not None:
            asked.append(self.namespaces.matches(party.namespace.labels))
        if self.pods is not None:
            asked.append(self.pods.matches(party.labels))
        found = every(asked)
        # Of a pod in its node's network a plugin may see the node's address alone.
        return None if found and party.on_host is not False else found


@record
class Rule:
    """Who may connect on which ports. No peers: everybody; no ports: every port of every protocol."""

    peers: tuple[Peer, ...] | None = None
    ports: tuple[PortRule, ...] | None = None
    readable: bool = True
    at: str = ""
    """Where it stands in the policy: `ingress[0]`."""

    def permit(self, other: Party, target: Party, namespace: str | None) -> Permit:
        """What it lets pass. `other`: the far end, as the policy's pods see it; `target`: who is connected to."""
        meant = True if self.peers is None else some(peer.matches(other, namespace) for peer in self.peers)
        if meant is False and self.readable:
            return NOTHING
        ports = EVERYTHING if self.ports is None else union(port.ports(target) for port in self.ports)
        if not self.readable:
            return EVERYTHING.perhaps()
        return ports if meant else ports.perhaps()


def parse_rules(value: Any, side: str, at: str) -> tuple[Rule, ...] | None:
    """A list of ingress or egress rules; `side` is `from` or `to`. None when it is unknown."""
    if value is None:
        return ()
    if not isinstance(value, (list, tuple)):
        return None
    return tuple(_rule(one, side, f"{at}[{index}]") for index, one in enumerate(value))


def _rule(value: Any, side: str, at: str) -> Rule:
    if value is None:
        return Rule(at=at)
    if not isinstance(value, Mapping) or not set(value) <= {side, "ports"}:
        return Rule(readable=False, at=at)
    peers, ports = value.get(side), value.get("ports")
    if not _listed(peers) or not _listed(ports):
        return Rule(readable=False, at=at)
    return Rule(
        tuple(parse_peer(one) for one in peers) if peers else None,
        tuple(parse_port(one) for one in ports) if ports else None,
        at=at,
    )


def _listed(value: Any) -> bool:
    return value is None or isinstance(value, (list, tuple))


def parse_peer(value: Any) -> Peer:
    """A `NetworkPolicyPeer`. The server refuses one that says nothing, or addresses together with selectors."""
    if not isinstance(value, Mapping):
        return Peer(readable=False)
    given = {name for name, one in value.items() if one is not None}
    if "ipBlock" in given:
        block = parse_block(value["ipBlock"])
        return Peer(block=block, readable=block is not None and given == {"ipBlock"})
    if not given or not given <= {"podSelector", "namespaceSelector"}:
        return Peer(readable=False)
    pods = parse_selector(value["podSelector"]) if "podSelector" in given else None
    if "namespaceSelector" in given:
        return Peer(namespaces=parse_selector(value["namespaceSelector"]), pods=pods)
    return Peer(pods=pods, own=True)


def parse_block(value: Any) -> AddressSet | None:
    """An `IPBlock`: a CIDR without its exceptions; None when unknown, or no CIDR."""
    if not isinstance(value, Mapping) or not isinstance(value.get("cidr"), str):
        return None
    exceptions = value.get("except")
    exceptions = [] if exceptions is None else exceptions
    if not isinstance(exceptions, (list, tuple)) or not all(isinstance(one, str) for one in exceptions):
        return None
    try:
        return AddressSet.parse(value["cidr"]) - AddressSet.parse(*exceptions)
    except ValueError:
        return None


def parse_port(value: Any) -> PortRule:
    """A `NetworkPolicyPort`: TCP unless it says otherwise."""
    if not isinstance(value, Mapping):
        return PortRule(protocol=None, readable=False)
    protocol = _protocol(value.get("protocol"))
    port, last = value.get("port"), value.get("endPort")
    if port is None:
        return PortRule(protocol)
    if isinstance(port, str) and not port.isdigit():
        return PortRule(protocol, name=port, readable=protocol is not None)
    low = _number(port)
    high = low if last is None else _number(last)
    return PortRule(protocol, low, high, readable=low is not None and high is not None)


def _protocol(value: Any) -> str | None:
    if value is None:
        return "tcp"
    return value.lower() if isinstance(value, str) and value.lower() in PROTOCOLS else None


def _number(value: Any) -> int | None:
    if isinstance(value, (Unknown, bool)):
        return None
    if isinstance(value, str) and value.isdigit():
        return int(value)
    return int(value) if isinstance(value, (int, float)) and float(value).is_integer() else None


def _at(party: Party, block: AddressSet) -> Truth:
    """Whether a party is at the addresses of a block. Of a pod with an address that nobody knows yet, it may be."""
    if not block.overlaps(party.addresses):
        return False
    if isinstance(party, Pod) and (not party.exact or party.on_host is not False):
        return None
    return True if block.contains(party.addresses) else None


def blocks(rules: Sequence[Rule] | None) -> list[AddressSet]:
    """Address blocks that rules name."""
    return [peer.block for rule in rules or () for peer in rule.peers or () if peer.block is not None and not is_unknown(peer.block)]
