"""Network security groups before subnets and interfaces.

Rules have no existence of their own in the graph: what a tag or a destination means depends on where the group stands. So each use of a
group is a filter of its own, `<place>#guard`, made of the group's rules as they work there. Default rules come last.

Sources: Azure documentation, "Network security groups" (default rules, priorities, stateful), "How network security groups filter network
traffic" (subnet and interface both apply), "Application security groups".
"""

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, FilterFact, FilterUseFact, Rule
from posture.readers.azure.arm import parent_of
from posture.readers.azure.layout import Part, parts, range_of
from posture.readers.azure.security_rules import Site, Written, default_rules, rules_at, unknown_rules, written
from posture.readers.azure.tokens import SECURITY_GROUP, SECURITY_RULE
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView


@reads(SECURITY_GROUP)
def security_group(resource: ResourceView, graph: GraphBuilder) -> None:
    """A group is read where it is used. Here: only what can't be understood."""
    if is_unknown(resource.value("securityRules")):
        graph.unreadable(resource.resource.urn, "the rules written inside the group are unknown until the update")


@reads(SECURITY_RULE)
def security_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """A rule of its own, read with its group. Here: only what can't be placed."""
    group = parent_of(resource, graph, SECURITY_GROUP)
    if not group.targets:
        graph.unreadable(resource.resource.urn, f"a rule of {group.literal or 'an unknown group'}, which no resource of the stack is")


def _written(graph: GraphBuilder, group: str) -> tuple[Written, ...]:
    """The group's rules: those of their own, and inline ones of other names. A state shows both in the group's list."""

    def index() -> dict[str, list[Written]]:
        found: dict[str, list[Written]] = {}
        for resource in graph.stack.of_type(SECURITY_RULE):
            view = graph.view(resource.urn)
            owner = parent_of(view, graph, SECURITY_GROUP)
            rule = written(graph, view, "")
            for urn in owner.targets:
                found.setdefault(urn, []).append(rule if owner.certain else rule.unsure())
        return found

    known = graph.once("azure written rules", dict[str, tuple[Written, ...]])
    if group not in known:
        known[group] = _listed(graph, group, graph.once("azure security rules", index).get(group, []))
    return known[group]


def _listed(graph: GraphBuilder, group: str, own: list[Written]) -> tuple[Written, ...]:
    view = graph.view(group)
    names = {rule.name for rule in own if rule.name}
    blocks = view.blocks("securityRules")
    inline = [] if is_unknown(blocks) else [written(graph, view, f"{block}.") for block in blocks]
    return (*own, *(rule for rule in inline if not rule.name or rule.name not in names))


def tells_members_apart(graph: GraphBuilder, group: str) -> bool:
    """Whether a rule of the group names those behind it by application groups."""
    return any(end.groups for rule in _written(graph, group) for end in ((rule.destination if rule.inbound else rule.source),))


def rules_of(graph: GraphBuilder, group: str, site: Site) -> tuple[Rule, ...]:
    """What a group of the stack lets through at a place."""
    view = graph.view(group)
    rules = [found for rule in _written(graph, group) for found in rules_at(graph, rule, site)]
    if is_unknown(view.blocks("securityRules")):
        rules.extend(unknown_rules(group))
    rules.extend(default_rules(graph, group, site))
    return tuple(rules)


def guard(graph: GraphBuilder, group: Reference, key: str, site: Site) -> Reference:
    """The filter that a group is at a place. One that is unknown, or of no resource of the stack, stands for itself."""
    if len(group.targets) != 1:
        return group
    graph.add(FilterFact(key, stateful=True, rules=rules_of(graph, group.targets[0], site)))
    return Reference((key,), certain=group.certain, prop=group.prop)


@joins
def guards_of_subnets(graph: GraphBuilder) -> None:
    """Groups before subnets."""
    for part in parts(graph).values():
        group = part.refer(graph, "networkSecurityGroup.id", SECURITY_GROUP)
        if group.absent:
            continue
        if not group.targets:
            said = group.literal or "which is unknown until the update"
            graph.unreadable(part.key, f"its security group {said} is no resource of the stack")
        site = site_of(graph, part)
        because = Because(part.view.resource.urn, f"{part.base}networkSecurityGroup")
        for number, urn in enumerate(group.targets):
            one = Reference((urn,), certain=group.certain, prop=group.prop)
            filter_ = guard(graph, one, f"{part.key}#guard{number or ''}", site)
            graph.add(FilterUseFact(filter_, Reference.to(part.key), because))
        if not group.targets:
            graph.add(FilterUseFact(group, Reference.to(part.key), because))


def site_of(graph: GraphBuilder, part: Part, own: AddressSet | None = None, groups: frozenset[str] | None = None) -> Site:
    """A subnet as rules see it; or one interface in it, with its address and application groups."""
    network = part.network.targets[0] if len(part.network.targets) == 1 else None
    return Site(part.key, network, own if own is not None else range_of(graph, part), groups)
