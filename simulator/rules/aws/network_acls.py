"""Network ACLs: numbered, stateless rules at the edge of subnets.

Sources: Amazon VPC User Guide, "Network ACLs", "Amazon VPC quotas" (20 rules a direction, 40 at most); EC2 API Reference,
CreateNetworkAclEntry, DeleteNetworkAcl, ReplaceNetworkAclAssociation; Pulumi Registry, aws.ec2.NetworkAcl, aws.ec2.DefaultNetworkAcl,
aws.ec2.NetworkAclRule.
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, Between, Cidr, ExactlyOneOf, Fault, Object, Properties, Rules, ref
from simulator.rules.aws.addresses import all_in_vpc
from simulator.rules.aws.kinds import NETWORK_ACL, SUBNET, VPC
from simulator.rules.aws.parts import whole_items

RULES_PER_DIRECTION = 20
_ENTRY = "EC2 API Reference, CreateNetworkAclEntry"
_DIRECTIONS = ("ingress", "egress")
_WITH_PORTS = {"tcp", "6", "udp", "17"}
_NUMBERS = {"all": "-1", "icmp": "1", "tcp": "6", "udp": "17", "icmpv6": "58"}
"""The API speaks protocol numbers only, and the provider shows what the API says (IANA, "Assigned Internet Protocol Numbers")."""

_CHECKS = tuple(
    check
    for direction in _DIRECTIONS
    for check in (
        Allowed(f"{direction}[*].action", ("allow", "deny"), source=_ENTRY),
        Between(f"{direction}[*].ruleNo", 1, 32766, source=_ENTRY),
        Between(f"{direction}[*].fromPort", 0, 65535, source=_ENTRY),
        Between(f"{direction}[*].toPort", 0, 65535, source=_ENTRY),
        Cidr(f"{direction}[*].cidrBlock", source=_ENTRY),
        Cidr(f"{direction}[*].ipv6CidrBlock", version=6, source=_ENTRY),
    )
)


def _entry_faults(inputs: Properties) -> Iterator[Fault]:
    """Numbers are unique in each direction; a rule has one range; 'all protocols' has no ports."""
    for direction in _DIRECTIONS:
        numbers: set[object] = set()
        for i, rule in whole_items(inputs, direction):
            where = f"{direction}[{i}]"
            if rule.get("ruleNo") in numbers:
                yield f"{where}.ruleNo", f"{rule['ruleNo']} is taken by another {direction} rule"
            numbers.add(rule.get("ruleNo"))
            yield from _range_faults(rule, where)
        if len(numbers) > RULES_PER_DIRECTION:
            yield direction, f"has {len(numbers)} rules; allowed: {RULES_PER_DIRECTION} a direction, without a raised quota"


def _range_faults(rule: Properties, where: str) -> Iterator[Fault]:
    given = [name for name in ("cidrBlock", "ipv6CidrBlock") if rule.get(name)]
    if len(given) != 1:
        yield where, f"exactly one of cidrBlock, ipv6CidrBlock must be given, not {' and '.join(given) or 'none'}"
    if str(rule.get("protocol")) in ("-1", "all") and (rule.get("fromPort") or rule.get("toPort")):
        yield where, "fromPort and toPort must both be 0 for all protocols ('-1')"
    if str(rule.get("protocol")) in _WITH_PORTS and (rule.get("fromPort") or 0) > (rule.get("toPort") or 0):
        yield where, f"fromPort {rule.get('fromPort')} is above toPort {rule.get('toPort')}"


_OUTPUTS = {
    "arn": "arn:{partition}:ec2:{region}:{account}:network-acl/{id}",
    "ownerId": "{account}",
    "ingress": [],
    "egress": [],
    "subnetIds": [],
}
_SUBNETS = {"subnetIds[*]": ref(SUBNET, code="InvalidSubnetID.NotFound", blocks_delete=False)}

acl = Rules(
    NETWORK_ACL,
    source="EC2 API Reference, CreateNetworkAcl, CreateNetworkAclEntry; Pulumi Registry, aws.ec2.NetworkAcl",
    second_source="cfn-lint",
    checks=_CHECKS,
    references={"vpcId": ref(VPC, code="InvalidVpcID.NotFound"), **_SUBNETS},
    immutable={"vpcId"},
    id="acl-{hex17}",
    outputs=_OUTPUTS,
    unordered=("ingress", "egress", "subnetIds"),
)

default_acl = Rules(
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    source="Pulumi Registry, aws.ec2.DefaultNetworkAcl: adopts the ACL, removes its rules and writes those given; destroying it only forgets",
    checks=_CHECKS,
    references={"defaultNetworkAclId": ref(NETWORK_ACL, code="InvalidNetworkAclID.NotFound", blocks_delete=False), **_SUBNETS},
    immutable={"defaultNetworkAclId"},
    adopts=lambda action: next((one for one in action.find(NETWORK_ACL, id=action.inputs["defaultNetworkAclId"]) if one.keeper), None),
    outputs=_OUTPUTS,
    unordered=("ingress", "egress", "subnetIds"),
)

for _rules in (acl, default_acl):
    _rules.check(source=_ENTRY, even_unknown=True)(_entry_faults)


@acl.computes
@default_acl.computes
def full_entries(action: Action) -> Properties:
    """Entries with what the provider fills in."""
    return {direction: [_shown(rule) for rule in action.inputs.get(direction) or []] for direction in _DIRECTIONS}


def _shown(rule: Properties) -> Properties:
    protocol = str(rule.get("protocol"))
    filled = {"cidrBlock": "", "ipv6CidrBlock": "", "icmpType": 0, "icmpCode": 0}
    return {**filled, **rule, "protocol": _NUMBERS.get(protocol, protocol)}


@acl.before("create")
@acl.before("update")
@default_acl.before("create")
@default_acl.before("update")
def subnets_are_its_networks(action: Action) -> None:
    """An ACL filters subnets of its own VPC."""
    vpc_id = action.inputs.get("vpcId") or (action.old.outputs.get("vpcId") if action.old else None)
    all_in_vpc(action, SUBNET, action.inputs.get("subnetIds") or [], vpc_id, "InvalidNetworkAclID.NotFound")


@acl.after("create")
@acl.after("update")
@default_acl.after("create")
@default_acl.after("update")
def take_subnets(action: Action) -> None:
    """A subnet has one ACL: the last one that took it."""
    wanted = action.inputs.get("subnetIds")
    if wanted is not None:
        _assign(action, action.object, list(wanted))


def _assign(action: Action, holder: Object, subnet_ids: list[str]) -> None:
    for other in action.find(NETWORK_ACL, vpcId=holder.outputs.get("vpcId")):
        had = other.state.get("subnets", [])
        left = subnet_ids if other.id == holder.id else [one for one in had if one not in subnet_ids]
        if left != had:
            other.state["subnets"] = left
            action.save(other)
    holder.state["subnets"] = subnet_ids


@acl.on_read
@default_acl.on_read
def list_subnets(action: Action) -> None:
    """Its subnets; the default ACL has every one that no other has."""
    holder = action.object
    subnets = [one.id for one in action.find(SUBNET, vpcId=action.outputs.get("vpcId"))]
    if holder.keeper:
        others = {
            id_
            for one in action.find(NETWORK_ACL, vpcId=action.outputs.get("vpcId"))
            if not one.keeper
            for id_ in one.state.get("subnets", [])
        }
        own = [id_ for id_ in subnets if id_ not in others]
        # The provider reads this list only where it is managed or asked for.
        if own or action.outputs.get("subnetIds"):
            action.outputs["subnetIds"] = own
        return
    action.outputs["subnetIds"] = [id_ for id_ in holder.state.get("subnets", []) if id_ in subnets]


@acl.on_read
@default_acl.on_read
def list_entries(action: Action) -> None:
    """Rules made on their own show in the ACL too."""
    for direction in _DIRECTIONS:
        shown = list(action.outputs.get(direction) or [])
        numbers = {rule.get("ruleNo") for rule in shown}
        for one in action.find(ACL_RULE, networkAclId=action.id):
            if bool(one.outputs.get("egress")) == (direction == "egress") and one.outputs["ruleNumber"] not in numbers:
                shown.append(
                    {
                        "action": one.outputs["ruleAction"],
                        "ruleNo": one.outputs["ruleNumber"],
                        **{name: one.outputs.get(name, 0) for name in ("fromPort", "toPort", "icmpType", "icmpCode")},
                        **{name: one.outputs.get(name, "") for name in ("protocol", "cidrBlock", "ipv6CidrBlock")},
                    }
                )
        action.outputs[direction] = shown


@acl.after("delete")
def remove_entries(action: Action) -> None:
    """Rules go with their ACL; its subnets fall back to the default one, as the provider sees to before it deletes."""
    for one in action.find(ACL_RULE, networkAclId=action.id):
        action.world.remove(one)


ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule"

entry = Rules(
    ACL_RULE,
    source="EC2 API Reference, CreateNetworkAclEntry; Pulumi Registry, aws.ec2.NetworkAclRule",
    second_source="botocore, cfn-lint",
    checks=(
        Allowed("ruleAction", ("allow", "deny"), source=_ENTRY),
        Between("ruleNumber", 1, 32766, source=_ENTRY),
        Between("fromPort", 0, 65535, source=_ENTRY),
        Between("toPort", 0, 65535, source=_ENTRY),
        Cidr("cidrBlock", source=_ENTRY),
        Cidr("ipv6CidrBlock", version=6, source=_ENTRY),
        ExactlyOneOf(("cidrBlock", "ipv6CidrBlock"), source=_ENTRY),
    ),
    references={"networkAclId": ref(NETWORK_ACL, code="InvalidNetworkAclID.NotFound", blocks_delete=False)},
    immutable={
        "cidrBlock",
        "egress",
        "fromPort",
        "icmpCode",
        "icmpType",
        "ipv6CidrBlock",
        "networkAclId",
        "protocol",
        "ruleAction",
        "ruleNumber",
        "toPort",
    },
    defaults={"egress": False},
    id="nacl-{digits10}",
)


@entry.check(source="EC2 API Reference, CreateNetworkAclEntry, PortRange: the first port is not beyond the last", even_unknown=True)
def ports_are_a_range(inputs: Properties) -> Iterator[Fault]:
    """The provider sends 0 for a port that is left out."""
    first, last = inputs.get("fromPort") or 0, inputs.get("toPort") or 0
    if inputs.get("protocol") in ("tcp", "udp", "6", "17") and isinstance(first, int) and isinstance(last, int) and first > last:
        yield "toPort", f"is {last}, before the first port {first}"


@entry.computes
def protocol_number(action: Action) -> Properties:
    """The number of a named protocol."""
    protocol = str(action.inputs["protocol"])
    return {"protocol": _NUMBERS.get(protocol, protocol)}


@entry.before("create")
def number_is_free(action: Action) -> None:
    """A direction has one rule of each number."""
    holder = action.target("networkAclId", NETWORK_ACL)
    outgoing, number = bool(action.inputs.get("egress")), action.inputs["ruleNumber"]
    taken = {rule.get("ruleNo") for rule in (holder.outputs.get("egress" if outgoing else "ingress") or [] if holder else [])}
    apart = [
        one for one in action.find(ACL_RULE, networkAclId=action.inputs["networkAclId"]) if bool(one.outputs.get("egress")) == outgoing
    ]
    taken |= {one.outputs["ruleNumber"] for one in apart}
    if number in taken:
        action.refuse("NetworkAclEntryAlreadyExists", f"The network acl entry identified by {number} already exists.")
    if len(taken) >= RULES_PER_DIRECTION:
        action.refuse(
            "NetworkAclEntryLimitExceeded", f"{action.inputs['networkAclId']} has {RULES_PER_DIRECTION} rules in this direction already"
        )


acl_association = Rules(
    "aws:ec2/networkAclAssociation:NetworkAclAssociation",
    source="EC2 API Reference, ReplaceNetworkAclAssociation; Pulumi Registry, aws.ec2.NetworkAclAssociation",
    second_source="cfn-lint",
    references={
        "networkAclId": ref(NETWORK_ACL, code="InvalidNetworkAclID.NotFound"),
        "subnetId": ref(SUBNET, code="InvalidSubnetID.NotFound", blocks_delete=False),
    },
    immutable={"networkAclId", "subnetId"},
    id="aclassoc-{hex17}",
)


@acl_association.before("create")
def same_network(action: Action) -> None:
    """Both are of one VPC."""
    holder = action.target("networkAclId", NETWORK_ACL)
    if holder:
        all_in_vpc(action, SUBNET, [action.inputs["subnetId"]], holder.outputs.get("vpcId"), "InvalidParameterValue")


@acl_association.after("create")
def take_subnet(action: Action) -> None:
    """The subnet follows this ACL from now on."""
    holder = action.target("networkAclId", NETWORK_ACL)
    if holder:
        had = [one for one in holder.state.get("subnets", []) if one != action.inputs["subnetId"]]
        _assign(action, holder, [*had, action.inputs["subnetId"]])
        action.save(holder)


@acl_association.after("delete")
def give_subnet_back(action: Action) -> None:
    """The subnet follows the default ACL again."""
    holder = action.get(NETWORK_ACL, action.object.outputs.get("networkAclId"))
    if holder:
        holder.state["subnets"] = [one for one in holder.state.get("subnets", []) if one != action.object.outputs.get("subnetId")]
        action.save(holder)
