"""The producer half: an endpoint service before a host of the zone."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24"})
producer = Network("producer", "deidentification", "10.11.0.0/16", {"a": "10.11.0.0/24"})
inside = aws.ec2.SecurityGroup(
    "service",
    vpc_id=producer.vpc.id,
    ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=443, to_port=443, cidr_blocks=["10.11.0.0/16"])],
)
host = aws.ec2.Instance(
    "service",
    ami="ami-0abcdef1234567890",
    instance_type="c7i.large",
    subnet_id=producer.subnets["a"].id,
    vpc_security_group_ids=[inside.id],
)
balancer = aws.lb.LoadBalancer("service", name="service", internal=True, load_balancer_type="network", subnets=[producer.subnets["a"].id])
targets = aws.lb.TargetGroup("service", name="service", port=443, protocol="TCP", vpc_id=producer.vpc.id, target_type="instance")
aws.lb.TargetGroupAttachment("service", target_group_arn=targets.arn, target_id=host.id, port=443)
aws.lb.Listener(
    "service",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="TCP",
    default_actions=[aws.lb.ListenerDefaultActionArgs(type="forward", target_group_arn=targets.arn)],
)
service = aws.ec2.VpcEndpointService(
    "service",
    acceptance_required=False,
    network_load_balancer_arns=[balancer.arn],
    allowed_principals=["arn:aws:iam::111122223333:root"],
)
pulumi.export("service", service.service_name)
