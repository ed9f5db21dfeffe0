"""Secure Web Proxy: a gateway in a subnet that goes out for its clients, to the names that its rules let by.

Clients are told to use it, or are sent through it; either way it is the one that leaves, so its own road to the internet is said with its rules.
Without a rule that allows, a gateway refuses everything.

Sources: Google Cloud documentation, "Secure Web Proxy overview" (explicit and next hop routing modes, denies by default), "Gateway security
policies" (rules by priority, the first that matches), "CEL matcher language reference" (`host()`, `inUrlList`).
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, GatewayFact, WorkloadFact
from posture.graph.kinds import EdgeKind, GatewayKind
from posture.readers.gcp.layout import place
from posture.readers.gcp.names import project_ref, refer, resolve
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_GATEWAY: Final = tokens("networkservices:Gateway")
_POLICY: Final = tokens("networksecurity:GatewaySecurityPolicy")
_RULE: Final = tokens("networksecurity:GatewaySecurityPolicyRule")
_LIST: Final = tokens("networksecurity:UrlList")
_HOST: Final = re.compile(r"^\s*host\(\)\s*==\s*['\"]([^'\"]+)['\"]\s*$")
_ENDS: Final = re.compile(r"^\s*host\(\)\.endsWith\(\s*['\"]\.?([^'\"]+)['\"]\s*\)\s*$")
_IN_LIST: Final = re.compile(r"^\s*inUrlList\(\s*host\(\)\s*,\s*['\"]([^'\"]+)['\"]\s*\)\s*$")
INSPECTION: Final = "#inspection"


@reads(*_GATEWAY)
def gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """A gateway: a proxy for the way out, or a front of a mesh, which is not followed."""
    urn = resource.resource.urn
    if str(resource.value("type")).upper() != "SECURE_WEB_GATEWAY":
        graph.unreadable(urn, "an Envoy gateway hands requests on by routes that are not followed")
        return
    subnet, network = place(graph, resource)
    because = Because(urn, "gatewaySecurityPolicy")
    graph.add(
        WorkloadFact(
            urn,
            (subnet,) if subnet.targets else (),
            (),
            certain=subnet.certain and bool(subnet.targets),
            network=network,
            within=project_ref(graph, resource),
            because=because,
        )
    )
    names, rules, certain = _names(graph, resource)
    if names == ():
        return  # no rule allows anything
    graph.add(GatewayFact(f"{urn}{INSPECTION}", GatewayKind.FIREWALL, inspects=names, ruled_by=rules, certain=certain))
    through = Because(urn, "gatewaySecurityPolicy", ", ".join(names) if names else "every name")
    # What a rule that nobody can read lets by is the inspector's uncertainty, not the road's.
    graph.edge(
        Reference.to(urn), graph.internet(), EdgeKind.ROUTE, through, ports=((80, 80), (443, 443)), inspected_by=f"{urn}{INSPECTION}"
    )


def _names(graph: GraphBuilder, view: ResourceView) -> tuple[tuple[str, ...] | None, tuple[str, ...], bool]:
    """Names that pass, the rules that say so, and whether all is known. None: every name."""
    policy = refer(graph, view, "gatewaySecurityPolicy", *_POLICY)
    if not policy.targets:
        return ((), (), True) if policy.absent else (None, (), False)
    names: list[str] = []
    rules: list[str] = []
    certain = policy.certain and not any(graph.stack.by_urn[urn].external for urn in policy.targets)
    everything = False
    for resource in graph.stack.of_type(*_RULE):
        rule = graph.view(resource.urn)
        if not set(refer(graph, rule, "gatewaySecurityPolicy", *_POLICY).targets) & set(policy.targets):
            continue
        if rule.flag("enabled") is False or str(rule.value("basicProfile")).upper() == "DENY":
            continue
        if is_unknown(rule.flag("enabled")) or is_unknown(rule.text("basicProfile")):
            certain = False
        found, lists = _matched(graph, rule)
        rules.extend((resource.urn, *lists))
        if found is None:
            certain = False
        elif found == ():
            everything = True
        else:
            names.extend(found)
    if everything:
        return None, tuple(rules), certain
    return tuple(dict.fromkeys(names)) if names or certain else ("*",), tuple(rules), certain


def _matched(graph: GraphBuilder, rule: ResourceView) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    """Names that a rule's matcher lets by (empty: every name; None: can't be told), and the lists that hold them."""
    matcher = rule.value("sessionMatcher")
    if is_unknown(matcher):
        return None, ()
    made: list[str] = []
    lists: list[str] = []
    for part in re.split(r"\s*\|\|\s*", str(matcher or "").strip()):
        if part.strip().lower() in ("true", ""):
            return (), tuple(lists)
        if found := _HOST.match(part):
            made.append(found.group(1))
        elif found := _ENDS.match(part):
            made.append(f"*.{found.group(1)}")
        elif found := _IN_LIST.match(part):
            listed = resolve(graph, rule, found.group(1), _LIST)
            values = graph.view(listed.targets[0]).texts("values") if len(listed.targets) == 1 else None
            if values is None or is_unknown(values) or any(is_unknown(value) for value in values):
                return None, tuple(listed.targets)
            lists.extend(listed.targets)
            made.extend(str(value).partition("/")[0] for value in values)
        else:
            return None, tuple(lists)
    return tuple(made), tuple(lists)


@reads(*_POLICY, *_RULE, *_LIST)
def policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with the gateway that it is for."""
