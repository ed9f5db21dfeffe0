"""A service of redaction behind a network balancer with TLS, offered to one principal of another account of ours.

Sources: https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html,
https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

log_key = house.key("link-logs", "logs.eu-west-1.amazonaws.com")
key = house.key("link", "sns.amazonaws.com", "ec2.amazonaws.com")
closed_network("records", "phi", "10.74.0.0/16", log_key)
tools = closed_network("tools", "deidentification", "10.75.0.0/16", log_key)
models = closed_network("models", "inference", "10.76.0.0/16", log_key, names=("retrieval.clinic.internal.",))

door = aws.ec2.SecurityGroup("door", vpc_id=tools.vpc.id, description="The balancer", ingress=[], egress=[])
hosts = aws.ec2.SecurityGroup("hosts", vpc_id=tools.vpc.id, description="Retrieval", ingress=[], egress=[])
aws.ec2.SecurityGroupRule(
    "door-in",
    type="ingress",
    security_group_id=door.id,
    protocol="tcp",
    from_port=443,
    to_port=443,
    cidr_blocks=["10.76.0.0/16"],
    description="Models",
)
aws.ec2.SecurityGroupRule(
    "door-out",
    type="egress",
    security_group_id=door.id,
    protocol="tcp",
    from_port=8443,
    to_port=8443,
    source_security_group_id=hosts.id,
    description="Hosts",
)
aws.ec2.SecurityGroupRule(
    "hosts-in",
    type="ingress",
    security_group_id=hosts.id,
    protocol="tcp",
    from_port=8443,
    to_port=8443,
    source_security_group_id=door.id,
    description="Door",
)
access_logs = house.access_logs("clinic-retrieval-balancer-logs")
balancer = aws.lb.LoadBalancer(
    "retrieval",
    name="retrieval",
    internal=True,
    load_balancer_type="network",
    subnet_mappings=[{"subnet_id": subnet.id, "private_ipv4_address": f"10.75.{index}.20"} for index, subnet in enumerate(tools.subnets)],
    security_groups=[door.id],
    enforce_security_group_inbound_rules_on_private_link_traffic="on",
    enable_deletion_protection=True,
    enable_cross_zone_load_balancing=True,
    dns_record_client_routing_policy="availability_zone_affinity",
    access_logs={"enabled": True, "bucket": access_logs.bucket, "prefix": "retrieval"},
    opts=pulumi.ResourceOptions(protect=True),
)
targets = aws.lb.TargetGroup(
    "retrieval",
    name="retrieval",
    port=8443,
    protocol="TLS",
    vpc_id=tools.vpc.id,
    target_type="instance",
    preserve_client_ip="true",
    connection_termination=True,
    health_check={"enabled": True, "protocol": "TCP", "port": "8443", "interval": 10},
)
host = aws.ec2.Instance(
    "retrieval",
    ami="ami-0abcdef1234567890",
    instance_type="c7i.large",
    subnet_id=tools.subnets[0].id,
    vpc_security_group_ids=[hosts.id],
    associate_public_ip_address=False,
    monitoring=True,
    metadata_options={"http_tokens": "required", "http_endpoint": "enabled", "http_put_response_hop_limit": 1},
    root_block_device={"encrypted": True, "kms_key_id": key.arn},
)
aws.lb.TargetGroupAttachment("retrieval", target_group_arn=targets.arn, target_id=host.id, port=8443)
certificate = f"arn:aws:acm:{house.REGION}:{house.ACCOUNT}:certificate/7b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b"
aws.lb.Listener(
    "retrieval",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="TLS",
    ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificate_arn=certificate,
    alpn_policy="HTTP2Preferred",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
service = aws.ec2.VpcEndpointService(
    "retrieval",
    acceptance_required=True,
    network_load_balancer_arns=[balancer.arn],
    supported_ip_address_types=["ipv4"],
    supported_regions=["eu-west-1"],
    private_dns_name="retrieval.clinic.internal",
    tags={"ai-service": "retrieval"},
)
aws.ec2.VpcEndpointServiceAllowedPrinciple(
    "retrieval", vpc_endpoint_service_id=service.id, principal_arn="arn:aws:iam::111122223333:role/models-deploy"
)
topic = aws.sns.Topic("connections", name="retrieval-connections", kms_master_key_id=key.arn)
aws.sns.TopicPolicy(
    "connections",
    arn=topic.arn,
    policy=house.document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "vpce.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": "arn:aws:sns:eu-west-1:111122223333:retrieval-connections",
            "Condition": {"StringEquals": {"aws:SourceAccount": house.ACCOUNT}},
        },
        {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sns:Publish",
            "Resource": "arn:aws:sns:eu-west-1:111122223333:retrieval-connections",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ),
)
aws.ec2.VpcEndpointConnectionNotification(
    "connections",
    vpc_endpoint_service_id=service.id,
    connection_notification_arn=topic.arn,
    connection_events=["Connect", "Accept", "Reject", "Delete"],
)
clients = aws.ec2.SecurityGroup(
    "clients",
    vpc_id=models.vpc.id,
    description="The endpoint, for models",
    ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.76.0.0/16"], "description": "Models"}],
    egress=[],
)
endpoint = aws.ec2.VpcEndpoint(
    "retrieval",
    vpc_id=models.vpc.id,
    vpc_endpoint_type="Interface",
    service_name=service.service_name,
    subnet_ids=models.subnet_ids,
    security_group_ids=[clients.id],
    private_dns_enabled=False,
)
aws.ec2.VpcEndpointConnectionAccepter("retrieval", vpc_endpoint_service_id=service.id, vpc_endpoint_id=endpoint.id)
names = aws.route53.Zone("clinic", name="clinic.internal", vpcs=[{"vpc_id": models.vpc.id, "vpc_region": "eu-west-1"}], force_destroy=False)
aws.route53.Record(
    "retrieval",
    zone_id=names.zone_id,
    name="retrieval.clinic.internal",
    type="A",
    aliases=[
        {
            "name": endpoint.dns_entries[0].dns_name,
            "zone_id": endpoint.dns_entries[0].hosted_zone_id,
            "evaluate_target_health": True,
        }
    ],
)
