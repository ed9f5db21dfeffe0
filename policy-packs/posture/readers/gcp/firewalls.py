"""The firewall as it works: for each machine with the rules that mean it, and for each subnet as the place where any machine may stand.

For a subnet a rule that lets a tag or an account through counts, because whoever carries it may stand there; one that stops some does not.
Rules by name (FQDN) let pass to wherever the name leads: the road to the internet then goes through them, and says the names.

Sources: Google Cloud documentation, "Evaluation order for firewall policies and rules", "VPC firewall rules" (targets), "Hierarchical firewall
policies" (associations with folders and organizations), "Global network firewall policies", "FQDN objects".
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from posture.graph.addresses import ANY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, FilterFact, FilterUseFact, GatewayFact, Rule
from posture.graph.kinds import GatewayKind
from posture.graph.packets import PUBLIC
from posture.readers.gcp.firewall_order import in_order, opens
from posture.readers.gcp.firewall_rules import ALLOW, Written, listed, policy_rule, vpc_rule
from posture.readers.gcp.layout import Part, addresses, default_networks, network_of, parts
from posture.readers.gcp.machines import CLUSTER, GUARD, NODE_POOL, Card, cards
from posture.readers.gcp.names import project_called, project_of, refer, text_of
from posture.readers.gcp.tokens import FIREWALL, FOLDER, SERVICE_ACCOUNT, tokens
from posture.readers.gcp.vips import FRONTS, VIPS
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

NAMES: Final = "#firewall-names"
_POLICIES: Final = {
    "hierarchical": tokens("compute:FirewallPolicy", "compute:FirewallPolicyWithRules"),
    "global": tokens("compute:NetworkFirewallPolicy", "compute:NetworkFirewallPolicyWithRules"),
    "regional": tokens("compute:RegionNetworkFirewallPolicy", "compute:RegionNetworkFirewallPolicyWithRules"),
}
_RULES: Final = {
    "hierarchical": tokens("compute:FirewallPolicyRule"),
    "global": tokens("compute:NetworkFirewallPolicyRule"),
    "regional": tokens("compute:RegionNetworkFirewallPolicyRule"),
}
_USES: Final = {
    "hierarchical": tokens("compute:FirewallPolicyAssociation"),
    "global": tokens("compute:NetworkFirewallPolicyAssociation"),
    "regional": tokens("compute:RegionNetworkFirewallPolicyAssociation"),
}


def _policy_rules(graph: GraphBuilder, kind: str, policy: Reference) -> list[Written]:
    found: list[Written] = []
    for urn in policy.targets:
        view = graph.view(urn)
        blocks = view.blocks("rules")
        if is_unknown(blocks):
            graph.unreadable(urn, "the rules written inside the policy are unknown until the update")
        else:
            found.extend(rule for block in blocks for rule in policy_rule(graph, view, f"{block}."))
        if view.resource.external:
            graph.unreadable(urn, "an adopted firewall policy: its rules are out of sight")
    for resource in graph.stack.of_type(*_RULES[kind]):
        view = graph.view(resource.urn)
        owner = refer(graph, view, "firewallPolicy", *_POLICIES[kind])
        if set(owner.targets) & set(policy.targets):
            sure = owner.certain and policy.certain
            found.extend(rule if sure else replace(rule, certain=False) for rule in policy_rule(graph, view, ""))
    return found


def _used(graph: GraphBuilder, kind: str, network: str, region: str | None) -> Iterator[list[Written]]:
    for resource in graph.stack.of_type(*_USES[kind]):
        view = graph.view(resource.urn)
        policy = refer(graph, view, "firewallPolicy", *_POLICIES[kind])
        if kind == "hierarchical":
            certain = _is_under(graph, view, network)
        else:
            where = network_of(graph, view, "attachmentTarget")
            if network not in where.targets:
                continue
            certain = where.certain
            if kind == "regional" and region is not None and view.value("region") not in (None, region):
                continue
        if not policy.targets:
            graph.unreadable(resource.urn, f"attaches a firewall policy that no resource of the stack is ({policy.literal or 'unknown'})")
        rules = _policy_rules(graph, kind, policy)
        yield rules if certain else [replace(rule, certain=False) for rule in rules]


def _is_under(graph: GraphBuilder, view: ResourceView, network: str) -> bool:
    """Whether the network's project certainly stands under the folder or organization that a policy is attached to."""
    if network not in graph.stack.by_urn:
        return False
    project = project_of(graph.view(network))
    found = project_called(graph, project) if project else Reference()
    target = view.value("attachmentTarget")
    above = refer(graph, view, "attachmentTarget", FOLDER)
    for urn in found.targets:
        made = graph.view(urn)
        folder = refer(graph, made, "folderId", FOLDER)
        if above.targets and set(above.targets) & set(folder.targets):
            return above.certain and folder.certain
        if isinstance(target, str):
            parents = {(text_of(made, prop) or "?").rpartition("/")[2] for prop in ("folderId", "orgId")}
            if target.rpartition("/")[2] in parents:
                return True
    return False


