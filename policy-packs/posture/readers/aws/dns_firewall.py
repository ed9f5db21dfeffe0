"""What Resolver DNS Firewall lets a VPC's resolver answer.

Source: Amazon Route 53 Developer Guide, "How Resolver DNS Firewall works", "Rule settings in DNS Firewall", "Managing your own domain
lists" (`*` alone is every name), "DNS Firewall VPC configuration".
"""

from collections.abc import Callable
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.aws.kinds import NETWORK
from posture.readers.aws.looking import refer
from posture.readers.aws.profiles import held_by, out_of_sight, priority_of, uses_of
from posture.readers.registry import inert
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_ASSOCIATION: Final = "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation"
_NATIVE_ASSOCIATION: Final = "aws-native:route53resolver:FirewallRuleGroupAssociation"
_GROUPS: Final = (
    "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup",
    "aws-native:route53resolver:FirewallRuleGroup",
)
_LISTS: Final = (
    "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList",
    "aws-native:route53resolver:FirewallDomainList",
)
_RULE: Final = "aws:route53/resolverFirewallRule:ResolverFirewallRule"
_CONFIG: Final = "aws:route53/resolverFirewallConfig:ResolverFirewallConfig"
RULE_GROUP_ASSOCIATIONS: Final = (_ASSOCIATION, _NATIVE_ASSOCIATION)
_EVERY_NAME: Final = frozenset({"*", "*.", "."})


@record
class Answer:
    """`closed` None: can't be told."""

    closed: bool | None
    allows: tuple[str, ...] = ()
    because: Because | None = None


@record
class _Rule:
    order: tuple[int, int]
    action: str
    names: tuple[str, ...]
    every_type: bool
    because: Because
    listed: str = ""
    """URN of its domain list."""


class _NotUnderstoodError(Exception):
    """Something about the firewall of a VPC is unknown."""


def answers(graph: GraphBuilder, vpc: str) -> Answer:
    """What the resolver of the VPC answers: the names of allow rules that stand before the rule that blocks every name."""
    try:
        rules = sorted(_rules(graph, vpc), key=lambda rule: rule.order)
        open_ = _fails_open(graph, vpc)
    except _NotUnderstoodError as unclear:
        graph.unreadable(vpc, f"DNS Firewall: {unclear}", "dns-closed")
        return Answer(None)
    allowed: list[str] = []
    for rule in rules:
        everything = bool(_EVERY_NAME & set(rule.names))
        if rule.action == "BLOCK":
            if everything and rule.every_type:
                if open_ is not None:
                    return Answer(False, tuple(allowed), open_)
                return Answer(True, tuple(dict.fromkeys(allowed)), rule.because)
        elif everything:
            return Answer(False, because=rule.because)
        else:
            # ALLOW answers; ALERT answers too, and tells.
            allowed.extend(name.rstrip(".").lower() for name in rule.names)
    blocking = [rule.listed for rule in rules if rule.action == "BLOCK" and rule.listed]
    # The last rule that blocks is the one that should have the rest.
    because = Because(blocking[-1], "domains", "some names, not every one") if blocking else Because(vpc, "id", "no rule blocks every name")
    return Answer(False, tuple(allowed), because)


_Pointing = list[tuple[ResourceView, Reference]]


def _pointing(graph: GraphBuilder, tokens: tuple[str, ...], refer_to: Callable[[ResourceView], Reference]) -> dict[str, _Pointing]:
    """What points at a resource, by its URN, in the order of the stack; under the empty URN what nobody can tell. Worked out once for the stack."""

    def index() -> dict[str, _Pointing]:
        found: dict[str, _Pointing] = {}
        for resource in graph.stack.of_type(*tokens):
            view = graph.view(resource.urn)
            reference = refer_to(view)
            for urn in ("",) if reference.unknown else dict.fromkeys(reference.targets):
                found.setdefault(urn, []).append((view, reference))
        return found

    return graph.once(f"aws dns firewall {tokens}", index)


