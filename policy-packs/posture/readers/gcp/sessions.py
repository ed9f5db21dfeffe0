"""BGP sessions: which routes of the other side a router believes, where import policies drop all others.

Sources: Cloud Router documentation, "BGP route policies overview" (terms by priority, `accept()` and `drop()`; a term without a match is for every
route), "BGP route policy attribute reference" (`destination.inAnyRange`), "Custom learned routes"; provider reference, `gcp.compute.RouterPeer`
(IPv6 is off unless it is given).
"""

import ipaddress
import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.gcp.names import given, refer, refer_all
from posture.readers.gcp.tokens import INTERCONNECT, ROUTER_PEER, VPN_TUNNEL, tokens
from posture.values import is_unknown
from posture.view import Path, ResourceView

(_INTERFACE, _ROUTE_POLICY) = tokens("compute:RouterInterface", "compute:RouterRoutePolicy")
_PREFIX: Final = r"prefix\(\s*['\"]([0-9./]+)['\"]\s*\)(?:\.(?:exact\(\)|orLonger\(\)|longer\(\)|upTo\(\d+\)))?"
_RANGES: Final = re.compile(rf"\s*destination\.inAnyRange\(\s*{_PREFIX}(?:\s*,\s*{_PREFIX})*\s*\)\s*")
_ONE: Final = re.compile(r"\s*destination\s*==\s*['\"]([0-9./]+)['\"]\s*")
_EVERYTHING: Final = re.compile(r"\s*destination\.inAnyRange\(\s*prefix\(\s*['\"]0\.0\.0\.0/0['\"]\s*\)\.orLonger\(\)\s*\)\s*")


def believed(graph: GraphBuilder, circuit: str) -> tuple[str, ...] | None:
    """Prefixes that the other side of a tunnel or attachment can bring into the network; None: whatever it likes."""
    found: list[str] = []
    sessions = [view for view in _sessions(graph) if circuit in _circuits(graph, view)]
    for session in sessions:
        prefixes = _of_session(graph, session)
        if prefixes is None:
            return None
        found.extend(prefixes)
    return tuple(dict.fromkeys(found)) if sessions else None


def _sessions(graph: GraphBuilder) -> list[ResourceView]:
    return [graph.view(resource.urn) for resource in graph.stack.of_type(ROUTER_PEER)]


def _circuits(graph: GraphBuilder, session: ResourceView) -> set[str]:
    """What the session runs over; any of the candidates, where the interface is not certain."""
    interfaces = [graph.view(urn) for urn in refer(graph, session, "interface", _INTERFACE).targets]
    ends = (("vpnTunnel", VPN_TUNNEL), ("interconnectAttachment", INTERCONNECT))
    return {urn for interface in interfaces for prop, kind in ends for urn in refer(graph, interface, prop, kind).targets}


def _of_session(graph: GraphBuilder, session: ResourceView) -> list[str] | None:
    if session.flag("enable") is False:
        return []
    policies = refer_all(graph, session, "importPolicies", _ROUTE_POLICY)
    # Of several, what the one lets by the next one may change: read with one alone.
    if len(policies) != 1 or len(policies[0].targets) != 1 or not policies[0].certain or session.flag("enableIpv6") not in (None, False):
        return None
    accepted = accepts(graph.view(policies[0].targets[0]))
    learned = session.blocks("customLearnedIpRanges")
    if accepted is None or is_unknown(learned):
        return None
    for block in learned:
        text = session.value(f"{block}.range")
        if not isinstance(text, str):
            return None
        accepted.append(text)
    return accepted


def accepts(policy: ResourceView) -> list[str] | None:
    """What the terms accept before one drops everything; None where none does, or where nobody can read one that accepts."""
    blocks = policy.blocks("terms")
    if policy.resource.external or policy.value("type") != "ROUTE_POLICY_TYPE_IMPORT" or is_unknown(blocks):
        return None
    accepted: list[str] = []
    priorities = {block: policy.number(f"{block}.priority") for block in blocks}
    if any(not isinstance(priority, int | float) for priority in priorities.values()):
        return None
    for block in sorted(blocks, key=lambda one: priorities[one]):  # type: ignore[arg-type,return-value]
        expression, actions = policy.value(f"{block}.match.expression"), _actions(policy, block)
        if actions is None:
            return None
        if "drop()" in actions:
            whole = not given(policy, f"{block}.match") or (isinstance(expression, str) and _EVERYTHING.fullmatch(expression) is not None)
            if whole:
                return accepted
        elif "accept()" in actions:
            ranges = _ranges(expression)
            if ranges is None:
                return None
            accepted.extend(ranges)
    return None


def _actions(policy: ResourceView, term: Path) -> set[str] | None:
    blocks = policy.blocks(f"{term}.actions")
    if is_unknown(blocks):
        return None
    found = [policy.value(f"{block}.expression") for block in blocks]
    return {text.replace(" ", "") for text in found if isinstance(text, str)} if all(isinstance(text, str) for text in found) else None


def _ranges(expression: object) -> list[str] | None:
    """IPv4 prefixes of an expression that names prefixes alone."""
    if not isinstance(expression, str):
        return None
    if (one := _ONE.fullmatch(expression)) is not None:
        texts = [one.group(1)]
    elif _RANGES.fullmatch(expression):
        texts = re.findall(_PREFIX, expression)
    else:
        return None
    try:
        return [str(ipaddress.IPv4Network(text)) for text in texts]
    except ValueError:
        return None
