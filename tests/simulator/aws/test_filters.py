"""Security groups and network ACLs."""

import pytest

from simulator.rules.aws import kinds
from simulator.rules.aws.network_acls import ACL_RULE
from simulator.rules.aws.security_groups import DEFAULT_GROUP, EGRESS_RULE, INGRESS_RULE, OLD_RULE
from tests.simulator.aws.account import Account

DEFAULT_ACL = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
ACL_OF = "aws:ec2/networkAclAssociation:NetworkAclAssociation"
HTTPS = {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443}


def entry(number: int = 100, **changes: object) -> dict[str, object]:
    return {
        "ruleNo": number,
        "action": "allow",
        "protocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
        "cidrBlock": "10.0.0.0/16",
        **changes,
    }


# Security groups.


@pytest.mark.parametrize("name", ["sg-mine", "it's mine", "x" * 256])
def test_a_groups_name_follows_the_rules(aws: Account, name: str) -> None:
    assert [fault.split(":")[0] for fault in aws.faults(kinds.SECURITY_GROUP, name=name, vpcId="vpc-1")] == ["name"]


def test_a_group_is_named_by_the_provider_and_described_by_pulumi(aws: Account) -> None:
    group = aws.group(aws.vpc())
    assert group["name"].startswith("r")
    assert len(group["name"].rsplit("-", 1)[1]) == 7
    assert group["description"] == "Managed by Pulumi"
    prefixed = aws.group(aws.vpc(), namePrefix="clinic-")
    assert prefixed["name"].startswith("clinic-")


def test_a_name_is_taken_in_its_network_whatever_its_case(aws: Account) -> None:
    vpc = aws.vpc()
    aws.group(vpc, name="Web")
    aws.refuses("InvalidGroup.Duplicate", kinds.SECURITY_GROUP, name="web", vpcId=vpc.id)
    aws.group(aws.vpc(), name="web")


def test_a_group_without_a_network_is_in_the_default_one(aws: Account) -> None:
    default = aws.make("aws:ec2/defaultVpc:DefaultVpc")
    assert aws.make(kinds.SECURITY_GROUP, name="web")["vpcId"] == default.id
    aws.refuses("InvalidGroup.Duplicate", kinds.SECURITY_GROUP, name="web")


def test_a_new_group_lets_nothing_out_although_aws_would(aws: Account) -> None:
    assert aws.group(aws.vpc())["egress"] == []


def test_rules_not_given_are_unknown_in_a_preview(aws: Account) -> None:
    planned = aws.plan(kinds.SECURITY_GROUP, vpcId=aws.vpc().id)
    assert repr(planned["ingress"]) == repr(planned["egress"]) == "<unknown>"


def test_rules_of_their_own_show_in_the_group(aws: Account) -> None:
    group = aws.group(aws.vpc())
    aws.make(INGRESS_RULE, securityGroupId=group.id, cidrIpv4="10.0.0.0/16", **HTTPS)
    aws.make(EGRESS_RULE, securityGroupId=group.id, referencedSecurityGroupId=group.id, ipProtocol="-1")
    outputs, inputs = aws.read(group)
    assert outputs["ingress"][0]["cidrBlocks"] == ["10.0.0.0/16"]
    assert outputs["egress"][0]["self"] is True
    assert inputs == group.inputs


def test_the_same_rule_twice_is_refused(aws: Account) -> None:
    group = aws.group(aws.vpc())
    first = aws.make(INGRESS_RULE, securityGroupId=group.id, cidrIpv4="10.0.0.0/16", **HTTPS)
    aws.refuses("InvalidPermission.Duplicate", INGRESS_RULE, match=first.id, securityGroupId=group.id, cidrIpv4="10.0.0.0/16", **HTTPS)
    aws.make(EGRESS_RULE, securityGroupId=group.id, cidrIpv4="10.0.0.0/16", **HTTPS)


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"ipProtocol": "tcp", "cidrIpv4": "10.0.0.0/8"}, ["fromPort", "toPort"]),
        ({"ipProtocol": "-1", "fromPort": 0, "cidrIpv4": "10.0.0.0/8"}, ["fromPort"]),
        ({"ipProtocol": "tcp", "fromPort": 9, "toPort": 8, "cidrIpv4": "10.0.0.0/8"}, ["fromPort"]),
        ({**HTTPS}, ["referencedSecurityGroupId"]),
        ({**HTTPS, "cidrIpv4": "10.0.0.0/8", "prefixListId": "pl-1"}, ["prefixListId"]),
        ({**HTTPS, "cidrIpv4": "10.0.0.1/8"}, ["cidrIpv4"]),
        ({**HTTPS, "cidrIpv4": "10.0.0.0/8", "description": "it's"}, ["description"]),
    ],
)
def test_a_rule_has_one_peer_and_the_ports_of_its_protocol(aws: Account, inputs: dict[str, object], place: list[str]) -> None:
    faults = aws.faults(INGRESS_RULE, securityGroupId="sg-1", **inputs)
    assert [fault.split(":")[0] for fault in faults] == place


