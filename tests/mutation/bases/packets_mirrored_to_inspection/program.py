"""Packets of the records' hosts are copied to an intrusion detector in the same zone, by a network balancer inside.

Sources: https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-how-it-works.html,
https://docs.aws.amazon.com/vpc/latest/mirroring/traffic-mirroring-targets.html, https://docs.aws.amazon.com/vpc/latest/mirroring/tm-example-inbound-tcp.html
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

BLOCK = "10.80.0.0/16"
log_key = house.key("records-logs", "logs.eu-west-1.amazonaws.com")
key = house.key("records", "ec2.amazonaws.com")
net = closed_network("records", "phi", BLOCK, log_key)
hosts = aws.ec2.SecurityGroup("hosts", vpc_id=net.vpc.id, description="Hosts of records", ingress=[], egress=[])
detector = aws.ec2.SecurityGroup("detector", vpc_id=net.vpc.id, description="The detector", ingress=[], egress=[])
aws.vpc.SecurityGroupEgressRule(
    "mirrored",
    security_group_id=hosts.id,
    ip_protocol="udp",
    from_port=4789,
    to_port=4789,
    referenced_security_group_id=detector.id,
    description="VXLAN",
)
aws.vpc.SecurityGroupIngressRule(
    "mirrored", security_group_id=detector.id, ip_protocol="udp", from_port=4789, to_port=4789, cidr_ipv4=BLOCK, description="VXLAN"
)


def host(name: str, group: aws.ec2.SecurityGroup) -> aws.ec2.Instance:
    """A closed host."""
    return aws.ec2.Instance(
        name,
        ami="ami-0abcdef1234567890",
        instance_type="c7i.large",
        subnet_id=net.subnets[0].id,
        vpc_security_group_ids=[group.id],
        associate_public_ip_address=False,
        monitoring=True,
        metadata_options={"http_tokens": "required", "http_endpoint": "enabled", "http_put_response_hop_limit": 1},
        root_block_device={"encrypted": True, "kms_key_id": key.arn},
    )


records = host("records", hosts)
inspector = host("detector", detector)
balancer = aws.lb.LoadBalancer(
    "mirror",
    name="mirror",
    load_balancer_type="network",
    internal=True,
    security_groups=[detector.id],
    subnets=net.subnet_ids,
    enable_deletion_protection=True,
    enable_cross_zone_load_balancing=True,
    opts=pulumi.ResourceOptions(protect=True),
)
targets = aws.lb.TargetGroup("mirror", name="mirror", port=4789, protocol="UDP", vpc_id=net.vpc.id, target_type="instance")
aws.lb.TargetGroupAttachment("mirror", target_group_arn=targets.arn, target_id=inspector.id, port=4789)
aws.lb.Listener(
    "mirror",
    load_balancer_arn=balancer.arn,
    port=4789,
    protocol="UDP",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
target = aws.ec2.TrafficMirrorTarget("detector", network_load_balancer_arn=balancer.arn, description="The detector")
choice = aws.ec2.TrafficMirrorFilter("all", description="What the hosts say and hear", network_services=[])
for number, direction in enumerate(("ingress", "egress"), start=1):
    aws.ec2.TrafficMirrorFilterRule(
        direction,
        traffic_mirror_filter_id=choice.id,
        traffic_direction=direction,
        rule_number=number,
        rule_action="accept",
        protocol=6,
        source_cidr_block=BLOCK,
        destination_cidr_block=BLOCK,
    )
aws.ec2.TrafficMirrorSession(
    "records",
    network_interface_id=records.primary_network_interface_id,
    traffic_mirror_filter_id=choice.id,
    traffic_mirror_target_id=target.id,
    session_number=1,
    description="Records",
)