def levels(graph: GraphBuilder, network: str, region: str | None) -> list[list[Written]]:
    """Rules of a network in the order in which the levels are asked."""
    known = graph.once("gcp firewall levels", dict[tuple[str, str | None], list[list[Written]]])
    if (network, region) not in known:
        own = _default_rules(network) if network in default_networks(graph) else []
        for resource in graph.stack.of_type(FIREWALL):
            view = graph.view(resource.urn)
            where = network_of(graph, view)
            if network in where.targets:
                own.extend(rule if where.certain else replace(rule, certain=False) for rule in vpc_rule(graph, view))
        first = [*_used(graph, "hierarchical", network, region)]
        second = [*_used(graph, "global", network, region), *_used(graph, "regional", network, region)]
        order = graph.view(network).value("networkFirewallPolicyEnforcementOrder") if network in graph.stack.by_urn else None
        between = [*second, own] if order == "BEFORE_CLASSIC_FIREWALL" else [own, *second]
        if is_unknown(order) and second:
            graph.unreadable(network, "the order of its firewall rules and policies is unknown until the update")
        known[network, region] = [
            [rule for rule in level if rule.networks is None or network in rule.networks] for level in [*first, *between]
        ]
    return known[network, region]


def _default_rules(network: str) -> list[Written]:
    """The default network lets in its own addresses, and SSH, RDP and ICMP from anywhere. Source: "VPC firewall rules", pre-populated rules."""
    because = Because(network, "", "pre-populated rule of the default network")
    anywhere = AddressSet.parse("0.0.0.0/0")
    inside = Written(True, ALLOW, 65_534, (("all", 0, 65_535),), AddressSet.parse("10.128.0.0/9"), because)
    return [inside, replace(inside, ports=(("tcp", 22, 22), ("tcp", 3389, 3389), ("icmp", 0, 65_535)), peers=anywhere)]


def _carries(graph: GraphBuilder, card: Card) -> tuple[frozenset[str], frozenset[str], bool]:
    """Tags and service accounts of a machine, and whether they are all known."""
    view = card.owner
    base = "nodeConfig." if view.resource.type in (*CLUSTER, *NODE_POOL) else ""
    tags = listed(graph, view, f"{base}tags")
    accounts = listed(graph, view, f"{base}serviceAccount" if base else "serviceAccount.email", (SERVICE_ACCOUNT,))
    return (
        frozenset() if is_unknown(tags) else tags,
        frozenset() if is_unknown(accounts) else accounts,
        not is_unknown(tags) and not is_unknown(accounts),
    )


_Cause = tuple[Because, int, str, tuple[tuple[str, int, int], ...]]


def _carriers(graph: GraphBuilder, network: str, region: str | None) -> dict[_Cause, tuple[str, ...]]:
    """Rules whose peers are named by what they carry → the machines of the network that do."""
    known = graph.once("gcp carriers", dict[tuple[str, str | None], dict[_Cause, tuple[str, ...]]])
    if (network, region) not in known:
        here = [
            (card.owner.resource.urn, *_carries(graph, card))
            for card in cards(graph)
            if network in card.network.targets or any(network in _network_of_subnet(graph, key) for key in card.subnet.targets)
        ]
        known[network, region] = {
            _cause(rule): tuple(
                dict.fromkeys(urn for urn, tags, accounts, exact in here if rule.sources.fits(tags, accounts, exact=exact) is not False)
            )
            for level in levels(graph, network, region)
            for rule in level
            if not rule.sources.anyone
        }
    return known[network, region]


