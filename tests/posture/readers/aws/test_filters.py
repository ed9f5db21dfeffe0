"""Security groups and network ACLs, however they are written."""

from typing import Any

from posture.graph.addresses import ANY, ANY_V4, AddressSet
from posture.graph.facts import DefaultFilterFact, ExtraRuleFact, FilterFact, FilterUseFact, Rule, Unreadable
from tests.posture.readers.aws.cloud import Cloud, Made
from tests.posture.readers.aws.roads import opens

INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
ACL = "aws:ec2/networkAcl:NetworkAcl"
INSTANCE = "aws:ec2/instance:Instance"


def rules_of(aws: Cloud, form: str, made: Made | str) -> list[Rule]:
    urn = made if isinstance(made, str) else made.urn
    graph = aws.facts(form)
    own = [rule for fact in graph.of(FilterFact) if fact.urn == urn for rule in fact.rules]
    return own + [fact.rule for fact in graph.of(ExtraRuleFact) if fact.filter.targets == (urn,)]


def test_a_group_without_rules_lets_nothing_pass_either_way(aws: Cloud, form: str) -> None:
    group = aws.group("g", aws.vpc("phi"))
    assert rules_of(aws, form, group) == []


def test_cloudformations_group_keeps_the_egress_rule_that_aws_adds(aws: Cloud, form: str) -> None:
    vpc = aws.add("aws-native:ec2:Vpc", "phi", "vpc", cidrBlock="10.0.0.0/16")
    group = aws.add("aws-native:ec2:SecurityGroup", "g", "sg", groupDescription="d", vpcId=vpc.id)
    assert [(rule.inbound, rule.protocol, rule.addresses) for rule in rules_of(aws, form, group)] == [(False, "-1", ANY)]


