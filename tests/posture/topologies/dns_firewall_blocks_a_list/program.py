"""Only the known bad names are blocked."""

import pulumi_aws as aws

vpc = aws.ec2.Vpc("ward", cidr_block="10.27.0.0/16", tags={"ai-zone": "phi"})
aws.ec2.Subnet("ward-a", vpc_id=vpc.id, cidr_block="10.27.0.0/24")
group = aws.route53.ResolverFirewallRuleGroup("names", name="names")
bad = aws.route53.ResolverFirewallDomainList("bad", name="bad", domains=["*.badcdn.example.", "exfil.example."])
aws.route53.ResolverFirewallRule(
    "bad",
    name="bad",
    action="BLOCK",
    block_response="NXDOMAIN",
    priority=1,
    firewall_domain_list_id=bad.id,
    firewall_rule_group_id=group.id,
)
aws.route53.ResolverFirewallRuleGroupAssociation("names", name="names", firewall_rule_group_id=group.id, vpc_id=vpc.id, priority=200)
