"""Names of the clinic: an inbound and an outbound endpoint, one campus name forwarded, a profile with zone, firewall and rule, a zone for another account.

Sources: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-DSN-queries-to-vpc.html,
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/profiles.html,
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-associate-vpcs-different-accounts.html
"""

import json

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

log_key = house.key("names-logs", "logs.eu-west-1.amazonaws.com")
net = closed_network("records", "phi", "10.81.0.0/16", log_key, names=("clinic.internal.", "*.clinic.internal."))
second = closed_network("imaging", "phi", "10.82.0.0/16", log_key, names=None)
zone = aws.route53.Zone(
    "clinic",
    name="clinic.internal",
    comment="Names of the clinic",
    vpcs=[{"vpc_id": net.vpc.id, "vpc_region": "eu-west-1"}],
    force_destroy=False,
    opts=pulumi.ResourceOptions(ignore_changes=["vpcs"]),
)
aws.route53.ZoneAssociation("imaging", zone_id=zone.zone_id, vpc_id=second.vpc.id, vpc_region="eu-west-1")
aws.route53.VpcAssociationAuthorization("imaging", zone_id=zone.zone_id, vpc_id=second.vpc.id, vpc_region="eu-west-1")
aws.route53.Record("charts", zone_id=zone.zone_id, name="charts.clinic.internal", type="A", ttl=60, records=["10.81.0.10"])
aws.route53.ResolverDnsSecConfig("records", resource_id=net.vpc.id)
aws.route53.ResolverConfig("records", resource_id=net.vpc.id, autodefined_reverse_flag="DISABLE")

asked = aws.ec2.SecurityGroup("asked", vpc_id=net.vpc.id, description="Questions from the network", ingress=[], egress=[])
asking = aws.ec2.SecurityGroup("asking", vpc_id=net.vpc.id, description="Questions to the campus", ingress=[], egress=[])
for protocol in ("udp", "tcp"):
    aws.vpc.SecurityGroupIngressRule(
        f"asked-{protocol}",
        security_group_id=asked.id,
        ip_protocol=protocol,
        from_port=53,
        to_port=53,
        cidr_ipv4="10.81.0.0/16",
        description="Inside",
    )
aws.route53.ResolverEndpoint(
    "inbound",
    name="inbound",
    direction="INBOUND",
    resolver_endpoint_type="IPV4",
    protocols=["Do53", "DoH"],
    security_group_ids=[asked.id],
    ip_addresses=[{"subnet_id": subnet.id, "ip": f"10.81.{index}.53"} for index, subnet in enumerate(net.subnets)],
)
outbound = aws.route53.ResolverEndpoint(
    "outbound",
    name="outbound",
    direction="OUTBOUND",
    resolver_endpoint_type="IPV4",
    protocols=["Do53"],
    security_group_ids=[asking.id],
    ip_addresses=[{"subnet_id": subnet.id} for subnet in net.subnets],
)
campus = aws.route53.ResolverRule(
    "campus",
    name="campus",
    domain_name="campus.clinic.internal",
    rule_type="FORWARD",
    resolver_endpoint_id=outbound.id,
    target_ips=[{"ip": "192.168.40.53", "port": 53, "protocol": "Do53"}],
)
aws.route53.ResolverRuleAssociation("campus", name="campus", resolver_rule_id=campus.id, vpc_id=net.vpc.id)
own = aws.route53.ResolverRule("own", name="own", domain_name="records.campus.clinic.internal", rule_type="SYSTEM")
aws.route53.ResolverRuleAssociation("own", name="own", resolver_rule_id=own.id, vpc_id=net.vpc.id)
profile = aws.route53.ProfilesProfile("clinic", name="clinic")
aws.route53.ProfilesResourceAssociation("clinic", name="clinic-campus", profile_id=profile.id, resource_arn=campus.arn)
group = aws.route53.ResolverFirewallRuleGroup("profile", name="profile")
for priority, action, domains in ((10, "ALLOW", ["clinic.internal.", "*.clinic.internal."]), (20, "BLOCK", ["*."])):
    listed = aws.route53.ResolverFirewallDomainList(f"profile-{action.lower()}", name=f"profile-{action.lower()}", domains=domains)
    aws.route53.ResolverFirewallRule(
        f"profile-{action.lower()}",
        name=f"profile-{action.lower()}",
        action=action,
        block_response="NXDOMAIN" if action == "BLOCK" else None,
        priority=priority,
        firewall_domain_list_id=listed.id,
        firewall_rule_group_id=group.id,
    )
aws.route53.ProfilesResourceAssociation(
    "names", name="clinic-names", profile_id=profile.id, resource_arn=group.arn, resource_properties=json.dumps({"priority": 102})
)
aws.route53.ProfilesAssociation("imaging", name="imaging", profile_id=profile.id, resource_id=second.vpc.id)