def _cause(rule: Written) -> _Cause:
    return rule.because, rule.priority, rule.action, rule.ports


def _network_of_subnet(graph: GraphBuilder, key: str) -> tuple[str, ...]:
    part = parts(graph).get(key)
    if part is not None:
        return part.network.targets
    return (key.removesuffix("#auto"),) if key.endswith("#auto") else ()


def _for_place(rule: Written) -> Written | None:
    """A rule as it counts for whoever may stand in a subnet."""
    if rule.targets.anyone:
        return rule
    return rule if rule.action == ALLOW else None


def _for_machine(rule: Written, tags: frozenset[str], accounts: frozenset[str], *, exact: bool) -> Written | None:
    fits = rule.targets.fits(tags, accounts, exact=exact)
    if fits is False:
        return None
    return rule if fits else replace(rule, certain=False)


def _at_home(rule: Written, own: AddressSet | None) -> Written | None:
    if own is None or rule.home.contains(own):
        return rule if own is not None or rule.home.contains(PUBLIC) else replace(rule, certain=False)
    return replace(rule, certain=False) if rule.home.overlaps(own) else None


def _strangers(rule: Written) -> Written | None:
    """What Google's own fronts and probes open is opened by no stranger."""
    if rule.inbound and rule.action == ALLOW and rule.peers is not None and rule.peers.overlaps(FRONTS) and not rule.peers.contains(PUBLIC):
        left = rule.peers - FRONTS
        return replace(rule, peers=left) if left or not rule.sources.anyone else None
    return rule


@joins
def guards(graph: GraphBuilder) -> None:
    """Filters before subnets and machines; where rules name names, the road to the internet goes through them."""
    for part in parts(graph).values():
        for network in part.network.targets:
            _before_subnet(graph, part.key, network, part)
    for network in default_networks(graph):
        _before_subnet(graph, f"{network}#auto", network, None)


def guards_of(graph: GraphBuilder, card: Card) -> tuple[Reference, ...]:
    """The firewall as it works for a machine; machines that carry the same stand behind one filter."""
    tags, accounts, exact = _carries(graph, card)
    networks = card.network.targets or tuple(n for key in card.subnet.targets for n in _network_of_subnet(graph, key))
    region = next((parts(graph)[key].region for key in card.subnet.targets if key in parts(graph)), None)
    made = graph.once("gcp guards", dict[tuple[object, ...], str])
    found: list[Reference] = []
    for network in dict.fromkeys(networks):
        rules = levels(graph, network, region)
        own = _own_addresses(graph, card) if any(rule.home != ANY for level in rules for rule in level) else None
        like = (network, region, tags, accounts, exact, own)
        if like not in made:
            made[like] = f"{network}{GUARD}-{len(made)}"
            meant = [[one for rule in level if (one := _for_machine(rule, tags, accounts, exact=exact)) is not None] for level in rules]
            meant = [[one for rule in level if (one := _at_home(rule, own)) is not None] for level in meant]
            ordered = in_order(meant, network, _renamed(meant, _carriers(graph, network, region)))
            graph.add(FilterFact(made[like], stateful=True, rules=ordered))
        found.append(Reference.to(made[like]))
    return tuple(found)


def _own_addresses(graph: GraphBuilder, card: Card) -> AddressSet | None:
    """The machine's address, else those of its subnet."""
    told = text_of(card.owner, f"{card.base}networkIp") if card.base else ""
    if told and (found := addresses(told)) is not None:
        return found
    ranges = [parts(graph)[key].cidrs for key in card.subnet.targets if key in parts(graph)]
    return ranges[0] if len(ranges) == 1 else None


