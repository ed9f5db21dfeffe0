"""What a DNS security policy lets a virtual network's resolver answer.

Sources: Azure documentation, "DNS security policy" (rules by priority, the lowest number first; Allow, Alert and Block; a policy works in the
networks linked to it), "DNS security policy domain lists" (`.` is every name; a domain stands for what is under it too).
"""

from dataclasses import dataclass
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.azure.arm import parent_of, refer, refer_all
from posture.readers.azure.tokens import DNS_LIST, DNS_POLICY, DNS_POLICY_LINK, DNS_RULE, NETWORK
from posture.readers.registry import inert, reads
from posture.values import is_unknown
from posture.view import ResourceView

_EVERY_NAME: Final = frozenset({"", "*"})
_NOBODYS: Final = frozenset(
    {"internal", "local", "lan", "corp", "home", "intranet", "private", "localhost", "test", "arpa", "invalid", "example"}
)
"""Single labels under which nobody can register a name. An allowed `com.` answers whoever owns a name there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`closed` None: can't be told."""

    closed: bool | None
    allows: tuple[str, ...] = ()
    because: Because | None = None


@dataclass(frozen=True, slots=True)
class _Rule:
    priority: int
    action: str
    names: tuple[str, ...]
    because: Because


class _NotUnderstoodError(Exception):
    """Something about the policy of a network is unknown."""


def answers(graph: GraphBuilder, network: str) -> Answer:
    """What the resolver of a network answers by its policy alone."""
    known = graph.once("azure answers", dict[str, Answer])
    if network not in known:
        try:
            known[network] = _answers(graph, network)
        except _NotUnderstoodError as unclear:
            graph.unreadable(network, f"DNS security policy: {unclear}", "dns-closed")
            known[network] = Answer(None)
    return known[network]


def _answers(graph: GraphBuilder, network: str) -> Answer:
    policies = _policies(graph, network)
    if not policies:
        return Answer(False, because=Because(network, "id", "no DNS security policy"))
    rules = sorted((rule for policy in policies for rule in _rules(graph, policy)), key=lambda rule: rule.priority)
    allowed: list[str] = []
    for rule in rules:
        everything = bool(_EVERY_NAME & set(rule.names))
        wide = [name for name in rule.names if _is_anybodys(name)]
        if rule.action == "block":
            if everything:
                return Answer(True, tuple(dict.fromkeys(allowed)), rule.because)
        elif everything or wide:
            return Answer(False, because=rule.because)
        else:
            # Allow answers; Alert answers too, and tells.
            allowed.extend(rule.names)
    because = rules[-1].because if rules else Because(policies[0], "id", "no rule")
    return Answer(False, tuple(allowed), because)


def _is_anybodys(name: str) -> bool:
    return bool(name) and "." not in name and name not in _NOBODYS


def _policies(graph: GraphBuilder, network: str) -> list[str]:
    found: list[str] = []
    for resource in graph.stack.of_type(DNS_POLICY_LINK):
        view = graph.view(resource.urn)
        where = refer(graph, view, "virtualNetwork.id", NETWORK)
        if network not in where.targets:
            continue
        policy = parent_of(view, graph, DNS_POLICY)
        if not where.certain:
            raise _NotUnderstoodError(f"{resource.name} may be linked to this network or another")
        if len(policy.targets) != 1 or not policy.certain:
            raise _NotUnderstoodError(f"the policy of {resource.name} is unknown, or no resource of the stack")
        found.extend(policy.targets)
    return found


def _rules(graph: GraphBuilder, policy: str) -> list[_Rule]:
    if graph.stack.by_urn[policy].external:
        raise _NotUnderstoodError(f"{graph.stack.by_urn[policy].name} is adopted: its rules are out of sight")
    found: list[_Rule] = []
    for resource in graph.stack.of_type(DNS_RULE):
        view = graph.view(resource.urn)
        owner = parent_of(view, graph, DNS_POLICY)
        if policy not in owner.targets:
            continue
        if not owner.certain:
            raise _NotUnderstoodError(f"{resource.name} may belong to this policy or another")
        rule = _rule(graph, view)
        if rule is not None:
            found.append(rule)
    return found


def _rule(graph: GraphBuilder, view: ResourceView) -> _Rule | None:
    name = view.resource.name
    state, action, priority = view.text("dnsSecurityRuleState"), view.text("action.actionType"), view.number("priority")
    if is_unknown(state) or not isinstance(action, str) or not isinstance(priority, int):
        raise _NotUnderstoodError(f"the state, action or priority of {name} is unknown")
    if state is not None and state.lower() == "disabled":
        return None
    names: list[str] = []
    for listed in refer_all(graph, view, "dnsResolverDomainLists", DNS_LIST):
        if len(listed.targets) != 1 or not listed.certain:
            raise _NotUnderstoodError(f"a domain list of {name} is unknown, or no resource of the stack")
        names.extend(_names(graph.view(listed.targets[0])))
    return _Rule(priority, action.lower(), tuple(names), Because(view.resource.urn, "action", action))


def _names(view: ResourceView) -> list[str]:
    names = view.texts("domains")
    if is_unknown(names) or any(is_unknown(name) for name in names):
        raise _NotUnderstoodError(f"the names of {view.resource.name} are unknown")
    if view.value("domainsUrl") is not None and not names:
        raise _NotUnderstoodError(f"the names of {view.resource.name} stand in a file")
    return [name.lower().rstrip(".").removeprefix("*.") for name in names if isinstance(name, str)]


@reads(DNS_POLICY_LINK)
def policy_link(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read by the network that it is linked to. Here: only what can't be placed."""
    where = refer(graph, resource, "virtualNetwork.id", NETWORK)
    if not where.targets:
        said = where.literal or "unknown until the update"
        graph.unreadable(
            resource.resource.urn, f"links a DNS security policy to a network that no resource of the stack is ({said})", "dns-closed"
        )


inert("Read by the network whose questions it filters (Azure documentation, DNS security policy)", DNS_POLICY, DNS_RULE, DNS_LIST)
