"""Rule collection groups of firewall policies.

Sources: Azure documentation, "Azure Firewall policy rule sets" (priorities 100 to 65000; a collection holds rules of one kind), "Azure Firewall
rule processing logic", "Use FQDN filtering in network rules" (the DNS proxy must be on), "Azure Firewall Premium features implementation
guide" (URL filtering and web categories; TLS inspection); Azure REST API reference, Firewall Policy Rule Collection Groups - Create Or Update.
"""

import re
from collections.abc import Iterator

from simulator.rules import UNKNOWN, Action, Between, Fault, Properties, Rules, at
from simulator.rules.azure_native.choices import choice, is_
from simulator.rules.azure_native.common import ANSWER, network_ref
from simulator.rules.azure_native.firewall_policies import is_range, tier
from simulator.rules.azure_native.ids import given, listed, named, own_id, parent
from simulator.rules.azure_native.kinds import FIREWALL_POLICY, IP_GROUP, RULE_COLLECTION_GROUP
from simulator.rules.azure_native.names import network_name
from simulator.rules.azure_native.security_rules import is_tag

_SETS = "Azure documentation, 'Azure Firewall policy rule sets'"
_CREATE = "Azure REST API reference, Firewall Policy Rule Collection Groups - Create Or Update"
_FQDN = re.compile(r"\*|(\*\.)?([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)+[A-Za-z0-9-]{2,63}")
FILTER, NAT = "FirewallPolicyFilterRuleCollection", "FirewallPolicyNatRuleCollection"
_TARGETS = ("targetFqdns", "targetUrls", "fqdnTags", "webCategories")
_DESTINATIONS = ("destinationAddresses", "destinationIpGroups", "destinationFqdns")
_SOURCES = ("sourceAddresses", "sourceIpGroups")
_GROUPS = network_ref(IP_GROUP, delete_code="IpGroupInUse", anywhere=True)

group = Rules(
    RULE_COLLECTION_GROUP,
    source=f"{_CREATE}; {_SETS}",
    checks=(
        network_name("ruleCollectionGroupName"),
        Between("priority", 100, 65000, source=_SETS),
        Between("ruleCollections[*].priority", 100, 65000, source=_SETS),
        choice("ruleCollections[*].ruleCollectionType", FILTER, NAT, source=_CREATE),
        choice("ruleCollections[*].rules[*].ruleType", "ApplicationRule", "NetworkRule", "NatRule", source=_CREATE),
        choice("ruleCollections[*].rules[*].ipProtocols[*]", "TCP", "UDP", "ICMP", "Any", source=_CREATE),
        choice("ruleCollections[*].rules[*].protocols[*].protocolType", "Http", "Https", "Mssql", source=_CREATE),
        Between("ruleCollections[*].rules[*].protocols[*].port", 1, 64000, source=_CREATE),
    ),
    references={
        "ruleCollections[*].rules[*].sourceIpGroups[*]": _GROUPS,
        "ruleCollections[*].rules[*].destinationIpGroups[*]": _GROUPS,
    },
    outputs={**ANSWER, "size": "0.1MB"},
)


def _given(rule: Properties, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if given(rule.get(name))]


def _rule_faults(rule: Properties, path: str) -> Iterator[Fault]:
    kind = rule.get("ruleType")
    if not _given(rule, _SOURCES):
        yield f"{path}.sourceAddresses", "one of sourceAddresses, sourceIpGroups must be given"
    if kind == "ApplicationRule":
        targets = _given(rule, _TARGETS)
        if not targets:
            yield f"{path}.targetFqdns", f"one of {', '.join(_TARGETS)} must be given"
        if len(targets) > 1 and "fqdnTags" in targets:
            yield f"{path}.fqdnTags", f"conflicts with {', '.join(one for one in targets if one != 'fqdnTags')}"
        if not given(rule.get("protocols")) and targets != ["fqdnTags"]:
            yield f"{path}.protocols", "is required, such as protocolType Https and port 443"
        for where, text in at(rule, "targetFqdns[*]"):
            if isinstance(text, str) and not _FQDN.fullmatch(text):
                yield f"{path}.{where}", f"{text!r} is not a domain name; a * may only stand in front, as in *.contoso.com"
        if (
            given(rule.get("targetUrls"))
            and rule.get("terminateTLS") not in (True, UNKNOWN)
            and any(is_(one.get("protocolType"), "Https") for one in listed(rule.get("protocols")))
        ):
            yield f"{path}.terminateTLS", "must be true: the URLs of HTTPS requests are only seen with TLS inspection"
    elif kind in ("NetworkRule", "NatRule"):
        for needed in ("ipProtocols", "destinationPorts"):
            if not _given(rule, (needed,)):
                yield f"{path}.{needed}", "is required"
        if kind == "NetworkRule" and len(_given(rule, _DESTINATIONS)) == 0:
            yield f"{path}.destinationAddresses", f"one of {', '.join(_DESTINATIONS)} must be given"
        if "targetFqdns" in rule:
            yield f"{path}.targetFqdns", "belongs to application rules; a network rule has destinationFqdns"
        for where, text in at(rule, "destinationFqdns[*]"):
            if isinstance(text, str) and ("*" in text or not _FQDN.fullmatch(text)):
                yield f"{path}.{where}", f"{text!r} is not a domain name: network rules take no wildcards"
    if kind == "NatRule":
        if len(_given(rule, ("translatedAddress", "translatedFqdn"))) != 1:
            yield f"{path}.translatedAddress", "exactly one of translatedAddress, translatedFqdn must be given"
        if rule.get("translatedPort") is None:
            yield f"{path}.translatedPort", "is required"
    for name in ("sourceAddresses", "destinationAddresses"):
        for where, text in at(rule, f"{name}[*]"):
            tagged = isinstance(text, str) and name == "destinationAddresses" and is_tag(text)
            if isinstance(text, str) and text != "*" and not is_range(text) and not tagged:
                yield f"{path}.{where}", f"{text!r} is not *, an address, a CIDR block or a range"