def test_every_way_to_write_a_rule_says_the_same(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    wanted = (True, True, "tcp", 443, 443, AddressSet.parse("10.1.0.0/16"), True)
    block: dict[str, Any] = {"protocol": "tcp", "fromPort": 443, "toPort": 443, "cidrBlocks": ["10.1.0.0/16"]}
    inline = aws.group("inline", vpc, ingress=[block])
    old = aws.group("old", vpc)
    aws.add(RULE, "old", "sgr", securityGroupId=old.id, type="ingress", **block)
    new = aws.group("new", vpc)
    aws.add(INGRESS_RULE, "new", "sgr", securityGroupId=new.id, ipProtocol="tcp", fromPort=443, toPort=443, cidrIpv4="10.1.0.0/16")
    native = aws.add("aws-native:ec2:SecurityGroup", "native", "sg", vpcId=vpc.id, securityGroupEgress=[{"ipProtocol": "6"}])
    where: dict[str, Any] = {"ipProtocol": "6", "fromPort": 443, "toPort": 443, "cidrIp": "10.1.0.0/16"}
    aws.add("aws-native:ec2:SecurityGroupIngress", "native", "sgr", groupId=native.id, **where)
    for group in (inline, old, new, native):
        found = [rule for rule in rules_of(aws, form, group) if rule.inbound]
        assert [(r.inbound, r.allow, r.protocol, r.from_port, r.to_port, r.addresses, r.certain) for r in found] == [wanted], group.name


def test_inline_rules_and_rules_on_their_own_add_up(aws: Cloud, form: str) -> None:
    group = aws.group("g", aws.vpc("phi"), egress=[{"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlocks": ["10.0.0.0/8"]}])
    aws.add(EGRESS_RULE, "r", "sgr", securityGroupId=group.id, ipProtocol="udp", fromPort=53, toPort=53, cidrIpv6="::/0")
    assert {(rule.protocol, rule.from_port, rule.to_port) for rule in rules_of(aws, form, group)} == {("-1", 0, 65535), ("udp", 53, 53)}


def test_peers_may_be_the_group_itself_another_group_or_a_prefix_list(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    other = aws.group("other", vpc)
    listed = aws.add("aws:ec2/managedPrefixList:ManagedPrefixList", "pl", "pl", entries=[{"cidr": "10.9.0.0/16"}])
    ports: dict[str, Any] = {"protocol": "tcp", "fromPort": 1, "toPort": 2}
    group = aws.group("g", vpc, ingress=[{**ports, "self": True, "securityGroups": [other.id], "prefixListIds": [listed.id]}])
    found = rules_of(aws, form, group)
    assert {rule.group.targets for rule in found} == {(group.urn,), (other.urn,), (listed.urn,)}
    assert all(rule.addresses is None and rule.certain for rule in found)


def test_a_group_of_another_account_holds_nobody_knows_whom(aws: Cloud, form: str) -> None:
    group = aws.group("g", aws.vpc("phi"))
    aws.add(
        RULE, "r", "sgr", securityGroupId=group.id, type="ingress", protocol="-1", fromPort=0, toPort=0, sourceSecurityGroupId="sg-0a1b2c3d"
    )
    assert [(rule.group.literal, rule.certain) for rule in rules_of(aws, form, group)] == [("sg-0a1b2c3d", False)]


def test_the_default_group_lets_its_members_talk_and_everything_out_until_adopted(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    name = f"{vpc.urn}#default-security-group"
    assert [(rule.inbound, rule.addresses or rule.group.targets) for rule in rules_of(aws, form, name)] == [(True, (name,)), (False, ANY)]
    adopted = aws.add("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", "sg-default-of", vpcId=vpc.id)
    assert rules_of(aws, form, name) == []
    assert rules_of(aws, form, adopted) == []


def test_a_rule_on_the_vpcs_own_default_group_lands_there(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    where: dict[str, Any] = {"securityGroupId": vpc.out("defaultSecurityGroupId")}
    aws.add(INGRESS_RULE, "r", "sgr", ipProtocol="-1", cidrIpv4="0.0.0.0/0", **where)
    assert ANY_V4 in [rule.addresses for rule in rules_of(aws, form, f"{vpc.urn}#default-security-group")]


def test_malformed_rules_are_said_to_be_unreadable_and_may_be_anything(aws: Cloud, form: str) -> None:
    block: dict[str, Any] = {"protocol": "tcp", "fromPort": 90_000, "toPort": "many", "cidrBlocks": ["10.0.0.0/99"]}
    group = aws.group("g", aws.vpc("phi"), ingress=[block])
    assert [(rule.addresses, rule.from_port, rule.to_port, rule.certain) for rule in rules_of(aws, form, group)] == [
        (None, 0, 65535, False)
    ]
    assert group.urn in {fact.about for fact in aws.facts(form).of(Unreadable)}


def two_machines(aws: Cloud, acl: dict[str, Any] | None = None) -> tuple[Made, Made, Made, Made]:
    """A machine in phi and one in inference, in one network; the inference subnet's ACL may be given."""
    vpc = aws.vpc("shared")
    a = aws.subnet("phi-a", vpc, "10.0.1.0/24", tags={"ai-zone": "phi"})
    b = aws.subnet("inference-a", vpc, "10.0.2.0/24", tags={"ai-zone": "inference"})
    if acl is not None:
        aws.add(ACL, "acl", "acl", vpcId=vpc.id, subnetIds=[b.id], **acl)
    db, app = aws.group("db", vpc), aws.group("app", vpc)
    one = aws.add(INSTANCE, "database", "i", subnetId=a.id, vpcSecurityGroupIds=[db.id])
    two = aws.add(INSTANCE, "model", "i", subnetId=b.id, vpcSecurityGroupIds=[app.id])
    return one, two, db, app


def test_a_chain_of_groups_opens_the_port_that_both_let_pass(aws: Cloud, form: str) -> None:
    database, model, db, app = two_machines(aws)
    port: dict[str, Any] = {"ipProtocol": "tcp", "fromPort": 5432, "toPort": 5432}
    aws.add(INGRESS_RULE, "in", "sgr", securityGroupId=db.id, referencedSecurityGroupId=app.id, **port)
    aws.add(EGRESS_RULE, "out", "sgr", securityGroupId=app.id, referencedSecurityGroupId=db.id, **port)
    graph = aws.facts(form)
    assert opens(graph, model, database) == {"tcp 5432": True}
    assert opens(graph, database, model) == {}


def test_groups_without_rules_hold_machines_apart(aws: Cloud, form: str) -> None:
    database, model, *_ = two_machines(aws)
    graph = aws.facts(form)
    assert opens(graph, model, database) == {}


def test_a_network_acl_denies_what_the_groups_would_let_pass(aws: Cloud, form: str) -> None:
    everything: dict[str, Any] = {"protocol": "-1", "fromPort": 0, "toPort": 0, "cidrBlock": "0.0.0.0/0", "action": "allow", "ruleNo": 200}
    denial: dict[str, Any] = {**everything, "cidrBlock": "10.0.1.0/24", "action": "deny", "ruleNo": 100}
    database, model, db, app = two_machines(aws, {"ingress": [everything], "egress": [everything, denial]})
    for group in (db, app):
        aws.add(INGRESS_RULE, f"in-{group.name}", "sgr", securityGroupId=group.id, ipProtocol="-1", cidrIpv4="0.0.0.0/0")
        aws.add(EGRESS_RULE, f"out-{group.name}", "sgr", securityGroupId=group.id, ipProtocol="-1", cidrIpv4="0.0.0.0/0")
    graph = aws.facts(form)
    assert opens(graph, model, database) == {}
    assert list(opens(graph, database, model).values()) == [True]


def test_a_custom_acl_without_rules_denies_everything(aws: Cloud, form: str) -> None:
    database, model, db, app = two_machines(aws, {})
    for group in (db, app):
        aws.add(INGRESS_RULE, f"in-{group.name}", "sgr", securityGroupId=group.id, ipProtocol="-1", cidrIpv4="0.0.0.0/0")
        aws.add(EGRESS_RULE, f"out-{group.name}", "sgr", securityGroupId=group.id, ipProtocol="-1", cidrIpv4="0.0.0.0/0")
    graph = aws.facts(form)
    assert opens(graph, model, database) == opens(graph, database, model) == {}


def test_the_default_acl_allows_all_until_adopted(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    made = f"{vpc.urn}#default-network-acl"
    assert [(rule.inbound, rule.allow, rule.addresses) for rule in rules_of(aws, form, made)] == [(True, True, ANY), (False, True, ANY)]
    token = "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"
    adopted = aws.add(token, "phi", "acl-default-of", defaultNetworkAclId=vpc.out("defaultNetworkAclId"))
    graph = aws.facts(form)
    assert [fact.filter.targets for fact in graph.of(DefaultFilterFact)] == [(adopted.urn,)]
    assert rules_of(aws, form, made) == rules_of(aws, form, adopted) == []


def test_acl_rules_and_associations_on_their_own_count(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    subnet = aws.subnet("a", vpc)
    acl = aws.add(ACL, "acl", "acl", vpcId=vpc.id)
    aws.add("aws:ec2/networkAclAssociation:NetworkAclAssociation", "as", "aclassoc", networkAclId=acl.id, subnetId=subnet.id)
    where: dict[str, Any] = {"networkAclId": acl.id, "protocol": "tcp", "cidrBlock": "10.0.0.0/8", "fromPort": 443, "toPort": 443}
    aws.add("aws:ec2/networkAclRule:NetworkAclRule", "in", "nacl", ruleNumber=100, ruleAction="allow", **where)
    aws.add("aws:ec2/networkAclRule:NetworkAclRule", "out", "nacl", ruleNumber=90, ruleAction="deny", egress=True, **where)
    found = rules_of(aws, form, acl)
    assert [(rule.inbound, rule.allow, rule.order, rule.from_port, rule.certain) for rule in found] == [
        (True, True, 100, 443, True),
        (False, False, 90, 443, True),
    ]
    uses = [(fact.filter.targets, fact.subnet.targets) for fact in aws.facts(form).of(FilterUseFact)]
    assert uses == [((acl.urn,), (subnet.urn,))]


def test_an_acl_rule_that_cant_be_read_is_never_a_denial(aws: Cloud, form: str) -> None:
    acl = aws.add(ACL, "acl", "acl", vpcId=aws.vpc("phi").id, ingress=[{"protocol": "tcp", "cidrBlock": "nonsense"}])
    assert [(rule.allow, rule.certain) for rule in rules_of(aws, form, acl)] == [(True, False)]
