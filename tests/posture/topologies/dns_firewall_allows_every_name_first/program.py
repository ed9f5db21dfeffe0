"""Both rules are there, and the one with the lower number allows every name."""

import pulumi_aws as aws

vpc = aws.ec2.Vpc("ward", cidr_block="10.27.0.0/16", tags={"ai-zone": "phi"})
aws.ec2.Subnet("ward-a", vpc_id=vpc.id, cidr_block="10.27.0.0/24")
group = aws.route53.ResolverFirewallRuleGroup("names", name="names")
for number, action in ((10, "ALLOW"), (20, "BLOCK")):
    every = aws.route53.ResolverFirewallDomainList(action, name=f"every-{number}", domains=["*"])
    aws.route53.ResolverFirewallRule(
        action,
        name=action.lower(),
        action=action,
        block_response="NXDOMAIN" if action == "BLOCK" else None,
        priority=number,
        firewall_domain_list_id=every.id,
        firewall_rule_group_id=group.id,
    )
aws.route53.ResolverFirewallRuleGroupAssociation("names", name="names", firewall_rule_group_id=group.id, vpc_id=vpc.id, priority=200)