@group.check(source=f"{_SETS}; {_CREATE}", even_unknown=True)
def collections_are_sound(inputs: Properties) -> Iterator[Fault]:
    """Named collections of one kind of rules with priorities of their own, and rules that say from where to where."""
    if inputs.get("priority") is None:
        yield "priority", "is required"
    names: set[str] = set()
    priorities: dict[object, str] = {}
    for i, one in enumerate(listed(inputs.get("ruleCollections"))):
        path, kind = f"ruleCollections[{i}]", one.get("ruleCollectionType")
        name, priority = one.get("name"), one.get("priority")
        for needed in ("name", "priority", "action"):
            if one.get(needed) is None:
                yield f"{path}.{needed}", "is required"
        if isinstance(name, str):
            if name.lower() in names:
                yield f"{path}.name", f"{name!r} is given twice"
            names.add(name.lower())
        if isinstance(priority, int):
            if priority in priorities:
                yield f"{path}.priority", f"{priority} is taken by rule collection {priorities[priority]}"
            priorities[priority] = str(name)
        action = one.get("action")
        wanted = ("DNAT",) if kind == NAT else ("Allow", "Deny")
        if isinstance(action, dict) and isinstance(action.get("type"), str) and not is_(action["type"], *wanted):
            yield f"{path}.action.type", f"{action['type']!r} is not allowed in a {kind}; allowed: {', '.join(wanted)}"
        kinds = {str(rule.get("ruleType")) for rule in listed(one.get("rules"))}
        if len(kinds) > 1:
            yield f"{path}.rules", f"hold {' and '.join(sorted(kinds))}: a collection holds rules of one kind"
        if (kind == NAT and kinds - {"NatRule"}) or (kind == FILTER and "NatRule" in kinds):
            yield f"{path}.rules", f"{', '.join(sorted(kinds))} can't stand in a {kind}"
        for j, rule in enumerate(listed(one.get("rules"))):
            yield from _rule_faults(rule, f"{path}.rules[{j}]")


@group.before("create")
@group.before("update")
def policy_can_do_it(action: Action) -> None:
    """TLS inspection, URLs, categories and names in network rules need what the policy is set up with."""
    policy = named(action, parent(own_id(action)), FIREWALL_POLICY)
    if policy is None:
        return
    premium = tier(policy.outputs) == "premium"
    proxy = (policy.outputs.get("dnsSettings") or {}).get("enableProxy") is True
    for where, rule in at(action.inputs, "ruleCollections[*].rules[*]"):
        if not isinstance(rule, dict):
            continue
        if rule.get("terminateTLS") is True and not policy.outputs.get("transportSecurity"):
            action.refuse(
                "AzureFirewallPolicyTlsInspectionNotConfigured",
                f"{where}.terminateTLS: {policy.id} has no transportSecurity: TLS inspection is off",
            )
        if rule.get("targetUrls") and not premium:
            action.refuse(
                "AzureFirewallPolicyPremiumRequired", f"{where}.targetUrls: needs the Premium tier; {policy.id} is {tier(policy.outputs)}"
            )
        if rule.get("destinationFqdns") and not proxy:
            action.refuse(
                "AzureFirewallPolicyDnsProxyDisabled",
                f"{where}.destinationFqdns: names in network rules need dnsSettings.enableProxy of {policy.id}",
            )