def _rules(graph: GraphBuilder, vpc: str) -> list[_Rule]:
    found: list[_Rule] = []
    for view, where in _pointing(graph, RULE_GROUP_ASSOCIATIONS, lambda view: refer(graph, view, "vpcId", NETWORK)).get(vpc, ()):
        if not where.certain:
            raise _NotUnderstoodError(f"{view.resource.name} may be associated with this VPC or another")
        priority = view.number("priority")
        group = view.refers_to("firewallRuleGroupId", _GROUPS)
        if not isinstance(priority, int) or len(group.targets) != 1 or not group.certain:
            raise _NotUnderstoodError(f"the rule group or priority of {view.resource.name} is unknown, or no resource of the stack")
        found.extend(_rules_of(graph, group.targets[0], priority))
    return [*found, *_rules_of_profiles(graph, vpc)]


def _rules_of_profiles(graph: GraphBuilder, vpc: str) -> list[_Rule]:
    """Rule groups that come with a Route 53 Profile stand among the VPC's own, by priority."""
    found: list[_Rule] = []
    for use, certain in uses_of(graph, vpc):
        if (what := out_of_sight(graph, use)) is not None:
            raise _NotUnderstoodError(f"{what} is no resource of the stack")
        for view, group in held_by(graph, use, _GROUPS):
            priority = priority_of(view)
            if not certain or priority is None or len(group.targets) != 1 or not group.certain:
                raise _NotUnderstoodError(f"the rule group or priority of {view.resource.name} is unknown")
            found.extend(_rules_of(graph, group.targets[0], priority))
    return found


def _rules_of(graph: GraphBuilder, group: str, priority: int) -> list[_Rule]:
    view = graph.view(group)
    inline = view.blocks("firewallRules")
    if is_unknown(inline):
        raise _NotUnderstoodError(f"the rules of {view.resource.name} are unknown")
    found = [_rule(graph, view, f"{block}.", priority) for block in inline]
    for rule, owner in _pointing(graph, (_RULE,), lambda rule: rule.refers_to("firewallRuleGroupId", _GROUPS)).get(group, ()):
        if not owner.certain:
            raise _NotUnderstoodError(f"{rule.resource.name} may belong to this rule group or another")
        found.append(_rule(graph, rule, "", priority))
    return found


def _rule(graph: GraphBuilder, view: ResourceView, base: Path, priority: int) -> _Rule:
    action, order = view.text(f"{base}action"), view.number(f"{base}priority")
    if not isinstance(action, str) or not isinstance(order, int):
        raise _NotUnderstoodError(f"the action or priority of {view.resource.name} is unknown")
    because = Because(view.resource.urn, f"{base}action", action)
    kind = view.value(f"{base}qType")
    kind = view.value(f"{base}qtype") if kind is None else kind
    if view.value(f"{base}dnsThreatProtection") not in (None, ""):
        if action.upper() == "ALLOW":
            raise _NotUnderstoodError(f"{view.resource.name} allows by threat protection")
        return _Rule((priority, order), "BLOCK", (), kind is None, because)
    listed = view.refers_to(f"{base}firewallDomainListId", _LISTS)
    if not listed.targets and listed.literal is not None and action.upper() == "BLOCK":
        # A list of AWS's own blocks some names more, never every name.
        return _Rule((priority, order), "BLOCK", (), kind is None, because)
    if len(listed.targets) != 1 or not listed.certain:
        raise _NotUnderstoodError(f"the domain list of {view.resource.name} is unknown, or no resource of the stack")
    names = graph.view(listed.targets[0]).texts("domains")
    if is_unknown(names) or any(is_unknown(name) for name in names):
        raise _NotUnderstoodError(f"the names of {graph.stack.by_urn[listed.targets[0]].name} are unknown")
    return _Rule((priority, order), action.upper(), tuple(str(name) for name in names), kind in (None, ""), because, listed.targets[0])


def _fails_open(graph: GraphBuilder, vpc: str) -> Because | None:
    """The property that lets questions pass while the firewall is impaired. Off unless configured."""
    configured = _pointing(graph, (_CONFIG,), lambda view: refer(graph, view, "resourceId", NETWORK))
    # One that is told for certain comes before what may be any VPC's: it gives the better answer.
    for view, where in (*configured.get(vpc, ()), *configured.get("", ())):
        state = view.text("firewallFailOpen")
        if state in ("DISABLED", None):
            continue
        if state == "ENABLED" and where.certain:
            return Because(view.resource.urn, "firewallFailOpen", "ENABLED")
        raise _NotUnderstoodError(f"{view.resource.name} may let questions pass while the firewall is impaired")
    return None


inert("Read by the VPC whose questions it filters", *_GROUPS, *_LISTS, _RULE, _CONFIG)
