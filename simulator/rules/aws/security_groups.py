"""Security groups, with rules inside them or on their own.

Sources: Amazon VPC User Guide, "Security groups", "Security group rules", "Amazon VPC quotas"; EC2 API Reference, CreateSecurityGroup,
DeleteSecurityGroup, AuthorizeSecurityGroupIngress, SecurityGroupRule; Pulumi Registry, aws.ec2.SecurityGroup (the provider removes the
egress rule that AWS writes into a new group), aws.ec2.DefaultSecurityGroup, aws.vpc.SecurityGroupIngressRule, aws.ec2.SecurityGroupRule.
"""

from collections.abc import Iterator

from simulator.rules import (
    UNKNOWN,
    Action,
    Allowed,
    AtMostOneOf,
    AutoName,
    Between,
    Cidr,
    ExactlyOneOf,
    Fault,
    Length,
    Object,
    Pattern,
    Properties,
    Rules,
    ref,
)
from simulator.rules.aws.default_networks import default_vpc
from simulator.rules.aws.kinds import PEERING, PREFIX_LIST, SECURITY_GROUP, VPC
from simulator.rules.aws.parts import given, whole_items

DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
RULES_PER_DIRECTION = 60
TEXT = r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]*"
_CREATE = "EC2 API Reference, CreateSecurityGroup"
_AUTHORIZE = "EC2 API Reference, AuthorizeSecurityGroupIngress"
_RULE_TEXT = "EC2 API Reference, SecurityGroupRule"
_DIRECTIONS = ("ingress", "egress")
_WITH_PORTS = ("tcp", "udp", "6", "17")
_ALL = ("-1", "all")

_INLINE_CHECKS = tuple(
    check
    for direction in _DIRECTIONS
    for check in (
        Cidr(f"{direction}[*].cidrBlocks[*]", source=_AUTHORIZE),
        Cidr(f"{direction}[*].ipv6CidrBlocks[*]", version=6, source=_AUTHORIZE),
        Between(f"{direction}[*].fromPort", -1, 65535, source=_AUTHORIZE),
        Between(f"{direction}[*].toPort", -1, 65535, source=_AUTHORIZE),
        Length(f"{direction}[*].description", 0, 255, source=_RULE_TEXT),
        Pattern(f"{direction}[*].description", TEXT, source=_RULE_TEXT, saying="letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*"),
    )
)
_INLINE_REFERENCES = {
    f"{direction}[*].{name}[*]": target
    for direction in _DIRECTIONS
    for name, target in (
        (
            "securityGroups",
            ref(SECURITY_GROUP, literals=("amazon-elb/*",), code="InvalidGroup.NotFound", anywhere=True, blocks_delete=False),
        ),
        ("prefixListIds", ref(PREFIX_LIST, literals=("pl-*",), code="InvalidPrefixListID.NotFound", blocks_delete=False)),
    )
}


def _inline_faults(inputs: Properties) -> Iterator[Fault]:
    """Ports fit the protocol, and each rule says with whom."""
    for direction in _DIRECTIONS:
        rules = list(whole_items(inputs, direction))
        for i, rule in rules:
            where = f"{direction}[{i}]"
            if str(rule.get("protocol")) in _ALL and (rule.get("fromPort") or rule.get("toPort")):
                yield where, "fromPort and toPort must both be 0 for all protocols ('-1')"
            if str(rule.get("protocol")) in _WITH_PORTS and rule.get("fromPort", 0) > rule.get("toPort", 0):
                yield where, f"fromPort {rule.get('fromPort')} is above toPort {rule.get('toPort')}"
        if len(rules) > RULES_PER_DIRECTION:
            yield direction, f"has {len(rules)} rules; allowed: {RULES_PER_DIRECTION} a direction, without a raised quota"


