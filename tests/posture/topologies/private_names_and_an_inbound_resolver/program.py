"""A private hosted zone, an inbound resolver endpoint for the network's own hosts, and an allow-list with those names."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.42.0.0/16", {"a": "10.42.0.0/24", "b": "10.42.1.0/24"}, ("clinic.internal.", "*.clinic.internal."))
zone = aws.route53.Zone("clinic", name="clinic.internal", vpcs=[aws.route53.ZoneVpcArgs(vpc_id=phi.vpc.id)])
aws.route53.Record("charts", zone_id=zone.zone_id, name="charts.clinic.internal", type="A", ttl=60, records=["10.42.0.10"])
group = aws.ec2.SecurityGroup(
    "dns-in", vpc_id=phi.vpc.id, ingress=[{"protocol": "udp", "from_port": 53, "to_port": 53, "cidr_blocks": ["10.42.0.0/16"]}]
)
aws.route53.ResolverEndpoint(
    "inbound",
    direction="INBOUND",
    security_group_ids=[group.id],
    ip_addresses=[{"subnet_id": subnet.id} for subnet in phi.subnets.values()],
)
