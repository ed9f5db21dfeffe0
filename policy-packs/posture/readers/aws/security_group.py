"""Security groups: inline rules, rules on their own, and which interface is in which group.

Sources: Amazon VPC User Guide, "Security group rules" (no rule: nothing passes; stateful), "Default security groups for your VPCs";
Pulumi Registry, `aws.ec2.SecurityGroup`: the provider removes the allow-all egress rule that AWS adds;
AWS CloudFormation, AWS::EC2::SecurityGroup: without egress rules of one's own AWS's allow-all egress stays.
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.addresses import ANY
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ExtraRuleFact, FilterFact, Rule
from posture.readers.aws.kinds import GROUPS, NETWORK
from posture.readers.aws.looking import addresses, refer, refer_all
from posture.readers.aws.prefix_list import refer_prefix_list, refer_prefix_lists
from posture.readers.aws.rule_words import LAST_PORT, ports, protocol
from posture.readers.registry import inert, reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

_NATIVE: Final = "aws-native:ec2:SecurityGroup"


@record
class Shape:
    """How one form of rule calls its properties."""

    protocol: str
    cidrs: tuple[str, ...]
    groups: tuple[str, ...]
    """Single ids."""
    group_lists: tuple[str, ...] = ()
    prefix_lists: tuple[str, ...] = ()
    prefix_list_lists: tuple[str, ...] = ()
    itself: str | None = None


_INLINE: Final = Shape(
    "protocol", ("cidrBlocks", "ipv6CidrBlocks"), (), group_lists=("securityGroups",), prefix_list_lists=("prefixListIds",), itself="self"
)
_RULE: Final = Shape(
    "protocol", ("cidrBlocks", "ipv6CidrBlocks"), ("sourceSecurityGroupId",), prefix_list_lists=("prefixListIds",), itself="self"
)
_ONE_RULE: Final = Shape("ipProtocol", ("cidrIpv4", "cidrIpv6"), ("referencedSecurityGroupId",), prefix_lists=("prefixListId",))
_NATIVE_RULE: Final = Shape(
    "ipProtocol",
    ("cidrIp", "cidrIpv6"),
    ("sourceSecurityGroupId", "destinationSecurityGroupId", "sourceSecurityGroupName"),
    prefix_lists=("sourcePrefixListId", "destinationPrefixListId"),
)


@reads(*GROUPS.tokens)
def security_group(resource: ResourceView, graph: GraphBuilder) -> None:
    """A group with its inline rules. The default group, adopted, has only those: the provider removes the others."""
    urn = resource.resource.urn
    native = resource.resource.type == _NATIVE
    rules: list[Rule] = []
    for inbound, prop in ((True, "securityGroupIngress" if native else "ingress"), (False, "securityGroupEgress" if native else "egress")):
        blocks = resource.blocks(prop)
        if is_unknown(blocks):
            graph.unreadable(urn, f"{prop} is unknown until the update")
            rules.append(Rule(inbound, True, "-1", 0, LAST_PORT, certain=False, because=Because(urn, prop, "unknown")))
            continue
        for block in blocks:
            if not isinstance(resource.value(block), dict):
                graph.unreadable(urn, f"{block} is no rule")
                rules.append(Rule(inbound, True, "-1", 0, LAST_PORT, certain=False, because=Because(urn, block, "unknown")))
                continue
            rules.extend(_rules(resource, graph, f"{block}.", inbound, _NATIVE_RULE if native else _INLINE, Reference.to(urn)))
        if native and not inbound and not blocks:
            rules.append(Rule(False, True, "-1", 0, LAST_PORT, addresses=ANY, because=Because(urn, prop, "AWS's own: allow all")))
    graph.add(FilterFact(urn, stateful=True, network=refer(graph, resource, "vpcId", NETWORK), rules=tuple(rules)))


@reads("aws:ec2/securityGroupRule:SecurityGroupRule")
def security_group_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """One rule for several sources, on its own."""
    direction = resource.text("type")
    if direction not in ("ingress", "egress"):
        graph.unreadable(resource.resource.urn, "type is neither ingress nor egress")
    # An unknown direction may be either.
    for inbound in (True, False):
        if direction != ("egress" if inbound else "ingress"):
            _extra(resource, graph, inbound, _RULE, "securityGroupId", certain=direction in ("ingress", "egress"))


@reads("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
def ingress_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """One inbound rule for one source."""
    _extra(resource, graph, True, _ONE_RULE, "securityGroupId")


@reads("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
def egress_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """One outbound rule for one destination."""
    _extra(resource, graph, False, _ONE_RULE, "securityGroupId")


@reads("aws-native:ec2:SecurityGroupIngress")
def native_ingress_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """CloudFormation's inbound rule."""
    _extra(resource, graph, True, _NATIVE_RULE, "groupId")


