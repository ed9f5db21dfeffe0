"""What resolvers answer, and whom they ask."""

from typing import Any

import pytest

from posture.approved import Approved, Asserted
from posture.graph.facts import EdgeFact, ResolverFact, Unreadable
from posture.graph.kinds import EdgeKind, Outside
from tests.posture.readers.aws.cloud import Cloud, Made

ROUTE53 = "aws:route53/resolver"


def dns_firewall(aws: Cloud, vpc: Made, *rules: tuple[str, int, list[str]], **config: Any) -> None:
    group = aws.add(f"{ROUTE53}FirewallRuleGroup:ResolverFirewallRuleGroup", "group", "rslvr-frg")
    for index, (action, priority, domains) in enumerate(rules):
        names = aws.add(f"{ROUTE53}FirewallDomainList:ResolverFirewallDomainList", f"list-{index}", "rslvr-fdl", domains=domains)
        aws.add(
            f"{ROUTE53}FirewallRule:ResolverFirewallRule", f"rule-{index}", "rule",
            action=action, priority=priority, firewallDomainListId=names.id, firewallRuleGroupId=group.id,
        )  # fmt: skip
    token = f"{ROUTE53}FirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation"
    aws.add(token, "association", "rslvr-frgassoc", firewallRuleGroupId=group.id, vpcId=vpc.id, priority=101)
    if config:
        aws.add(f"{ROUTE53}FirewallConfig:ResolverFirewallConfig", "config", "rslvr-fc", resourceId=vpc.id, **config)


def resolver(aws: Cloud, form: str) -> tuple[bool | None, tuple[str, ...]]:
    (found,) = aws.facts(form).of(ResolverFact)
    return found.closed, found.allows


def test_a_vpc_answers_every_name_unless_something_blocks_them(aws: Cloud, form: str) -> None:
    aws.vpc("phi")
    assert resolver(aws, form) == (False, ())


def test_a_vpc_without_dns_support_answers_nothing(aws: Cloud, form: str) -> None:
    aws.vpc("phi", enableDnsSupport=False)
    assert resolver(aws, form) == (True, ())


def test_an_allow_list_before_a_block_of_every_name_closes_the_resolver(aws: Cloud, form: str) -> None:
    dns_firewall(aws, aws.vpc("phi"), ("BLOCK", 200, ["*."]), ("ALLOW", 100, ["kms.eu-west-1.amazonaws.com."]))
    assert resolver(aws, form) == (True, ("kms.eu-west-1.amazonaws.com",))


def test_an_allow_list_behind_the_block_is_never_asked(aws: Cloud, form: str) -> None:
    dns_firewall(aws, aws.vpc("phi"), ("BLOCK", 100, ["*"]), ("ALLOW", 200, ["x.com"]))
    assert resolver(aws, form) == (True, ())


def test_an_alert_answers_and_so_opens(aws: Cloud, form: str) -> None:
    dns_firewall(aws, aws.vpc("phi"), ("ALERT", 50, ["*"]), ("BLOCK", 100, ["*"]))
    assert resolver(aws, form)[0] is False


def test_blocking_some_names_closes_nothing(aws: Cloud, form: str) -> None:
    dns_firewall(aws, aws.vpc("phi"), ("BLOCK", 100, ["*.evil.com"]))
    assert resolver(aws, form)[0] is False


def test_a_firewall_that_fails_open_is_open(aws: Cloud, form: str) -> None:
    dns_firewall(aws, aws.vpc("phi"), ("BLOCK", 100, ["*"]), firewallFailOpen="ENABLED")
    assert resolver(aws, form)[0] is False


def test_a_firewall_that_fails_closed_is_closed(aws: Cloud, form: str) -> None:
    dns_firewall(aws, aws.vpc("phi"), ("BLOCK", 100, ["*"]), firewallFailOpen="DISABLED")
    assert resolver(aws, form)[0] is True


def test_a_block_of_one_query_type_leaves_the_others(aws: Cloud, form: str) -> None:
    dns_firewall(aws, aws.vpc("phi"), ("BLOCK", 100, ["*"]))
    rule = next(made for made in aws.made if made.name == "rule-0")
    rule.inputs["qType"] = "A"
    assert resolver(aws, form)[0] is False