group = Rules(
    SECURITY_GROUP,
    source="EC2 API Reference, CreateSecurityGroup; Pulumi Registry, aws.ec2.SecurityGroup",
    second_source="cfn-lint, moto",
    checks=(
        Length("name", 1, 255, source=_CREATE),
        Pattern(
            "name", f"(?!sg-){TEXT}", source=_CREATE, saying="letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*, not beginning with sg-"
        ),
        AtMostOneOf(("name", "namePrefix"), source="Pulumi Registry, aws.ec2.SecurityGroup"),
        Length("namePrefix", 0, 229, source="Pulumi Registry, aws.ec2.SecurityGroup"),
        Length("description", 0, 255, source=_CREATE),
        Pattern("description", TEXT, source=_CREATE, saying="letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*"),
        *_INLINE_CHECKS,
    ),
    references={"vpcId": ref(VPC, code="InvalidVpcID.NotFound"), **_INLINE_REFERENCES},
    immutable={"description", "name", "namePrefix", "vpcId"},
    autoname=AutoName("name", unless=("namePrefix",)),
    defaults={"description": "Managed by Pulumi", "revokeRulesOnDelete": False},
    id="sg-{hex17}",
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:security-group/{id}",
        "ownerId": "{account}",
        "ingress": [],
        "egress": [],
        "name": "",
        "namePrefix": "",
        "vpcId": "",
    },
    unordered=("ingress", "egress"),
)

default_group = Rules(
    DEFAULT_GROUP,
    source="Pulumi Registry, aws.ec2.DefaultSecurityGroup: adopts the group, removes its rules and writes those given; destroying it only forgets",
    checks=_INLINE_CHECKS,
    references={"vpcId": ref(VPC, code="InvalidVpcID.NotFound", blocks_delete=False), **_INLINE_REFERENCES},
    immutable={"vpcId"},
    adopts=lambda action: next(
        (one for one in action.find(SECURITY_GROUP, name="default", vpcId=action.inputs.get("vpcId")) if one.keeper), None
    ),
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:security-group/{id}",
        "ownerId": "{account}",
        "ingress": [],
        "egress": [],
        "name": "default",
        "namePrefix": "",
        "description": "default VPC security group",
    },
    defaults={"revokeRulesOnDelete": False},
    unordered=("ingress", "egress"),
)

for _rules in (group, default_group):
    _rules.check(source=_AUTHORIZE, even_unknown=True)(_inline_faults)


@group.before("create")
def name_is_free(action: Action) -> None:
    """A network has one group of a name, whatever its case."""
    vpc_id = action.inputs.get("vpcId") or default_vpc(action).id
    name = str(action.inputs.get("name") or "").lower()
    for other in action.find(SECURITY_GROUP, vpcId=vpc_id):
        if name and str(other.outputs.get("name")).lower() == name:
            action.refuse(
                "InvalidGroup.Duplicate", f"The security group '{action.inputs['name']}' already exists for VPC '{vpc_id}': {other.id}"
            )


@group.computes
@default_group.computes
def full_rules(action: Action) -> Properties:
    """Rules as the provider shows them."""
    made: Properties = {
        direction: [{"description": "", "self": False, **rule} for rule in action.inputs.get(direction) or []] for direction in _DIRECTIONS
    }
    if action.type == SECURITY_GROUP and action.inputs.get("vpcId") is None and action.verb == "create":
        made["vpcId"] = default_vpc(action).id
    prefix = action.inputs.get("namePrefix")
    if prefix and action.verb == "create":
        made["name"] = f"{prefix}{action.digits(26)}"
    return made


@group.before("delete")
def nobody_names_it(action: Action) -> None:
    """A group that another group's rules name can't be deleted."""
    users = [
        one.outputs.get("securityGroupId")
        for one in action.find_anywhere(INGRESS_RULE, EGRESS_RULE, OLD_RULE)
        if action.id in (one.outputs.get("referencedSecurityGroupId"), one.outputs.get("sourceSecurityGroupId"))
    ]
    users += [
        one.id
        for one in action.find_anywhere(SECURITY_GROUP)
        if any(action.id in (rule.get("securityGroups") or []) for direction in _DIRECTIONS for rule in one.outputs.get(direction) or [])
    ]
    others = sorted({str(id_) for id_ in users if id_ != action.id})
    if others:
        action.refuse("DependencyViolation", f"resource {action.id} has a dependent object: rules of {', '.join(others)} name it")


@group.after("delete")
def remove_rules(action: Action) -> None:
    """Rules go with their group."""
    for one in action.find(INGRESS_RULE, EGRESS_RULE, OLD_RULE, securityGroupId=action.id):
        action.world.remove(one)


