"""What a Network Firewall policy lets through when it drops by default: the names that its rules pass.

Conservative: a rule that passes more than names, or that is not understood, makes the firewall an open one.

Sources: AWS Network Firewall Developer Guide, "Stateless default actions", "Strict evaluation order" (drop_strict, drop_established),
"Stateful domain list rule groups"; "Action order": pass rules go before drop rules.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.prefix_list import PRIVATE
from posture.readers.aws.suricata import Passes, header_passes_privately, read_rules
from posture.record import record
from posture.values import is_unknown
from posture.view import Path, ResourceView

RULE_GROUPS: Final = ("aws:networkfirewall/ruleGroup:RuleGroup", "aws-native:networkfirewall:RuleGroup")
_DROPS: Final = frozenset({"aws:drop_strict", "aws:drop_established", "aws:drop_established_app_layer"})
_FORWARD: Final = "aws:forward_to_sfe"
_DROP: Final = "aws:drop"
_AWS_OWN: Final = ":aws-managed:"
_TO_NAMES: Final = frozenset({"HTTP_HOST", "TLS_SNI"})


@record
class Inspection:
    """Names that pass; None when it does not drop by default. Not `certain`: something in it could not be read."""

    allows: tuple[str, ...] | None
    certain: bool = True


def inspection(graph: GraphBuilder, policy: ResourceView) -> Inspection:
    """What a firewall with this policy inspects."""
    urn = policy.resource.urn
    base = "firewallPolicy"
    if not isinstance(policy.value(base), dict):
        graph.unreadable(urn, "the firewall policy's rules are unknown")
        return Inspection(None, certain=False)
    stateless = _stateless(graph, policy, base)
    if stateless is not None:
        return stateless
    closed = _drops_by_default(policy, f"{base}.")
    if closed is None:
        graph.unreadable(urn, "the default actions of the firewall policy are unknown")
        return Inspection(None, certain=False)
    references = policy.blocks(f"{base}.statefulRuleGroupReferences")
    if is_unknown(references):
        graph.unreadable(urn, "the rule groups of the firewall policy are unknown")
        return Inspection(None, certain=False)
    groups = _groups_of(graph, policy, references, stateful=True)
    if groups is None:
        return Inspection(None, certain=False)
    # DROP_TO_ALERT takes the drops out of a group.
    overridden = any(policy.value(f"{reference}.override.action") is not None for reference in references)
    names: list[str] = []
    for group in groups:
        passes = _rules_of(group)
        if passes is None:
            graph.unreadable(group.resource.urn, "a rule of the group can't be read, and may pass anything")
            return Inspection(None, certain=False)
        if passes.more:
            return Inspection(None)
        names.extend(passes.names)
        closed = closed or (passes.drops_rest and not overridden)
    return Inspection(tuple(dict.fromkeys(names)) if closed else None)


def _groups_of(graph: GraphBuilder, policy: ResourceView, references: list[Path], *, stateful: bool) -> list[ResourceView] | None:
    """The rule groups that the policy uses; None, and said so, when one of them is out of sight.

    In a preview their ARNs are unknown: as many unknown ones as groups of the fitting type among the dependencies are those groups.
    """
    found: list[str] = []
    unknown = 0
    for reference in references:
        path = f"{reference}.resourceArn"
        if is_unknown(policy.value(path)):
            unknown += 1
            continue
        group = policy.refers_to(path, RULE_GROUPS)
        if group.literal is not None and not group.targets and _AWS_OWN in group.literal:
            continue  # AWS's own groups hold drop and alert rules only
        if len(group.targets) != 1:
            graph.unreadable(policy.resource.urn, f"the rule group {group.literal or 'is missing: it'} is no resource of the stack")
            return None
        found.extend(group.targets)
    if unknown:
        depends_on = policy.resource.property_dependencies.get("firewallPolicy", frozenset())
        candidates = [urn for urn in sorted(depends_on) if urn not in found and _fits(graph, urn, stateful)]
        if len(candidates) != unknown:
            graph.unreadable(policy.resource.urn, "which rule groups the policy uses is unknown until the update")
            return None
        found.extend(candidates)
    return [graph.view(urn) for urn in dict.fromkeys(found)]


def _fits(graph: GraphBuilder, urn: str, stateful: bool) -> bool:
    resource = graph.stack.by_urn.get(urn)
    if resource is None or resource.type not in RULE_GROUPS:
        return False
    kind = str(resource.props.get("type", "")).upper()
    return not kind or (kind == "STATEFUL") is stateful


def _stateless(graph: GraphBuilder, policy: ResourceView, base: Path) -> Inspection | None:
    """An answer when the stateless engine already lets packets past the inspection; None when all go on to it (or are dropped)."""
    for prop in ("statelessDefaultActions", "statelessFragmentDefaultActions"):
        actions = policy.texts(f"{base}.{prop}")
        if is_unknown(actions) or any(is_unknown(action) for action in actions) or not actions:
            graph.unreadable(policy.resource.urn, f"{prop} is unknown or missing")
            return Inspection(None, certain=False)
        if not any(action in (_FORWARD, _DROP) for action in actions):
            return Inspection(None)
    references = policy.blocks(f"{base}.statelessRuleGroupReferences")
    if is_unknown(references):
        graph.unreadable(policy.resource.urn, "the stateless rule groups are unknown")
        return Inspection(None, certain=False)
    groups = _groups_of(graph, policy, references, stateful=False)
    if groups is None:
        return Inspection(None, certain=False)
    for group in groups:
        taken = _stateless_actions(group)
        if taken is None:
            graph.unreadable(group.resource.urn, "the stateless rules can't be read")
            return Inspection(None, certain=False)
        if "aws:pass" in taken:
            return Inspection(None)
    return None


def _stateless_actions(group: ResourceView) -> set[str] | None:
    base = "ruleGroup.rulesSource.statelessRulesAndCustomActions"
    blocks = group.blocks(f"{base}.statelessRules")
    if is_unknown(blocks) or not blocks:
        return None
    found: set[str] = set()
    for block in blocks:
        actions = group.texts(f"{block}.ruleDefinition.actions")
        if is_unknown(actions) or not actions:
            return None
        for action in actions:
            if not isinstance(action, str):
                return None
            found.add(action)
    return found


def _drops_by_default(policy: ResourceView, base: Path) -> bool | None:
    order = policy.text(f"{base}statefulEngineOptions.ruleOrder")
    if is_unknown(order):
        return None
    if order != "STRICT_ORDER":
        return False  # "Action order": what matches no rule passes, unless a rule drops everything
    actions = policy.texts(f"{base}statefulDefaultActions")
    if is_unknown(actions) or any(is_unknown(action) for action in actions):
        return None
    return any(action in _DROPS for action in actions)


def _rules_of(group: ResourceView) -> Passes | None:
    # `rules` is the flat form: Suricata rules as one string.
    flat = group.value("rules")
    if flat not in (None, ""):
        return read_rules(flat) if isinstance(flat, str) else None
    base = "ruleGroup.rulesSource"
    if not isinstance(group.value(base), dict):
        return None
    text = group.value(f"{base}.rulesString")
    if text not in (None, ""):
        return read_rules(text) if isinstance(text, str) else None
    for name in ("rulesSourceList", "rulesSourceLists"):
        if group.value(f"{base}.{name}") is not None:
            return _domain_list(group, f"{base}.{name}")
    stateful = group.blocks(f"{base}.statefulRules")
    if is_unknown(stateful) or not stateful:
        return None
    return _stateful_rules(group, stateful)


def _domain_list(group: ResourceView, base: Path) -> Passes | None:
    kind = group.text(f"{base}.generatedRulesType")
    if kind in ("DENYLIST", "REJECTLIST", "ALERTLIST"):
        return Passes()
    targets, types = group.texts(f"{base}.targets"), group.texts(f"{base}.targetTypes")
    if kind != "ALLOWLIST" or is_unknown(targets) or is_unknown(types):
        return None
    if any(not isinstance(target, str) for target in targets) or any(kind not in _TO_NAMES for kind in types):
        return None
    names: list[str] = []
    for target in targets:
        text = str(target).lower()
        # A leading dot stands for the domain itself and everything below it.
        names.extend((text[1:], f"*{text}") if text.startswith(".") else (text,))
    return Passes(tuple(names))


def _stateful_rules(group: ResourceView, blocks: list[Path]) -> Passes | None:
    drops = False
    for block in blocks:
        action = group.text(f"{block}.action")
        if not isinstance(action, str):
            return None
        header = {
            name: group.text(f"{block}.header.{name}") for name in ("protocol", "source", "sourcePort", "destination", "destinationPort")
        }
        if action.upper() in ("DROP", "REJECT"):
            everything = {str(header[name]).upper() for name in ("source", "sourcePort", "destination", "destinationPort")}
            options = group.blocks(f"{block}.ruleOptions")
            bare = not is_unknown(options) and all(group.text(f"{option}.keyword") in ("sid", "msg", "rev") for option in options)
            drops = drops or (bare and everything <= {"ANY"} and str(header["protocol"]).upper() == "IP")
        elif action.upper() == "PASS":
            destination = header["destination"]
            if not isinstance(destination, str):
                return None
            if not header_passes_privately(destination, PRIVATE):
                return Passes(more=True)
        elif action.upper() != "ALERT":
            return None
    return Passes(drops_rest=drops)