def test_a_rule_group_out_of_sight_leaves_it_open_what_is_answered(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    token = f"{ROUTE53}FirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation"
    aws.add(token, "association", "x", firewallRuleGroupId="rslvr-frg-0a1b2c3d", vpcId=vpc.id, priority=101)
    assert resolver(aws, form)[0] is None
    assert [fact.theorems for fact in aws.facts(form).of(Unreadable)] == [frozenset({"dns-closed"})]


def test_a_network_that_is_only_adopted_may_be_closed_by_the_stack_that_manages_it(aws: Cloud, form: str) -> None:
    aws.add("aws:ec2/vpc:Vpc", "landing", "vpc", external=True, cidrBlock="10.0.0.0/16", enableDnsSupport=True)
    assert [fact.closed for fact in aws.facts(form).of(ResolverFact)] == [None]


def forwards(aws: Cloud, form: str) -> set[tuple[str, str | None]]:
    return {(fact.source.targets[0], fact.target.literal) for fact in aws.facts(form).of(EdgeFact) if fact.kind is EdgeKind.RESOLVE}


def test_a_forwarding_rule_leads_to_its_name_servers(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    targets = [{"ip": "203.0.113.53"}, {"ip": "10.0.0.53"}]
    rule = aws.add(f"{ROUTE53}Rule:ResolverRule", "rule", "rslvr-rr", ruleType="FORWARD", domainName="corp.example.com", targetIps=targets)
    aws.add(f"{ROUTE53}RuleAssociation:ResolverRuleAssociation", "a", "rslvr-rrassoc", resolverRuleId=rule.id, vpcId=vpc.id)
    assert forwards(aws, form) == {(vpc.urn, "resolver:203.0.113.53")}


def test_a_forwarding_rule_to_a_public_resolver_leads_to_the_internet_unless_the_reviewer_vouches_for_it(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    rule = aws.add(f"{ROUTE53}Rule:ResolverRule", "rule", "rslvr-rr", ruleType="FORWARD", domainName=".", targetIps=[{"ip": "8.8.8.8"}])
    aws.add(f"{ROUTE53}RuleAssociation:ResolverRuleAssociation", "a", "rslvr-rrassoc", resolverRuleId=rule.id, vpcId=vpc.id)
    assert forwards(aws, form) == {(vpc.urn, "public-resolver:8.8.8.8")}
    assert aws.facts(form).externals["public-resolver:8.8.8.8"].outside is Outside.INTERNET
    vouched = Approved(flows=frozenset(), asserted=(Asserted("8.8.8.8", reason="ours, in spite of its number"),))
    assert {fact.outside for fact in aws.facts(form, vouched).externals.values()} == {Outside.OURS}


def test_a_system_rule_forwards_nothing(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    rule = aws.add(f"{ROUTE53}Rule:ResolverRule", "rule", "rslvr-rr", ruleType="SYSTEM", domainName="corp.example.com")
    aws.add(f"{ROUTE53}RuleAssociation:ResolverRuleAssociation", "a", "rslvr-rrassoc", resolverRuleId=rule.id, vpcId=vpc.id)
    assert forwards(aws, form) == set()


def test_dhcp_options_with_foreign_name_servers_lead_past_the_resolver(aws: Cloud, form: str) -> None:
    vpc = aws.vpc("phi")
    servers = ["AmazonProvidedDNS", "1.1.1.1"]
    options = aws.add("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", "options", "dopt", domainNameServers=servers)
    token = "aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation"
    aws.add(token, "a", "dopt", vpcId=vpc.id, dhcpOptionsId=options.id)
    assert forwards(aws, form) == {(vpc.urn, "resolver:1.1.1.1")}


@pytest.mark.parametrize("seen", [True, False], ids=["a group of another stack", "a profile of another stack"])
def test_a_profile_with_rules_out_of_sight_leaves_names_open(aws: Cloud, form: str, seen: bool) -> None:
    vpc = aws.vpc("phi")
    profile: Any = "rp-0a1b2c3d"
    if seen:
        profile = aws.add("aws:route53/profilesProfile:ProfilesProfile", "clinic", "rp").id
        arn = "arn:aws:route53resolver:eu-west-1:222233334444:firewall-rule-group/rslvr-frg-0a1b2c3d"
        aws.add("aws:route53/profilesResourceAssociation:ProfilesResourceAssociation", "names", "rpr", profileId=profile, resourceArn=arn)
    aws.add("aws:route53/profilesAssociation:ProfilesAssociation", "phi", "rpassoc", profileId=profile, resourceId=vpc.id)
    assert [fact.closed for fact in aws.facts(form).of(ResolverFact)] == [None]
