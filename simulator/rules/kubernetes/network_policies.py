"""NetworkPolicies: blocks with their exceptions, ports and their ranges, peers of one kind.

Source: Kubernetes API reference, "NetworkPolicy v1 networking.k8s.io"; Kubernetes 1.36, `pkg/apis/networking/validation` (ValidateNetworkPolicySpec).
"""

import ipaddress
from collections.abc import Iterator

from simulator.rules import Properties, Rules
from simulator.rules.checks import Fault
from simulator.rules.kubernetes import syntax
from simulator.rules.kubernetes.selectors import selector_faults
from simulator.rules.kubernetes.walking import listed, part, values, word

_PROTOCOLS = ("TCP", "UDP", "SCTP")
_TYPES = ("Ingress", "Egress")
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_SOURCE = "Kubernetes API reference, NetworkPolicy; pkg/apis/networking/validation"
policy = Rules("kubernetes:networking.k8s.io/v1:NetworkPolicy", source=_SOURCE)


@policy.check(source=_SOURCE, even_unknown=True)
def sound(inputs: Properties) -> Iterator[Fault]:
    """The whole of a policy."""
    spec = part(inputs, "spec")
    yield from selector_faults(spec.get("podSelector"), "spec.podSelector")
    types = values(spec, "policyTypes")
    for i, one in enumerate(types):
        if isinstance(one, str) and one not in _TYPES:
            yield f"spec.policyTypes[{i}]", f"{one!r} is not allowed; allowed: Ingress, Egress"
    for direction, peers in (("ingress", "from"), ("egress", "to")):
        for where, rule in listed(spec, direction, "spec"):
            for at, one in listed(rule, "ports", where):
                yield from _port(one, at)
            for at, one in listed(rule, peers, where):
                yield from _peer(one, at)


def _port(one: Properties, path: str) -> Iterator[Fault]:
    protocol = word(one, "protocol")
    if protocol is not None and protocol not in _PROTOCOLS:
        yield f"{path}.protocol", f"{protocol!r} is not allowed; allowed: {', '.join(_PROTOCOLS)}"
    port, last = one.get("port"), one.get("endPort")
    if isinstance(port, str):
        if reason := syntax.port_name(port):
            yield f"{path}.port", reason
    elif reason := syntax.port(port):
        yield f"{path}.port", reason
    if last is None or not isinstance(last, int | float):
        return
    if port is None:
        yield f"{path}.endPort", "may not be specified when `port` is not specified"
    elif isinstance(port, str):
        yield f"{path}.endPort", "may not be specified when `port` is a name"
    elif reason := syntax.port(last):
        yield f"{path}.endPort", reason
    elif isinstance(port, int | float) and last < port:
        yield f"{path}.endPort", f"{last:g} must be greater than or equal to `port`, {port:g}"


def _peer(one: Properties, path: str) -> Iterator[Fault]:
    names = [name for name in ("podSelector", "namespaceSelector", "ipBlock") if one.get(name) is not None]
    if not names:
        yield path, "must specify a peer: podSelector, namespaceSelector or ipBlock"
    if "ipBlock" in names and len(names) > 1:
        yield path, "may not specify both ipBlock and another peer"
    for name in ("podSelector", "namespaceSelector"):
        yield from selector_faults(one.get(name), f"{path}.{name}")
    block = part(one, "ipBlock")
    network = _network(word(block, "cidr"))
    if isinstance(network, str):
        yield f"{path}.ipBlock.cidr", network
        return
    for i, written in enumerate(values(block, "except")):
        inner = _network(written if isinstance(written, str) else None)
        if isinstance(inner, str):
            yield f"{path}.ipBlock.except[{i}]", inner
        elif inner and network and not _strictly_inside(inner, network):
            yield f"{path}.ipBlock.except[{i}]", f"{written} must be a strict subset of `cidr`, {network}"


def _network(written: str | None) -> _Network | str | None:
    """The network, or what is wrong with how it is written. Bits of a host are let pass, as the API server does."""
    if written is None:
        return None
    try:
        if "/" not in written:
            raise ValueError
        return ipaddress.ip_network(written, strict=False)
    except ValueError:
        return f"{written!r} must be a valid CIDR value, such as 10.9.8.0/24 or 2001:db8::/64"


def _strictly_inside(inner: _Network, outer: _Network) -> bool:
    if isinstance(inner, ipaddress.IPv4Network) and isinstance(outer, ipaddress.IPv4Network):
        return inner != outer and inner.subnet_of(outer)
    if isinstance(inner, ipaddress.IPv6Network) and isinstance(outer, ipaddress.IPv6Network):
        return inner != outer and inner.subnet_of(outer)
    return False