def test_a_rule_names_groups_of_its_network_or_of_a_peered_one(aws: Account) -> None:
    first, second = aws.vpc(), aws.vpc("10.1.0.0/16")
    group, other = aws.group(first), aws.group(second)
    rule = {"securityGroupId": group.id, "referencedSecurityGroupId": other.id, **HTTPS}
    aws.refuses("InvalidGroup.NotFound", INGRESS_RULE, match="different networks", **rule)
    aws.make(kinds.PEERING, vpcId=first.id, peerVpcId=second.id, autoAccept=True)
    assert aws.make(INGRESS_RULE, **rule)


def test_a_group_that_others_name_cannot_be_deleted(aws: Account) -> None:
    vpc = aws.vpc()
    group, other = aws.group(vpc), aws.group(vpc)
    aws.make(INGRESS_RULE, securityGroupId=group.id, referencedSecurityGroupId=group.id, **HTTPS)
    rule = aws.make(INGRESS_RULE, securityGroupId=other.id, referencedSecurityGroupId=group.id, **HTTPS)
    aws.refuses_delete("DependencyViolation", group, other.id)
    aws.delete(rule)
    aws.delete(group)
    assert aws.cloud.world.find(INGRESS_RULE) == [], "its own rules go with it"


def test_a_group_that_an_inline_rule_or_an_interface_names_cannot_be_deleted(aws: Account) -> None:
    vpc = aws.vpc()
    group = aws.group(vpc)
    user = aws.group(vpc, ingress=[{"protocol": "tcp", "fromPort": 1, "toPort": 2, "securityGroups": [group.id]}])
    aws.refuses_delete("DependencyViolation", group, user.id)
    aws.delete(user)
    eni = aws.make(kinds.NETWORK_INTERFACE, subnetId=aws.subnet(vpc).id, securityGroups=[group.id])
    aws.refuses_delete("DependencyViolation", group, eni.id)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"protocol": "-1", "fromPort": 0, "toPort": 65535}, "must both be 0"),
        ({"protocol": "tcp", "fromPort": 9, "toPort": 8}, "is above"),
        ({"protocol": "tcp", "fromPort": 1, "toPort": 70000}, "70000 is not allowed"),
    ],
)
def test_inline_rules_have_the_ports_of_their_protocol(aws: Account, rule: dict[str, object], said: str) -> None:
    (fault,) = aws.faults(kinds.SECURITY_GROUP, vpcId="vpc-1", ingress=[{**rule, "cidrBlocks": ["10.0.0.0/8"]}])
    assert said in fault


def test_a_group_has_sixty_rules_a_direction(aws: Account) -> None:
    many = [{"protocol": "tcp", "fromPort": port, "toPort": port, "cidrBlocks": ["10.0.0.0/8"]} for port in range(61)]
    assert aws.faults(kinds.SECURITY_GROUP, vpcId="vpc-1", egress=many) == [
        "egress: has 61 rules; allowed: 60 a direction, without a raised quota"
    ]


def test_the_default_group_is_adopted_and_emptied(aws: Account) -> None:
    vpc = aws.vpc()
    adopted = aws.make(DEFAULT_GROUP, vpcId=vpc.id)
    assert adopted.id == vpc["defaultSecurityGroupId"]
    assert (adopted["name"], adopted["ingress"], adopted["egress"]) == ("default", [], [])


def test_an_older_rule_says_with_whom(aws: Account) -> None:
    ports = {"fromPort": 1, "toPort": 2, "protocol": "tcp", "securityGroupId": "sg-1"}
    assert len(aws.faults(OLD_RULE, type="ingress", **ports)) == 1
    assert len(aws.faults(OLD_RULE, type="sideways", cidrBlocks=["10.0.0.0/8"], **ports)) == 1


# Network ACLs.


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([entry(), entry()], "is taken by another"),
        ([entry(action="perhaps")], "allowed: allow, deny"),
        ([entry(number=0)], "allowed: 1 to 32766"),
        ([entry(cidrBlock="")], "is not an IPv4 CIDR"),
        ([entry(ipv6CidrBlock="::/0")], "exactly one of cidrBlock, ipv6CidrBlock"),
        ([entry(protocol="-1")], "must both be 0"),
        ([entry(fromPort=444)], "is above toPort"),
        ([entry(number) for number in range(1, 22)], "has 21 rules"),
    ],
)
def test_entries_of_an_acl_follow_the_rules(aws: Account, rules: list[dict[str, object]], said: str) -> None:
    faults = aws.faults(kinds.NETWORK_ACL, vpcId="vpc-1", ingress=rules)
    assert any(said in fault for fault in faults), faults


