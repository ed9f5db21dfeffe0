"""Watching first: every name is an alert."""

import pulumi_aws as aws

vpc = aws.ec2.Vpc("ward", cidr_block="10.27.0.0/16", tags={"ai-zone": "phi"})
aws.ec2.Subnet("ward-a", vpc_id=vpc.id, cidr_block="10.27.0.0/24")
group = aws.route53.ResolverFirewallRuleGroup("names", name="names")
every = aws.route53.ResolverFirewallDomainList("every", name="every", domains=["*"])
aws.route53.ResolverFirewallRule(
    "watch", name="watch", action="ALERT", priority=1, firewall_domain_list_id=every.id, firewall_rule_group_id=group.id
)
aws.route53.ResolverFirewallRuleGroupAssociation("names", name="names", firewall_rule_group_id=group.id, vpc_id=vpc.id, priority=200)
