"""Tools of redaction call each other through a VPC Lattice service network: HTTPS, IAM, a policy on network and service, records of each request.

Sources: https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-networks.html,
https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html, https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-access-logs.html
"""

import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

log_key = house.key("tools-logs", "logs.eu-west-1.amazonaws.com", "delivery.logs.amazonaws.com")
key = house.key("tools", "ec2.amazonaws.com")
closed_network("records", "phi", "10.85.0.0/16", log_key)
net = closed_network("tools", "deidentification", "10.86.0.0/16", log_key)
callers = aws.ec2.SecurityGroup("callers", vpc_id=net.vpc.id, description="Who may call the service network", ingress=[], egress=[])
hosts = aws.ec2.SecurityGroup("hosts", vpc_id=net.vpc.id, description="The tools", ingress=[], egress=[])
aws.vpc.SecurityGroupIngressRule(
    "callers",
    security_group_id=callers.id,
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
    referenced_security_group_id=hosts.id,
    description="Tools",
)
network = aws.vpclattice.ServiceNetwork("tools", name="tools", auth_type="AWS_IAM")
aws.vpclattice.AuthPolicy(
    "network",
    resource_identifier=network.arn,
    policy=house.document(
        {
            "Effect": "Allow",
            "Principal": "*",
            "Action": "vpc-lattice-svcs:Invoke",
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
        }
    ),
)
aws.vpclattice.ServiceNetworkVpcAssociation(
    "tools",
    vpc_identifier=net.vpc.id,
    service_network_identifier=network.id,
    security_group_ids=[callers.id],
    private_dns_enabled=False,
)
aws.vpclattice.AccessLogSubscription(
    "network",
    resource_identifier=network.id,
    destination_arn=house.log_group("/aws/vendedlogs/lattice/tools", log_key).arn,
    service_network_log_type="SERVICE",
)
for name in ("retrieval", "redact"):
    service = aws.vpclattice.Service(
        name,
        name=name,
        auth_type="AWS_IAM",
        custom_domain_name=f"{name}.clinic.internal",
        certificate_arn=f"arn:aws:acm:{house.REGION}:{house.ACCOUNT}:certificate/2b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b",
    )
    aws.vpclattice.AuthPolicy(
        name,
        resource_identifier=service.arn,
        policy=house.document(
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{house.ACCOUNT}:role/tools"},
                "Action": "vpc-lattice-svcs:Invoke",
                "Resource": "*",
            }
        ),
    )
    targets = aws.vpclattice.TargetGroup(
        name,
        name=name,
        type="INSTANCE",
        config={
            "vpc_identifier": net.vpc.id,
            "port": 8443,
            "protocol": "HTTPS",
            "protocol_version": "HTTP1",
            "ip_address_type": "IPV4",
            "health_check": {"enabled": True, "path": "/health", "port": 8443, "protocol": "HTTPS", "matcher": {"value": "200"}},
        }
        if name == "retrieval"
        else {"vpc_identifier": net.vpc.id, "port": 8443, "protocol": "HTTPS"},
    )
    host = aws.ec2.Instance(
        name,
        ami="ami-0abcdef1234567890",
        instance_type="c7i.large",
        subnet_id=net.subnets[0].id,
        vpc_security_group_ids=[hosts.id],
        associate_public_ip_address=False,
        monitoring=True,
        metadata_options={"http_tokens": "required", "http_endpoint": "enabled", "http_put_response_hop_limit": 1},
        root_block_device={"encrypted": True, "kms_key_id": key.arn},
    )
    aws.vpclattice.TargetGroupAttachment(name, target_group_identifier=targets.id, target={"id": host.id, "port": 8443})
    listener = aws.vpclattice.Listener(
        name,
        name="https",
        protocol="HTTPS",
        port=443,
        service_identifier=service.id,
        default_action={"fixed_response": {"status_code": 404}},
    )
    aws.vpclattice.ListenerRule(
        name,
        name=name,
        listener_identifier=listener.listener_id,
        service_identifier=service.id,
        priority=10,
        match={
            "http_match": {
                "method": "POST",
                "path_match": {"case_sensitive": True, "match": {"prefix": f"/{name}"}},
            }
        },
        action={"forward": {"target_groups": [{"target_group_identifier": targets.id, "weight": 100}]}},
    )
    aws.vpclattice.ServiceNetworkServiceAssociation(name, service_identifier=service.id, service_network_identifier=network.id)