@group.on_read
@default_group.on_read
def list_rules(action: Action) -> None:
    """Rules made on their own show in the group too."""
    for direction, kind in (("ingress", INGRESS_RULE), ("egress", EGRESS_RULE)):
        inline = [{"description": "", "self": False, **rule} for rule in action.object.inputs.get(direction) or []]
        apart = [_shown(one) for one in action.find(kind, securityGroupId=action.id)]
        apart += [_old_shown(one) for one in action.find(OLD_RULE, securityGroupId=action.id, type=direction)]
        action.outputs[direction] = [*inline, *apart]


def _shown(rule: Object) -> Properties:
    outputs = rule.outputs
    shown: Properties = {
        "description": outputs.get("description", ""),
        "protocol": outputs.get("ipProtocol"),
        "fromPort": outputs.get("fromPort", 0),
        "toPort": outputs.get("toPort", 0),
        "self": outputs.get("referencedSecurityGroupId") == outputs.get("securityGroupId"),
    }
    for name, source in (("cidrBlocks", "cidrIpv4"), ("ipv6CidrBlocks", "cidrIpv6"), ("prefixListIds", "prefixListId")):
        if outputs.get(source):
            shown[name] = [outputs[source]]
    if outputs.get("referencedSecurityGroupId") and not shown["self"]:
        shown["securityGroups"] = [outputs["referencedSecurityGroupId"]]
    return shown


def _old_shown(rule: Object) -> Properties:
    names = ("description", "protocol", "fromPort", "toPort", "cidrBlocks", "ipv6CidrBlocks", "prefixListIds")
    shown = {name: rule.outputs[name] for name in names if rule.outputs.get(name) is not None}
    shown["self"] = rule.outputs.get("self") is True
    if rule.outputs.get("sourceSecurityGroupId"):
        shown["securityGroups"] = [rule.outputs["sourceSecurityGroupId"]]
    return shown


_PEERS = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")


def _rule(kind: str, call: str) -> Rules:
    return Rules(
        kind,
        source=f"EC2 API Reference, {call}; Pulumi Registry, {kind.rsplit(':', 1)[-1]}",
        second_source="cfn-lint, moto" if kind == INGRESS_RULE else "cfn-lint",
        checks=(
            ExactlyOneOf(_PEERS, source=f"EC2 API Reference, {call}"),
            Cidr("cidrIpv4", source=_RULE_TEXT),
            Cidr("cidrIpv6", version=6, source=_RULE_TEXT),
            Between("fromPort", -1, 65535, source=_RULE_TEXT),
            Between("toPort", -1, 65535, source=_RULE_TEXT),
            Length("description", 0, 255, source=_RULE_TEXT),
            Pattern("description", TEXT, source=_RULE_TEXT, saying="letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*"),
        ),
        references={
            "securityGroupId": ref(SECURITY_GROUP, DEFAULT_GROUP, code="InvalidGroup.NotFound", blocks_delete=False),
            "referencedSecurityGroupId": ref(SECURITY_GROUP, code="InvalidGroup.NotFound", anywhere=True, blocks_delete=False),
            "prefixListId": ref(PREFIX_LIST, literals=("pl-*",), code="InvalidPrefixListID.NotFound", blocks_delete=False),
        },
        immutable={"securityGroupId"},
        id="sgr-{hex17}",
        outputs={"arn": "arn:{partition}:ec2:{region}:{account}:security-group-rule/{id}", "securityGroupRuleId": "{id}"},
    )


ingress_rule = _rule(INGRESS_RULE, "AuthorizeSecurityGroupIngress")
egress_rule = _rule(EGRESS_RULE, "AuthorizeSecurityGroupEgress")


@ingress_rule.check(source=_RULE_TEXT, even_unknown=True)
@egress_rule.check(source=_RULE_TEXT, even_unknown=True)
def ports_fit(inputs: Properties) -> Iterator[Fault]:
    """All protocols have no ports; TCP and UDP need both."""
    protocol, first, last = inputs.get("ipProtocol"), inputs.get("fromPort"), inputs.get("toPort")
    if protocol is UNKNOWN:
        return
    if str(protocol) == "-1":
        for name, port in (("fromPort", first), ("toPort", last)):
            if given(port) and port not in (-1, UNKNOWN):
                yield name, "can't be given for all protocols ('-1')"
    if str(protocol) in _WITH_PORTS:
        for name, port in (("fromPort", first), ("toPort", last)):
            if port is None:
                yield name, f"is required for protocol {protocol}"
        if isinstance(first, int) and isinstance(last, int) and first > last:
            yield "fromPort", f"{first} is above toPort {last}"


