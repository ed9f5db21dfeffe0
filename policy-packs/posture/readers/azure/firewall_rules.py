"""What an Azure Firewall lets pass to the internet, by its policy or by rules of its own.

It drops what no rule allows. Names come from application rules and from network rules by FQDN; an allow rule by address to the internet is
no inspection of names: one for a few addresses is shown as these, one for all of them means that the firewall does not drop by default.
Deny rules only take away, so what is reckoned here is the most that passes.

Sources: Azure documentation, "Azure Firewall policy rule sets" (collections, priorities, inheritance of a base policy), "Azure Firewall rule
processing logic", "FQDN tags overview", "Azure Firewall web categories"; Azure REST API reference, "Firewall Policy Rule Collection Groups".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from posture.graph.addresses import ANY, EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.packets import PRIVATE, PUBLIC
from posture.readers.azure.arm import out_of_sight, parent_of, refer, refer_all
from posture.readers.azure.service_tags import between
from posture.readers.azure.tokens import FIREWALL_POLICY, IP_GROUP, RULE_COLLECTION_GROUP
from posture.record import record
from posture.values import is_unknown
from posture.view import Path, ResourceView

_PRIVATE_NAMES: Final = (".internal", ".local", ".lan", ".corp", ".intranet", ".private")
_EVERY_NAME: Final = frozenset({"*", "*.*"})
_BASES: Final = 8
"""How many base policies are followed; Azure allows one level of inheritance."""


@record
class Inspection:
    """Names that pass; None: it does not drop by default. `certain` False: something about it is unknown."""

    allows: tuple[str, ...] | None
    certain: bool = True
    ruled_by: tuple[str, ...] = ()
    """Resources that hold its rules."""
    passes: tuple[tuple[AddressSet, AddressSet], ...] | None = None
    """Sources and private destinations of network rules; None: any may pass."""


@record
class Inward:
    """A destination translation: what the internet reaches inside."""

    address: str | None
    """None when unknown."""
    name: str | None
    ports: tuple[tuple[int, int], ...]
    because: Because


@dataclass
class _Seen:
    names: dict[str, None]
    open: bool = False
    certain: bool = True
    inward: list[Inward] | None = None
    private: list[tuple[AddressSet, AddressSet]] = field(default_factory=list)
    ruled_by: list[str] = field(default_factory=list)
    anywhere: bool = False
    """Some rule may let pass whatever is private."""

    def doubt(self, graph: GraphBuilder, view: ResourceView, what: str) -> None:
        graph.unreadable(view.resource.urn, what)
        self.certain = False


def inspection(graph: GraphBuilder, firewall: ResourceView) -> tuple[Inspection, tuple[Inward, ...]]:
    """What a firewall lets pass, and whom it lets in."""
    seen = _Seen({}, inward=[])
    policy = refer(graph, firewall, "firewallPolicy.id", FIREWALL_POLICY)
    if policy.absent:
        _classic(graph, firewall, seen)
    elif len(policy.targets) == 1 and policy.certain:
        _policy(graph, policy.targets[0], seen, _BASES)
    else:
        seen.doubt(graph, firewall, f"its policy {policy.literal or 'is unknown until the update: it'} is no resource of the stack")
    allows = None if seen.open else tuple(seen.names)
    passes = None if seen.anywhere or not seen.certain else tuple(seen.private)
    return Inspection(allows, seen.certain, tuple(seen.ruled_by), passes), tuple(seen.inward or ())


def _policy(graph: GraphBuilder, urn: str, seen: _Seen, depth: int) -> None:
    view = graph.view(urn)
    base = refer(graph, view, "basePolicy.id", FIREWALL_POLICY)
    if len(base.targets) == 1 and base.certain and depth:
        _policy(graph, base.targets[0], seen, depth - 1)
    elif not base.absent:
        seen.doubt(graph, view, f"its base policy {base.literal or 'is unknown until the update: it'} is no resource of the stack")
    if out_of_sight(graph, view):
        seen.doubt(graph, view, "an adopted firewall policy: rule collection groups that others put into it are out of sight")
    for resource in graph.stack.of_type(RULE_COLLECTION_GROUP):
        group = graph.view(resource.urn)
        owner = parent_of(group, graph, FIREWALL_POLICY)
        if urn not in owner.targets:
            continue
        if not owner.certain:
            seen.doubt(graph, group, "it may belong to this policy or another")
        _collections(graph, group, seen)


def _collections(graph: GraphBuilder, view: ResourceView, seen: _Seen) -> None:
    seen.ruled_by.append(view.resource.urn)
    blocks = view.blocks("ruleCollections")
    if is_unknown(blocks):
        seen.doubt(graph, view, "its rule collections are unknown until the update")
        return
    for block in blocks:
        action, kind = view.text(f"{block}.action.type"), view.text(f"{block}.ruleCollectionType")
        rules = view.blocks(f"{block}.rules")
        if is_unknown(rules) or is_unknown(action) or is_unknown(kind):
            seen.doubt(graph, view, f"{block}: its rules, kind or action are unknown until the update")
            continue
        if kind == "FirewallPolicyNatRuleCollection" or (isinstance(action, str) and action.lower() == "dnat"):
            for rule in rules:
                _nat(view, rule, seen)
        elif action is None or action.lower() != "deny":
            for rule in rules:
                _rule(graph, view, rule, seen)


def _classic(graph: GraphBuilder, view: ResourceView, seen: _Seen) -> None:
    """Rules on the firewall itself, without a policy."""
    for prop in ("applicationRuleCollections", "networkRuleCollections", "natRuleCollections"):
        blocks = view.blocks(prop)
        if is_unknown(blocks):
            seen.doubt(graph, view, f"{prop} is unknown until the update")
            continue
        for block in blocks:
            action, rules = view.text(f"{block}.action.type"), view.blocks(f"{block}.rules")
            if is_unknown(action) or is_unknown(rules):
                seen.doubt(graph, view, f"{block}: its rules or action are unknown until the update")
                continue
            for rule in rules:
                if prop.startswith("nat"):
                    _nat(view, rule, seen)
                elif action is None or action.lower() != "deny":
                    _rule(graph, view, rule, seen)


_NAMES: Final = ("targetFqdns", "destinationFqdns", "targetUrls")


def _rule(graph: GraphBuilder, view: ResourceView, rule: Path, seen: _Seen) -> None:
    for prop, word in (("fqdnTags", "the tag"), ("webCategories", "the category")):
        for text in _texts(graph, view, f"{rule}.{prop}", seen):
            seen.names[f"{word} {text}"] = None
    for prop in _NAMES:
        for text in _texts(graph, view, f"{rule}.{prop}", seen):
            name = text.lower().removeprefix("https://").removeprefix("http://").partition("/")[0]
            if name in _EVERY_NAME:
                seen.open = seen.anywhere = True
            else:
                seen.names[name] = None
                seen.anywhere = seen.anywhere or name.endswith(_PRIVATE_NAMES)
    destinations = [EMPTY]
    for text in _texts(graph, view, f"{rule}.destinationAddresses", seen):
        destinations.append(_address(text, seen))
    for group in refer_all(graph, view, f"{rule}.destinationIpGroups", IP_GROUP):
        if not group.targets or not group.certain:
            seen.doubt(
                graph, view, f"{rule}: its IP group {group.literal or 'is unknown until the update: it'} is no resource of the stack"
            )
        for urn in group.targets:
            for text in _texts(graph, graph.view(urn), "ipAddresses", seen):
                destinations.append(_address(text, seen))
    to = EMPTY.union(*destinations) & PRIVATE
    if to:
        seen.private.append((_sources(graph, view, rule, seen), to))


def _sources(graph: GraphBuilder, view: ResourceView, rule: Path, seen: _Seen) -> AddressSet:
    """Whose connections a rule lets pass; anybody's where that can't be told."""
    texts = list(_texts(graph, view, f"{rule}.sourceAddresses", seen))
    for group in refer_all(graph, view, f"{rule}.sourceIpGroups", IP_GROUP):
        if not group.targets:
            return ANY
        texts.extend(text for urn in group.targets for text in _texts(graph, graph.view(urn), "ipAddresses", seen))
    found = EMPTY
    for text in texts:
        try:
            found = found | AddressSet.parse(text.strip())
        except ValueError:
            return ANY
    return found or ANY


def _texts(graph: GraphBuilder, view: ResourceView, path: Path, seen: _Seen) -> Iterator[str]:
    texts = view.texts(path)
    if is_unknown(texts):
        seen.doubt(graph, view, f"{path} is unknown until the update")
        return
    for text in texts:
        if is_unknown(text):
            seen.doubt(graph, view, f"{path} is in part unknown until the update")
        else:
            yield text


def _address(text: str, seen: _Seen) -> AddressSet:
    """A destination by address: nothing of the internet, some of it, or all."""
    word = text.strip()
    if word in ("*", "Any"):
        seen.open = True
        return ANY
    low, dash, high = word.partition("-")
    try:
        found = between(low, high) if dash and low[:1].isdigit() else AddressSet.parse(word)
    except ValueError:
        seen.names[f"the service tag {word}"] = None
        return EMPTY
    if found.contains(PUBLIC.v4) or found.contains(PUBLIC.v6):
        seen.open = True
    elif found - PRIVATE:
        seen.names[word] = None
    return found


def _nat(view: ResourceView, rule: Path, seen: _Seen) -> None:
    address, name = view.text(f"{rule}.translatedAddress"), view.text(f"{rule}.translatedFqdn")
    port = view.text(f"{rule}.translatedPort")
    low, _, high = port.partition("-") if isinstance(port, str) else ("", "", "")
    ports = ((int(low), int(high or low)),) if low.isdigit() and (high or low).isdigit() else ((0, 65535),)
    if seen.inward is not None:
        seen.inward.append(
            Inward(
                address if isinstance(address, str) else None,
                name if isinstance(name, str) else None,
                ports,
                Because(view.resource.urn, rule, str(address) if isinstance(address, str) else "unknown"),
            )
        )