def test_entries_are_judged_although_the_subnets_are_not_known_yet(aws: Account) -> None:
    from simulator.rules import UNKNOWN

    assert aws.faults(kinds.NETWORK_ACL, vpcId=UNKNOWN, subnetIds=[UNKNOWN], ingress=[entry(), entry()])


def test_protocols_come_back_as_numbers(aws: Account) -> None:
    acl = aws.make(kinds.NETWORK_ACL, vpcId=aws.vpc().id, ingress=[entry()])
    assert acl["ingress"][0]["protocol"] == "6"
    assert aws.read(acl)[1] == acl.inputs
    rule = {"networkAclId": acl.id, "ruleNumber": 7, "protocol": "udp", "ruleAction": "deny", "cidrBlock": "10.0.0.0/8"}
    assert aws.make(ACL_RULE, **rule)["protocol"] == "17"


def test_a_subnet_has_one_acl_the_last_that_took_it(aws: Account) -> None:
    vpc = aws.vpc()
    subnet = aws.subnet(vpc)
    first = aws.make(kinds.NETWORK_ACL, vpcId=vpc.id, subnetIds=[subnet.id])
    second = aws.make(kinds.NETWORK_ACL, vpcId=vpc.id, subnetIds=[subnet.id])
    assert aws.read(first)[0]["subnetIds"] == []
    assert aws.read(second)[0]["subnetIds"] == [subnet.id]
    default = aws.make(DEFAULT_ACL, defaultNetworkAclId=vpc["defaultNetworkAclId"])
    assert default.outputs.get("subnetIds", []) == []
    aws.delete(second)
    assert aws.read(default)[0]["subnetIds"] == [subnet.id], "without an ACL of its own a subnet follows the default one"


def test_an_acl_takes_subnets_of_its_network(aws: Account) -> None:
    subnet = aws.subnet(aws.vpc())
    vpc = aws.vpc()
    aws.refuses("InvalidNetworkAclID.NotFound", kinds.NETWORK_ACL, vpcId=vpc.id, subnetIds=[subnet.id])
    acl = aws.make(kinds.NETWORK_ACL, vpcId=vpc.id)
    aws.refuses("InvalidParameterValue", ACL_OF, networkAclId=acl.id, subnetId=subnet.id)


def test_an_association_takes_a_subnet_and_gives_it_back(aws: Account) -> None:
    vpc = aws.vpc()
    acl, subnet = aws.make(kinds.NETWORK_ACL, vpcId=vpc.id), aws.subnet(vpc)
    of = aws.make(ACL_OF, networkAclId=acl.id, subnetId=subnet.id)
    assert aws.read(acl)[0]["subnetIds"] == [subnet.id]
    aws.delete(of)
    assert aws.read(acl)[0]["subnetIds"] == []


def test_the_default_acl_is_adopted_and_emptied(aws: Account) -> None:
    vpc = aws.vpc()
    adopted = aws.make(DEFAULT_ACL, defaultNetworkAclId=vpc["defaultNetworkAclId"])
    assert (adopted["ingress"], adopted["egress"], adopted["vpcId"]) == ([], [], vpc.id)


def test_entries_of_their_own_show_in_the_acl_and_have_free_numbers(aws: Account) -> None:
    acl = aws.make(kinds.NETWORK_ACL, vpcId=aws.vpc().id, ingress=[entry(100)])
    rule = {"networkAclId": acl.id, "protocol": "-1", "ruleAction": "deny", "cidrBlock": "10.0.0.0/8"}
    aws.refuses("NetworkAclEntryAlreadyExists", ACL_RULE, ruleNumber=100, **rule)
    aws.make(ACL_RULE, ruleNumber=101, **rule)
    aws.make(ACL_RULE, ruleNumber=100, egress=True, **rule)
    outputs, _ = aws.read(acl)
    assert [one["ruleNo"] for one in outputs["ingress"]] == [100, 101]
    assert [one["ruleNo"] for one in outputs["egress"]] == [100]
    for number in range(1, 19):
        aws.make(ACL_RULE, ruleNumber=number, **rule)
    aws.refuses("NetworkAclEntryLimitExceeded", ACL_RULE, ruleNumber=500, **rule)
    aws.delete(acl)
    assert aws.cloud.world.find(ACL_RULE) == []