@ingress_rule.before("create")
@egress_rule.before("create")
@ingress_rule.before("update")
@egress_rule.before("update")
def group_is_reachable(action: Action) -> None:
    """A rule names a group of its own network, or of a peered one; no second rule says the same."""
    holder = action.target("securityGroupId", SECURITY_GROUP)
    named = action.inputs.get("referencedSecurityGroupId")
    for other in action.find_anywhere(SECURITY_GROUP, id=named) if named else ():
        if holder and not _joined(action, holder.outputs.get("vpcId"), other.outputs.get("vpcId")):
            action.refuse(
                "InvalidGroup.NotFound", f"You have specified two resources that belong to different networks: {holder.id} and {other.id}"
            )
    said = [action.inputs.get(name) for name in (*_PEERS, "ipProtocol", "fromPort", "toPort")]
    for one in action.find(action.type, securityGroupId=action.inputs["securityGroupId"]):
        if one.id != action.id and [one.outputs.get(name) for name in (*_PEERS, "ipProtocol", "fromPort", "toPort")] == said:
            action.refuse(
                "InvalidPermission.Duplicate", f"the specified rule already exists in {action.inputs['securityGroupId']}: {one.id}"
            )


def _joined(action: Action, first: object, second: object) -> bool:
    ends = {first, second}
    return len(ends) == 1 or any(
        {one.outputs.get("vpcId"), one.outputs.get("peerVpcId")} == ends and one.outputs.get("acceptStatus") == "active"
        for one in action.find_anywhere(PEERING)
    )


old_rule = Rules(
    OLD_RULE,
    source="EC2 API Reference, AuthorizeSecurityGroupIngress; Pulumi Registry, aws.ec2.SecurityGroupRule",
    checks=(
        Allowed("type", _DIRECTIONS, source="Pulumi Registry, aws.ec2.SecurityGroupRule"),
        Cidr("cidrBlocks[*]", source=_AUTHORIZE),
        Cidr("ipv6CidrBlocks[*]", version=6, source=_AUTHORIZE),
        Between("fromPort", -1, 65535, source=_AUTHORIZE),
        Between("toPort", -1, 65535, source=_AUTHORIZE),
        Length("description", 0, 255, source=_RULE_TEXT),
        AtMostOneOf(("sourceSecurityGroupId", "self"), source="Pulumi Registry, aws.ec2.SecurityGroupRule"),
        AtMostOneOf(("sourceSecurityGroupId", "cidrBlocks"), source="Pulumi Registry, aws.ec2.SecurityGroupRule"),
    ),
    references={
        "securityGroupId": ref(SECURITY_GROUP, code="InvalidGroup.NotFound", blocks_delete=False),
        "sourceSecurityGroupId": ref(SECURITY_GROUP, code="InvalidGroup.NotFound", anywhere=True, blocks_delete=False),
        "prefixListIds[*]": ref(PREFIX_LIST, literals=("pl-*",), code="InvalidPrefixListID.NotFound", blocks_delete=False),
    },
    immutable={
        "cidrBlocks",
        "fromPort",
        "ipv6CidrBlocks",
        "prefixListIds",
        "protocol",
        "securityGroupId",
        "self",
        "sourceSecurityGroupId",
        "toPort",
        "type",
    },
    defaults={"self": False},
    id="sgrule-{digits10}",
    outputs={"securityGroupRuleId": "sgr-{hex17}", "sourceSecurityGroupId": ""},
)


@old_rule.check(source="Pulumi Registry, aws.ec2.SecurityGroupRule", even_unknown=True)
def says_with_whom(inputs: Properties) -> Iterator[Fault]:
    """One of the ways to name the other side must be given."""
    ways = ("cidrBlocks", "ipv6CidrBlocks", "prefixListIds", "self", "sourceSecurityGroupId")
    if not any(given(inputs.get(way)) and inputs.get(way) is not False for way in ways):
        yield "cidrBlocks", f"at least one of {', '.join(ways)} must be given"
