"""Models reach the redaction service by one private link on 443."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24"})
producer = Network("producer", "deidentification", "10.11.0.0/16", {"a": "10.11.0.0/24"})
consumer = Network("consumer", "inference", "10.12.0.0/16", {"a": "10.12.0.0/24"})

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
    acceptance_required=True,
    network_load_balancer_arns=[balancer.arn],
    allowed_principals=["arn:aws:iam::111122223333:root"],
)

clients = aws.ec2.SecurityGroup(
    "clients",
    vpc_id=consumer.vpc.id,
    ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=443, to_port=443, cidr_blocks=["10.12.0.0/16"])],
)
endpoint = aws.ec2.VpcEndpoint(
    "to-service",
    vpc_id=consumer.vpc.id,
    service_name=service.service_name,
    vpc_endpoint_type="Interface",
    subnet_ids=[consumer.subnets["a"].id],
    security_group_ids=[clients.id],
)
aws.ec2.VpcEndpointConnectionAccepter("to-service", vpc_endpoint_service_id=service.id, vpc_endpoint_id=endpoint.id)
