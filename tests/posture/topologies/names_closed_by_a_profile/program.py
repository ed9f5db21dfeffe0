"""A Route 53 Profile brings the DNS Firewall that closes the PHI network's resolver."""

import json

import pulumi_aws as aws

phi = aws.ec2.Vpc("phi", cidr_block="10.46.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "phi"})
subnets = [
    aws.ec2.Subnet(f"phi-{az}", vpc_id=phi.id, cidr_block=f"10.46.{index}.0/24", availability_zone=f"eu-west-1{az}")
    for index, az in enumerate("ab")
]
profile = aws.route53.ProfilesProfile("clinic", name="clinic")
group = aws.route53.ResolverFirewallRuleGroup("names", name="names")
for priority, action, domains in ((10, "ALLOW", ["*.clinic.internal."]), (20, "BLOCK", ["*."])):
    listed = aws.route53.ResolverFirewallDomainList(action.lower(), name=action.lower(), domains=domains)
    aws.route53.ResolverFirewallRule(
        action.lower(),
        name=action.lower(),
        action=action,
        block_response="NXDOMAIN" if action == "BLOCK" else None,
        priority=priority,
        firewall_domain_list_id=listed.id,
        firewall_rule_group_id=group.id,
    )
aws.route53.ProfilesResourceAssociation(
    "names", name="names", profile_id=profile.id, resource_arn=group.arn, resource_properties=json.dumps({"priority": 102})
)
aws.route53.ProfilesAssociation("phi", name="phi", profile_id=profile.id, resource_id=phi.id)
