"""De-identification tools as Fargate tasks: the registry, the balancer and the logs that such a service has in production."""

import json

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

vpc = aws.ec2.Vpc("tools", cidr_block="10.31.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "deidentification"})
house.closed_defaults("tools", vpc)
house.closed_names("tools", vpc.id, ("*.eu-west-1.amazonaws.com.",))
log_key = house.key("tools-logs", "logs.eu-west-1.amazonaws.com")
house.flow_logs("tools", vpc.id, log_key)
house.query_logs("tools", vpc.id, log_key)
records = aws.ec2.Vpc("records", cidr_block="10.30.0.0/16", tags={"ai-zone": "phi"})
house.closed_defaults("records", records)
house.closed_names("records", records.id)
house.flow_logs("records", records.id, log_key)
house.query_logs("records", records.id, log_key)

table = aws.ec2.RouteTable("tools", vpc_id=vpc.id)
subnets = []
for index, az in enumerate("ab"):
    subnet = aws.ec2.Subnet(f"tools-{az}", vpc_id=vpc.id, cidr_block=f"10.31.{index}.0/24", availability_zone=f"eu-west-1{az}")
    aws.ec2.RouteTableAssociation(f"tools-{az}", subnet_id=subnet.id, route_table_id=table.id)
    subnets.append(subnet)
acl = aws.ec2.NetworkAcl("tools", vpc_id=vpc.id, subnet_ids=[subnet.id for subnet in subnets])
for egress in (False, True):
    aws.ec2.NetworkAclRule(
        f"inside-{'out' if egress else 'in'}",
        network_acl_id=acl.id,
        rule_number=100,
        egress=egress,
        protocol="-1",
        rule_action="allow",
        cidr_block="10.31.0.0/16",
    )

key = house.key("tools", "ecr.amazonaws.com", "secretsmanager.amazonaws.com")
clients = aws.ec2.SecurityGroup("clients", vpc_id=vpc.id, description="Who may call the tools")
balancer_group = aws.ec2.SecurityGroup("balancer", vpc_id=vpc.id, description="The internal balancer")
task_group = aws.ec2.SecurityGroup("tasks", vpc_id=vpc.id, description="The tasks")
endpoint_group = aws.ec2.SecurityGroup("endpoints", vpc_id=vpc.id, description="Endpoints of AWS services")
for name, owner, port, source in (
    ("clients-to-balancer", balancer_group, 443, clients),
    ("balancer-to-tasks", task_group, 8443, balancer_group),
    ("tasks-to-endpoints", endpoint_group, 443, task_group),
):
    aws.vpc.SecurityGroupIngressRule(
        name,
        security_group_id=owner.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        referenced_security_group_id=source.id,
        description=name,
    )
    aws.vpc.SecurityGroupEgressRule(
        name,
        security_group_id=source.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        referenced_security_group_id=owner.id,
        description=name,
    )
for service, actions in (
    ("ecr.api", ("ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")),
    ("ecr.dkr", ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")),
    ("logs", ("logs:CreateLogStream", "logs:PutLogEvents")),
    ("secretsmanager", ("secretsmanager:GetSecretValue",)),
):
    aws.ec2.VpcEndpoint(
        service,
        vpc_id=vpc.id,
        vpc_endpoint_type="Interface",
        service_name=f"com.amazonaws.eu-west-1.{service}",
        subnet_ids=[subnet.id for subnet in subnets],
        security_group_ids=[endpoint_group.id],
        private_dns_enabled=True,
        policy=house.endpoint_policy(*actions),
    )

images = aws.ecr.Repository(
    "tools",
    name="tools",
    image_tag_mutability="IMMUTABLE",
    image_scanning_configuration={"scan_on_push": True},
    encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}],
    force_delete=False,
    tags={"ai-zone": "deidentification"},
)
aws.ecr.LifecyclePolicy(
    "tools",
    repository=images.name,
    policy=json.dumps(
        {
            "rules": [
                {
                    "rulePriority": 1,
                    "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14},
                    "action": {"type": "expire"},
                }
            ]
        }
    ),
)
aws.ecr.RepositoryPolicy(
    "tools",
    repository=images.name,
    policy=house.document(
        {
            "Sid": "Pull",
            "Effect": "Allow",
            "Principal": {"AWS": house.ROOT},
            "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
        }
    ),
)
secret = aws.secretsmanager.Secret("tools-database", name="tools/database", kms_key_id=key.arn, recovery_window_in_days=30)
logs = house.log_group("/ecs/tools", log_key)
sessions = house.log_group("/ecs/tools/sessions", log_key)
execution = aws.iam.Role("tools-execution", name="tools-execution", assume_role_policy=house.trust("ecs-tasks.amazonaws.com"))
aws.iam.RolePolicy(
    "tools-execution",
    name="start",
    role=execution.name,
    policy=house.document(
        {
            "Effect": "Allow",
            "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"],
            "Resource": f"arn:aws:ecr:{house.REGION}:{house.ACCOUNT}:repository/tools",
        },
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": f"arn:aws:logs:{house.REGION}:{house.ACCOUNT}:log-group:/ecs/tools:*",
        },
    ),
)
task_role = aws.iam.Role("tools-task", name="tools-task", assume_role_policy=house.trust("ecs-tasks.amazonaws.com"))
cluster = aws.ecs.Cluster(
    "tools",
    name="tools",
    settings=[{"name": "containerInsights", "value": "enhanced"}],
    configuration={
        "execute_command_configuration": {
            "kms_key_id": key.arn,
            "logging": "OVERRIDE",
            "log_configuration": {"cloud_watch_log_group_name": sessions.name, "cloud_watch_encryption_enabled": True},
        }
    },
    tags={"ai-zone": "deidentification"},
)
task = aws.ecs.TaskDefinition(
    "tools",
    family="tools",
    network_mode="awsvpc",
    requires_compatibilities=["FARGATE"],
    cpu="1024",
    memory="2048",
    execution_role_arn=execution.arn,
    task_role_arn=task_role.arn,
    runtime_platform={"cpu_architecture": "ARM64", "operating_system_family": "LINUX"},
    container_definitions=json.dumps(
        [
            {
                "name": "tools",
                "image": f"{house.ACCOUNT}.dkr.ecr.{house.REGION}.amazonaws.com/tools@sha256:{'0' * 64}",
                "essential": True,
                "user": "10001",
                "privileged": False,
                "readonlyRootFilesystem": True,
                "portMappings": [{"containerPort": 8443, "protocol": "tcp"}],
                "linuxParameters": {"capabilities": {"drop": ["ALL"]}, "initProcessEnabled": True},
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {"awslogs-group": "/ecs/tools", "awslogs-region": house.REGION, "awslogs-stream-prefix": "tools"},
                },
            }
        ]
    ),
)
access_logs = house.access_logs("clinic-tools-balancer-logs")
balancer = aws.lb.LoadBalancer(
    "tools",
    name="tools",
    internal=True,
    load_balancer_type="application",
    subnets=[subnet.id for subnet in subnets],
    security_groups=[balancer_group.id],
    drop_invalid_header_fields=True,
    desync_mitigation_mode="strictest",
    enable_deletion_protection=True,
    access_logs={"enabled": True, "bucket": access_logs.bucket, "prefix": "tools"},
    opts=pulumi.ResourceOptions(protect=True),
)
targets = aws.lb.TargetGroup(
    "tools",
    name="tools",
    port=8443,
    protocol="HTTPS",
    target_type="ip",
    vpc_id=vpc.id,
    deregistration_delay=30,
    health_check={"enabled": True, "path": "/health", "protocol": "HTTPS", "matcher": "200"},
)
certificate = f"arn:aws:acm:{house.REGION}:{house.ACCOUNT}:certificate/5b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b"
listener = aws.lb.Listener(
    "tools",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="HTTPS",
    ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificate_arn=certificate,
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
aws.ecs.Service(
    "tools",
    name="tools",
    cluster=cluster.arn,
    task_definition=task.arn,
    desired_count=2,
    launch_type="FARGATE",
    platform_version="1.4.0",
    enable_execute_command=False,
    network_configuration={
        "subnets": [subnet.id for subnet in subnets],
        "security_groups": [task_group.id],
        "assign_public_ip": False,
    },
    load_balancers=[{"target_group_arn": targets.arn, "container_name": "tools", "container_port": 8443}],
    deployment_circuit_breaker={"enable": True, "rollback": True},
    opts=pulumi.ResourceOptions(depends_on=[listener]),
)
