"""DNS Firewall is closed, and a resolver rule hands every query to a public resolver over the network's own uplink."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.29.0.0/16", {"a": "10.29.0.0/24", "b": "10.29.1.0/24"})
group = aws.ec2.SecurityGroup(
    "dns-out", vpc_id=phi.vpc.id, egress=[{"protocol": "udp", "from_port": 53, "to_port": 53, "cidr_blocks": ["0.0.0.0/0"]}]
)
endpoint = aws.route53.ResolverEndpoint(
    "outbound",
    direction="OUTBOUND",
    security_group_ids=[group.id],
    ip_addresses=[{"subnet_id": subnet.id} for subnet in phi.subnets.values()],
)
rule = aws.route53.ResolverRule(
    "everything", domain_name=".", rule_type="FORWARD", resolver_endpoint_id=endpoint.id, target_ips=[{"ip": "8.8.8.8", "port": 53}]
)
aws.route53.ResolverRuleAssociation("everything", resolver_rule_id=rule.id, vpc_id=phi.vpc.id)