@reads("aws-native:ec2:SecurityGroupEgress")
def native_egress_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """CloudFormation's outbound rule."""
    _extra(resource, graph, False, _NATIVE_RULE, "groupId")


def _extra(resource: ResourceView, graph: GraphBuilder, inbound: bool, shape: Shape, owner: str, *, certain: bool = True) -> None:
    group = refer(graph, resource, owner, GROUPS)
    if not group.targets:
        graph.unreadable(resource.resource.urn, f"the security group {group.literal or 'is unknown: it'} is no resource of the stack")
    for rule in _rules(resource, graph, "", inbound, shape, group, certain):
        graph.add(ExtraRuleFact(group, rule))


def _rules(
    view: ResourceView, graph: GraphBuilder, base: Path, inbound: bool, shape: Shape, owner: Reference, certain: bool = True
) -> Iterator[Rule]:
    """One rule for all CIDRs, one for each group and list. Without any source it lets nothing pass."""
    urn = view.resource.urn
    because = Because(urn, base.rstrip(".") or shape.protocol)
    name, known = protocol(graph, view, base + shape.protocol)
    low, high, exact = ports(graph, view, base, name)
    certain = certain and known and exact

    def rule(**peers: object) -> Rule:
        sure = bool(peers.pop("certain", True)) and certain
        return Rule(inbound, True, name, low, high, because=because, certain=sure, **peers)  # type: ignore[arg-type]

    found, complete = addresses(graph, view, *(base + cidrs for cidrs in shape.cidrs))
    if not found.is_empty:
        yield rule(addresses=found)
    if not complete:
        yield rule(addresses=None, certain=False)
    groups = [refer(graph, view, base + prop, GROUPS) for prop in shape.groups]
    for prop in shape.group_lists:
        groups.extend(refer_all(graph, view, base + prop, GROUPS))
    for group in groups:
        if not group.absent:
            # A group of another account or VPC: who is in it, nobody can say.
            yield rule(group=group, certain=group.certain and bool(group.targets))
    lists = [refer_prefix_list(graph, view, base + prop) for prop in shape.prefix_lists]
    for prop in shape.prefix_list_lists:
        lists.extend(refer_prefix_lists(graph, view, base + prop))
    for listed in lists:
        if not listed.absent:
            yield rule(group=listed, certain=listed.certain and bool(listed.targets))
    itself = view.flag(base + shape.itself) if shape.itself else None
    if itself is not None and itself is not False:
        yield rule(group=owner, certain=itself is True and owner.certain)


@reads("aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation", "aws-native:ec2:SecurityGroupVpcAssociation")
def group_in_another_vpc(resource: ResourceView, graph: GraphBuilder) -> None:
    """A group may be used in one more VPC: workloads name it there, and that is read. Here: only what can't be placed."""
    if not refer(graph, resource, "securityGroupId", GROUPS).targets and not refer(graph, resource, "groupId", GROUPS).targets:
        graph.unreadable(resource.resource.urn, "the security group is no resource of the stack")


inert(
    "Keeps rules that are declared elsewhere exclusive, adds none (Pulumi Registry, aws.ec2.VpcSecurityGroupRulesExclusive)",
    "aws:ec2/vpcSecurityGroupRulesExclusive:VpcSecurityGroupRulesExclusive",
)
