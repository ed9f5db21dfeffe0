"""Network ACLs: stateless, ordered, before a subnet.

Source: Amazon VPC User Guide, "Network ACL basics" (the lowest rule number decides; a custom ACL without rules denies all; a subnet has
exactly one ACL, the default one unless associated), "Default network ACL" (allows all).
"""

from typing import Final

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ExtraRuleFact, FilterFact, FilterUseFact, Rule
from posture.readers.aws.kinds import ACLS, DEFAULT_ACL, NETWORK, SUBNETS
from posture.readers.aws.looking import addresses, refer, refer_all, vpc_of_adopter
from posture.readers.aws.rule_words import LAST_PORT, ports, protocol
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_DEFAULT: Final = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"


@reads(*ACLS.tokens)
def network_acl(resource: ResourceView, graph: GraphBuilder) -> None:
    """An ACL with its inline rules and subnets. The default one, adopted, has only those rules: the provider removes AWS's."""
    urn = resource.resource.urn
    rules: list[Rule] = []
    for inbound, prop in ((True, "ingress"), (False, "egress")):
        blocks = resource.blocks(prop)
        if is_unknown(blocks):
            graph.unreadable(urn, f"{prop} is unknown until the update")
            rules.append(Rule(inbound, True, "-1", 0, LAST_PORT, order=1, certain=False, because=Because(urn, prop, "unknown")))
            continue
        rules.extend(_rule(resource, graph, f"{block}.", inbound, "action", "ruleNo") for block in blocks)
    default = resource.resource.type == _DEFAULT
    network = vpc_of_adopter(graph, resource, DEFAULT_ACL) if default else refer(graph, resource, "vpcId", NETWORK)
    if default and not network.targets:
        graph.unreadable(urn, "the VPC of the default network ACL is unknown")
    graph.add(FilterFact(urn, stateful=False, network=network, rules=tuple(rules)))
    if default and "subnetIds" not in (resource.resource.declared or ()):
        # What the provider read when it adopted the ACL, before the subnets got ACLs of their own. It stands before those that have none.
        return
    for subnet in refer_all(graph, resource, "subnetIds", SUBNETS):
        if subnet.unknown:
            graph.unreadable(urn, "subnetIds is unknown")
        graph.add(FilterUseFact(Reference.to(urn), subnet, Because(urn, "subnetIds")))


@reads("aws:ec2/networkAclRule:NetworkAclRule", "aws-native:ec2:NetworkAclEntry")
def network_acl_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """One rule on its own, in an ACL of the stack or the default one of a VPC."""
    urn = resource.resource.urn
    acl = refer(graph, resource, "networkAclId", ACLS)
    if not acl.targets:
        graph.unreadable(urn, f"the network ACL {acl.literal or 'is unknown: it'} is no resource of the stack")
    egress = resource.flag("egress")
    if is_unknown(egress):
        graph.unreadable(urn, "whether the rule is for egress is unknown")
    for inbound in (True, False):
        if egress is not inbound and not (egress is None and not inbound):
            rule = _rule(resource, graph, "", inbound, "ruleAction", "ruleNumber", certain=not is_unknown(egress))
            graph.add(ExtraRuleFact(acl, rule))


@reads("aws:ec2/networkAclAssociation:NetworkAclAssociation", "aws-native:ec2:SubnetNetworkAclAssociation")
def network_acl_association(resource: ResourceView, graph: GraphBuilder) -> None:
    """An ACL stands before a subnet."""
    urn = resource.resource.urn
    acl = refer(graph, resource, "networkAclId", ACLS)
    subnet = refer(graph, resource, "subnetId", SUBNETS)
    for found, what in ((acl, "network ACL"), (subnet, "subnet")):
        if not found.targets:
            graph.unreadable(urn, f"the {what} {found.literal or 'is unknown: it'} is no resource of the stack")
    graph.add(FilterUseFact(acl, subnet, Because(urn, "networkAclId")))


def _rule(
    view: ResourceView, graph: GraphBuilder, base: Path, inbound: bool, action_prop: str, order_prop: str, *, certain: bool = True
) -> Rule:
    urn = view.resource.urn
    name, known = protocol(graph, view, base + "protocol")
    low, high, exact = _ports(view, graph, base, name)
    action = view.text(base + action_prop)
    order = view.number(base + order_prop)
    if action is None or order is None:
        graph.unreadable(urn, f"{base.rstrip('.') or 'the rule'} lacks its action or number")
    found, complete = addresses(graph, view, base + "cidrBlock", base + "ipv6CidrBlock")
    somebody: AddressSet | None = found if complete and not found.is_empty else None
    if complete and found.is_empty:
        graph.unreadable(urn, f"{base.rstrip('.') or 'the rule'} names no addresses")
    sure = certain and known and exact and somebody is not None and isinstance(action, str) and isinstance(order, int)
    # Not understood: it may allow. Never a denial that nobody wrote.
    allow = not (isinstance(action, str) and action.lower() == "deny")
    because = Because(
        urn, base.rstrip(".") or order_prop, f"{order if isinstance(order, int) else '?'} {action if isinstance(action, str) else '?'}"
    )
    return Rule(
        inbound, allow, name, low, high, addresses=somebody, order=order if isinstance(order, int) else 1, certain=sure, because=because
    )


def _ports(view: ResourceView, graph: GraphBuilder, base: Path, name: str) -> tuple[int, int, bool]:
    if view.value(base + "portRange") is not None:
        return ports(graph, view, f"{base}portRange.", name, "from", "to")
    return ports(graph, view, base, name)