def _renamed(meant: list[list[Written]], carriers: dict[_Cause, tuple[str, ...]]) -> dict[Written, tuple[str, ...]]:
    """Carriers of rules as they are meant here."""
    if not carriers:
        return {}
    return {rule: carriers[_cause(rule)] for level in meant for rule in level if _cause(rule) in carriers}


def rules_at(graph: GraphBuilder, network: str, part: Part | None) -> tuple[Rule, ...]:
    """The firewall for whoever may stand in a subnet; subnets that no rule tells apart share it."""
    known = graph.once("gcp rules of places", dict[tuple[object, ...], tuple[Rule, ...]])
    region, own = (part.region, part.cidrs) if part is not None else (None, None)
    apart = any(rule.home != ANY for level in levels(graph, network, region) for rule in level)
    key = (network, region, own if apart else None)
    if key not in known:
        known[key] = _rules_at(graph, network, part)
    return known[key]


def _rules_at(graph: GraphBuilder, network: str, part: Part | None) -> tuple[Rule, ...]:
    region = part.region if part is not None else None
    found = levels(graph, network, region)
    own = part.cidrs if part is not None else None
    meant: list[list[Written]] = []
    for level in found:
        placed = [one for rule in level if (one := _for_place(rule)) is not None]
        placed = [one for rule in placed if (one := _at_home(rule, own)) is not None]
        meant.append([one for rule in placed if (one := _strangers(rule)) is not None])
    return in_order(meant, network, _renamed(meant, _carriers(graph, network, region)))


def _before_subnet(graph: GraphBuilder, key: str, network: str, part: Part | None) -> None:
    graph.add(FilterFact(f"{key}{GUARD}", stateful=True, rules=rules_at(graph, network, part)))
    graph.add(FilterUseFact(Reference.to(f"{key}{GUARD}"), Reference.to(key), Because(network, "", "firewall")))


def names_only(
    graph: GraphBuilder, network: str, region: str | None, to: AddressSet
) -> tuple[tuple[str, ...], tuple[str, ...], bool] | None:
    """Names, rules and certainty, when nothing but rules by name lets connections out to the internet."""
    found = levels(graph, network, region)
    named = [rule for level in found for rule in level if rule.names and not rule.inbound and rule.action == ALLOW]
    if not named:
        return None
    rest = [[rule for rule in level if not rule.names and (rule.targets.anyone or rule.action == ALLOW)] for level in found]
    rules: tuple[Rule, ...] = in_order(rest, network, {})
    if opens(rules, to):
        return None
    names = tuple(dict.fromkeys(name for rule in named for name in rule.names))
    return names, tuple(dict.fromkeys(rule.because.urn for rule in named)), all(rule.certain for rule in named)


def exit_by_name(graph: GraphBuilder, part: Part, network: str) -> Reference | None:
    """The firewall on the road to the internet, as a next hop; None where something else than names lets out."""
    public = PUBLIC - VIPS
    told = names_only(graph, network, part.region, public if part.external_v6 else public.v4)
    if told is None:
        return None
    names, rules, certain = told
    key = f"{part.key}{NAMES}"
    graph.add(
        GatewayFact(key, GatewayKind.FIREWALL, subnets=(Reference.to(f"{key}-exit"),), inspects=names, ruled_by=rules, certain=certain)
    )
    return Reference.to(key)


@reads(FIREWALL)
def firewall(resource: ResourceView, graph: GraphBuilder) -> None:
    """A rule, read with its network. Here: only what can't be placed."""
    where = network_of(graph, resource)
    if not where.targets:
        graph.unreadable(resource.resource.urn, f"a rule of {where.literal or 'an unknown network'}, which no resource of the stack is")


@reads(*(token for kinds in (_POLICIES, _RULES, _USES) for found in kinds.values() for token in found))
def policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with the networks that a policy is attached to. Here: only what can't be placed."""
    for kind, found in _RULES.items():
        if resource.resource.type in found and not refer(graph, resource, "firewallPolicy", *_POLICIES[kind]).targets:
            graph.unreadable(resource.resource.urn, "a rule of a firewall policy that no resource of the stack is")
