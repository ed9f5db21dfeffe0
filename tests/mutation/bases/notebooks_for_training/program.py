"""Data scientists train on de-identified data: notebook, domain, model, shared files, container registry."""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

log_key = house.key("training-logs", "logs.eu-west-1.amazonaws.com")
records = aws.ec2.Vpc("records", cidr_block="10.70.0.0/16", tags={"ai-zone": "phi"})
house.closed_defaults("records", records)
house.closed_names("records", records.id)
house.flow_logs("records", records.id, log_key)
house.query_logs("records", records.id, log_key)
vpc = aws.ec2.Vpc("training", cidr_block="10.71.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "training"})
house.closed_defaults("training", vpc)
house.closed_names("training", vpc.id, ("*.eu-west-1.amazonaws.com.",))
house.flow_logs("training", vpc.id, log_key)
house.query_logs("training", vpc.id, log_key)
table = aws.ec2.RouteTable("training", vpc_id=vpc.id)
subnets = []
for index, az in enumerate("ab"):
    subnet = aws.ec2.Subnet(f"training-{az}", vpc_id=vpc.id, cidr_block=f"10.71.{index}.0/24", availability_zone=f"eu-west-1{az}")
    aws.ec2.RouteTableAssociation(f"training-{az}", subnet_id=subnet.id, route_table_id=table.id)
    subnets.append(subnet)

key = house.key("training", "sagemaker.amazonaws.com", "elasticfilesystem.amazonaws.com", "s3.amazonaws.com")
group = aws.ec2.SecurityGroup(
    "notebooks", vpc_id=vpc.id, egress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.71.0.0/16"]}]
)
files_group = aws.ec2.SecurityGroup(
    "files", vpc_id=vpc.id, ingress=[{"protocol": "tcp", "from_port": 2049, "to_port": 2049, "security_groups": [group.id]}]
)
endpoints = aws.ec2.SecurityGroup(
    "endpoints", vpc_id=vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "security_groups": [group.id]}]
)
for service, actions in (
    ("sagemaker.api", ("sagemaker:CreateTrainingJob", "sagemaker:DescribeTrainingJob")),
    ("ecr.api", ("ecr:GetAuthorizationToken", "ecr:BatchGetImage")),
    ("ecr.dkr", ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")),
    ("logs", ("logs:CreateLogStream", "logs:PutLogEvents")),
):
    aws.ec2.VpcEndpoint(
        service,
        vpc_id=vpc.id,
        vpc_endpoint_type="Interface",
        service_name=f"com.amazonaws.eu-west-1.{service}",
        subnet_ids=[subnet.id for subnet in subnets],
        security_group_ids=[endpoints.id],
        private_dns_enabled=True,
        policy=house.endpoint_policy(*actions),
    )
role = aws.iam.Role("scientist", name="scientist", assume_role_policy=house.trust("sagemaker.amazonaws.com"))
aws.iam.RolePolicy(
    "scientist",
    name="work",
    role=role.name,
    policy=house.document(
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": "arn:aws:s3:::clinic-training-data/*",
            "Condition": {"StringEquals": {"aws:ResourceAccount": house.ACCOUNT}},
        }
    ),
)
logs = house.access_logs("clinic-training-access-logs")
house.bucket("clinic-training-data", key, logs, {"data-class": "deidentified", "ai-zone": "training"})
start = aws.sagemaker.NotebookInstanceLifecycleConfiguration("notebooks", name="notebooks", on_start="IyEvYmluL3NoCg==")
aws.sagemaker.NotebookInstance(
    "trials",
    name="trials",
    role_arn=role.arn,
    instance_type="ml.t3.large",
    subnet_id=subnets[0].id,
    security_groups=[group.id],
    direct_internet_access="Disabled",
    root_access="Disabled",
    kms_key_id=key.key_id,
    volume_size=50,
    lifecycle_config_name=start.name,
    instance_metadata_service_configuration={"minimum_instance_metadata_service_version": "2"},
)
aws.sagemaker.Model(
    "triage",
    name="triage",
    execution_role_arn=role.arn,
    enable_network_isolation=True,
    primary_container={"image": f"{house.ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/triage:1"},
    vpc_config={"subnets": [subnet.id for subnet in subnets], "security_group_ids": [group.id]},
)
files = aws.efs.FileSystem(
    "notebooks",
    creation_token="notebooks",
    encrypted=True,
    kms_key_id=key.arn,
    throughput_mode="elastic",
    protection={"replication_overwrite": "ENABLED"},
    tags={"data-class": "deidentified"},
    opts=pulumi.ResourceOptions(protect=True),
)
for index, subnet in enumerate(subnets):
    aws.efs.MountTarget(f"notebooks-{index}", file_system_id=files.id, subnet_id=subnet.id, security_groups=[files_group.id])
aws.efs.FileSystemPolicy(
    "notebooks",
    file_system_id=files.id,
    policy=house.document(
        {
            "Effect": "Allow",
            "Principal": {"AWS": house.ROOT},
            "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
            "Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
        },
        {"Effect": "Deny", "Principal": "*", "Action": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    ),
)
aws.efs.BackupPolicy("notebooks", file_system_id=files.id, backup_policy={"status": "ENABLED"})
