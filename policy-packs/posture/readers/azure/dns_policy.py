"""What a DNS security policy lets a virtual network's resolver answer.

Sources: Azure documentation, "DNS security policy" (rules by priority, the lowest number first; Allow, Alert and Block; a policy works in the
networks linked to it), "DNS security policy domain lists" (`.` is every name; a domain stands for what is under it too).
"""

from collections.abc import Callable
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.azure.arm import parent_of, refer, refer_all
from posture.readers.azure.tokens import DNS_LIST, DNS_POLICY, DNS_POLICY_LINK, DNS_RULE, NETWORK
from posture.readers.registry import inert, reads
from posture.record import record
from posture.values import is_unknown
from posture.view import ResourceView

_EVERY_NAME: Final = frozenset({"", "*"})
_NOBODYS: Final = frozenset(
    {"internal", "local", "lan", "corp", "home", "intranet", "private", "localhost", "test", "arpa", "invalid", "example"}
)
"""Single labels under which nobody can register a name. An allowed `com.` answers whoever owns a name there."""


@record
class Answer:
    """`closed` None: can't be told."""

    closed: bool | None
    allows: tuple[str, ...] = ()
    because: Because | None = None


@record
class _Rule:
    priority: int
    action: str
    names: tuple[str, ...]
    because: Because
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """URN and names of each of its domain lists."""
    disabled: bool = False

    def blame(self, wanted: Callable[[str], bool]) -> Because:
        """The list that has such a name, else the rule."""
        for urn, names in self.lists:
            found = next((name for name in names if wanted(name)), None)
            if found is not None:
                return Because(urn, "domains", f"{found}.")
        return self.because


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
    written = sorted((rule for policy in policies for rule in _rules(graph, policy)), key=lambda rule: rule.priority)
    rules = [rule for rule in written if not rule.disabled]
    allowed: list[str] = []
    for rule in rules:
        everything = bool(_EVERY_NAME & set(rule.names))
        wide = [name for name in rule.names if _is_anybodys(name)]
        if rule.action == "block":
            if everything:
                return Answer(True, tuple(dict.fromkeys(allowed)), rule.because)
        elif everything or wide:
            return Answer(False, because=rule.blame(lambda name: name in _EVERY_NAME or _is_anybodys(name)))
        else:
            # Allow answers; Alert answers too, and tells.
            allowed.extend(rule.names)
    return Answer(False, tuple(allowed), _lacking(written, policies[0]))


def _lacking(written: list[_Rule], policy: str) -> Because:
    """What should have blocked the rest: a rule that is off, or the list of the last rule that blocks."""
    for rule in reversed(written):
        if rule.action == "block" and rule.disabled:
            return Because(rule.because.urn, "dnsSecurityRuleState", "Disabled")
        if rule.action == "block" and rule.lists:
            return Because(rule.lists[-1][0], "domains", "some names, not every one")
    return Because(policy, "id", "no rule blocks every name")


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
        found.append(_rule(graph, view))
    return found


def _rule(graph: GraphBuilder, view: ResourceView) -> _Rule:
    name = view.resource.name
    state, action, priority = view.text("dnsSecurityRuleState"), view.text("action.actionType"), view.number("priority")
    if is_unknown(state) or not isinstance(action, str) or not isinstance(priority, int):
        raise _NotUnderstoodError(f"the state, action or priority of {name} is unknown")
    disabled = state is not None and state.lower() == "disabled"
    lists: list[tuple[str, tuple[str, ...]]] = []
    for listed in refer_all(graph, view, "dnsResolverDomainLists", DNS_LIST) if not disabled else ():
        if len(listed.targets) != 1 or not listed.certain:
            raise _NotUnderstoodError(f"a domain list of {name} is unknown, or no resource of the stack")
        lists.append((listed.targets[0], tuple(_names(graph.view(listed.targets[0])))))
    names = tuple(name for _, listed_names in lists for name in listed_names)
    return _Rule(priority, action.lower(), names, Because(view.resource.urn, "action", action), tuple(lists), disabled)


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
